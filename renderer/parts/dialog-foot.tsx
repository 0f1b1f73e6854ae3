import type { ReactNode } from 'react';
import classes from './dialog-foot.module.css';

interface DialogFootProps {
  /** What has to be in sight together with the buttons: what went wrong, and the reason. */
  readonly above?: ReactNode;
  readonly children: ReactNode;
}

/** The buttons at the end of a dialog, in sight however long the dialog is; a `span` before them stands at the left. */
export function DialogFoot({ above, children }: DialogFootProps) {
  return (
    <div className={classes.foot}>
      {above === undefined ? null : <div className={classes.above}>{above}</div>}
      {children}
    </div>
  );
}
