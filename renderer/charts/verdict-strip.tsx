import type { Timeline } from '../../main/contract/rollouts.ts';
import { duration } from '../format.ts';
import { marks, stripColor } from '../parts/verdict-mark.tsx';
import classes from './chart.module.css';

type Spans = Timeline['spans'];

interface VerdictStripProps {
  readonly spans: Spans;
  readonly from: number;
  readonly to: number;
  /** What the strip is about, for those who do not see it. */
  readonly label: string;
}

const signFromPercent = 6;

/** The spans as one sentence: `green 8 min, yellow 3 min, red 2 min`. */
export function stripInWords(spans: Spans): string {
  if (spans.length === 0) return 'not judged';
  return spans.map((span) => `${marks[span.kind].word} ${duration(span.to - span.from)}`).join(', ');
}

/** Verdicts of one gate over time; the wider ones carry their sign. */
export function VerdictStrip({ spans, from, to, label }: VerdictStripProps) {
  const total = Math.max(to - from, 1);
  const share = (ts: number) => (100 * (Math.min(Math.max(ts, from), to) - from)) / total;
  return (
    <div className={classes.bar} role="img" aria-label={`${label}: ${stripInWords(spans)}`}>
      {spans
        .filter((span) => span.to > from && span.from < to)
        .map((span) => {
          const left = share(span.from);
          const width = share(span.to) - left;
          return (
            <div
              key={`${span.from}-${span.kind}`}
              className={classes.span}
              title={`${marks[span.kind].word} for ${duration(span.to - span.from)}`}
              style={{ left: `${left}%`, width: `calc(${width}% - 1px)`, background: stripColor(span.kind) }}
            >
              {width >= signFromPercent && span.kind !== 'green' ? marks[span.kind].sign : null}
            </div>
          );
        })}
    </div>
  );
}
