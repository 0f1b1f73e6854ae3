import type { ReactNode } from 'react';
import classes from './facts.module.css';

/** Tiles with one number or word each, as many beside each other as fit. Put `Fact`s inside. */
export function Facts({ children }: { readonly children: ReactNode }) {
  return <dl className={classes.facts}>{children}</dl>;
}

/** One tile: its name above its value. */
export function Fact({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <div className={classes.fact}>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
