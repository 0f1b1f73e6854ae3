import type { NextRow } from '../../main/contract/shapes.ts';
import { duration, keepUnits } from '../format.ts';
import { useNow } from '../stores/clock.ts';
import classes from './next-sentence.module.css';
import { DueTime } from './time.tsx';

const acts: readonly NextRow['kind'][] = ['start', 'advance', 'complete', 'rollback', 'pause', 'resume'];

/** Whether the sentence names an act whose time is the act's own, rather than a time at which more is known. */
export function isAct(next: NextRow): boolean {
  return acts.includes(next.kind) || next.cause === 'bake';
}

/** Causes that only a person can settle. */
const awaited: readonly NextRow['cause'][] = ['drift', 'approval', 'checkFailed', 'signoff', 'signoffRefused'];

function tone(next: NextRow): string {
  if (next.kind === 'rollback' || next.cause === 'emergency') return 'danger';
  if (next.recommendation || awaited.includes(next.cause)) return 'act';
  return isAct(next) ? 'plain' : 'calm';
}

const farMs = 10 * 60_000;

/** Far times get their distance as well: `at 03:41 (≈ 12 min)`. */
function Distance({ at }: { readonly at: number }) {
  const left = at - useNow();
  return left > farMs && left < 6 * 3_600_000 ? <span className={classes.calm}> (≈ {duration(left)})</span> : null;
}

/** What happens next as one sentence with its time: `to 50 % in 2 min 08 s`, `needs more samples · can know at 03:41`. */
export function NextSentence({ next }: { readonly next: NextRow }) {
  const when =
    next.at === null ? null : (
      <>
        {isAct(next) ? ' ' : ' · can know '}
        <DueTime at={next.at} />
        <Distance at={next.at} />
      </>
    );
  return (
    <span className={`${classes.sentence} ${classes[tone(next)] ?? ''}`}>
      {keepUnits(next.sentence)}
      {when}
    </span>
  );
}
