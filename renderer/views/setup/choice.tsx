import { IconPlugConnected, IconSailboat } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useId } from 'react';
import classes from './setup.module.css';

type Value = 'practice' | 'own';

interface ChoiceProps {
  readonly value: Value;
  readonly title: string;
  /** The shortest reason to take it. */
  readonly mark: string;
  readonly chosen: Value;
  readonly children: ReactNode;
  readonly onChoose: (value: Value) => void;
}

/** A large radio button. */
export function Choice({ value, title, mark, chosen, children, onChoose }: ChoiceProps) {
  const id = useId();
  const Icon = value === 'practice' ? IconSailboat : IconPlugConnected;
  return (
    <label className={classes.choice} data-chosen={chosen === value}>
      <input
        type="radio"
        name="setup"
        value={value}
        checked={chosen === value}
        aria-labelledby={`${id}-title`}
        aria-describedby={`${id}-text`}
        onChange={() => onChoose(value)}
      />
      <span className={classes.choiceHead}>
        <Icon size={22} stroke={1.6} aria-hidden />
        <span id={`${id}-title`} className={classes.choiceTitle}>
          {title}
        </span>
        <span className={classes.dot} aria-hidden />
      </span>
      <span id={`${id}-text`} className={classes.text}>
        {children}
        <span className={classes.mark}>{mark}</span>
      </span>
    </label>
  );
}
