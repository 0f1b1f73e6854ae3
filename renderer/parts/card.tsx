import type { ReactNode } from 'react';
import { useId } from 'react';
import classes from './card.module.css';

interface CardProps {
  readonly title: string;
  /** Right end of the head: a count, a link, a button. */
  readonly aside?: ReactNode;
  readonly children?: ReactNode;
  readonly className?: string | undefined;
}

/** A titled region with hairlines. Put `CardRow`s or own content inside. */
export function Card({ title, aside, children, className }: CardProps) {
  const id = useId();
  return (
    <section className={`${classes.card} ${className ?? ''}`} aria-labelledby={id}>
      <div className={classes.head}>
        <h2 id={id} className={classes.title}>
          {title}
        </h2>
        {aside === undefined ? null : <div className={classes.aside}>{aside}</div>}
      </div>
      {children}
    </section>
  );
}

/** One padded row of a card, with a hairline below all but the last. */
export function CardRow({ children, className }: { readonly children: ReactNode; readonly className?: string | undefined }) {
  return <div className={`${classes.row} ${className ?? ''}`}>{children}</div>;
}
