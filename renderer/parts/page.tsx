import type { ReactNode } from 'react';
import classes from './page.module.css';

/** The stack of cards that a view is. */
export function Page({ children, className }: { readonly children: ReactNode; readonly className?: string | undefined }) {
  return <div className={`${classes.page} ${className ?? ''}`}>{children}</div>;
}

/** Main column and, right of it, what accompanies it; the right one folds under the main one when narrow. */
export function Columns({ main, side }: { readonly main: ReactNode; readonly side: ReactNode }) {
  return (
    <div className={classes.columns}>
      <div className={classes.column}>{main}</div>
      <div className={classes.column}>{side}</div>
    </div>
  );
}
