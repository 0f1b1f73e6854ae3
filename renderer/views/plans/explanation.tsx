import type { ReactNode } from 'react';
import { keepUnits } from '../../format.ts';
import { Card } from '../../parts/card.tsx';
import { Empty } from '../../parts/states.tsx';
import classes from './plans.module.css';

interface ExplanationProps {
  readonly lines: readonly string[];
  readonly aside?: ReactNode;
  /** The words belong to an earlier text. */
  readonly stale: boolean;
}

/** The plan in plain words, as the engine reads it. */
export function Explanation({ lines, aside, stale }: ExplanationProps) {
  return (
    <Card title="In plain words" aside={aside} className={stale ? classes.stale : undefined}>
      {lines.length === 0 ? (
        <Empty title="Nothing to explain yet">The words appear when the text has no problem.</Empty>
      ) : (
        <div className={classes.explanation}>
          {lines.map((line, index) => (
            <p key={`${index} ${line}`} data-indent={/^\s/.test(line)}>
              {keepUnits(line.trim())}
            </p>
          ))}
        </div>
      )}
    </Card>
  );
}
