import type { ReactNode } from 'react';
import { CardRow } from '../../parts/card.tsx';
import classes from './settings.module.css';

interface SettingProps {
  readonly name: string;
  readonly help?: string | undefined;
  /** The control; it carries its own accessible name. */
  readonly children: ReactNode;
}

/** One setting: what it is on the left, its control on the right. */
export function Setting({ name, help, children }: SettingProps) {
  return (
    <CardRow className={classes.setting}>
      <div>
        <div className={classes.name}>{name}</div>
        {help === undefined ? null : <div className={classes.help}>{help}</div>}
      </div>
      <div className={classes.control}>{children}</div>
    </CardRow>
  );
}
