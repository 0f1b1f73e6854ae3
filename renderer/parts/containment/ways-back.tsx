import { useEffect, useRef } from 'react';
import type { WayBackRow } from '../../../main/contract/containment.ts';
import { durationInWords } from '../../../main/core/words.ts';
import { keepUnits } from '../../format.ts';
import { waysBackStore } from '../../stores/containments.ts';
import { Loading, Note } from '../states.tsx';
import classes from './ways-back.module.css';

function Measured({ way }: { readonly way: WayBackRow }) {
  if (way.measured === null) return <span className={classes.unmeasured}>not measured yet</span>;
  const { medianMs, worstMs, count } = way.measured;
  return (
    <span className={way.kept === false ? classes.broken : classes.kept}>
      {keepUnits(`${durationInWords(medianMs)} in the middle of ${count}, at worst ${durationInWords(worstMs)}`)}
      {way.kept === null ? '' : way.kept ? ' ✓ kept' : ' ✕ not kept'}
    </span>
  );
}

function Line({ way }: { readonly way: WayBackRow }) {
  return (
    <li className={classes.way} data-available={way.available}>
      <span className={classes.title}>
        <span aria-hidden>{way.available ? '●' : '○'}</span> {way.title}
      </span>
      <span className={classes.promise}>{keepUnits(`within ${durationInWords(way.promiseMs)}`)}</span>
      <span className={classes.says}>{way.says}</span>
      <span className={classes.measured}>
        <Measured way={way} />
      </span>
    </li>
  );
}

interface WaysBackProps {
  readonly applicationId: string;
  readonly version: string;
  /** Asked again when it changes: what was read of an earlier stage says nothing of this one. */
  readonly stage?: number;
}

/** The three ways back in the order they are offered (R4.2), each with its promise and the time it really took. */
export function WaysBack({ applicationId, version, stage = 0 }: WaysBackProps) {
  const { answer, problem, askAgain } = waysBackStore.use({ applicationId, version });
  const askedAt = useRef(stage);
  useEffect(() => {
    if (askedAt.current !== stage) askAgain();
    askedAt.current = stage;
  }, [stage, askAgain, askedAt]);
  if (answer === null && problem) return <Note tone="warning">The ways back could not be read: {problem.message}</Note>;
  if (answer === null) return <Loading rows={3} label="Reading the ways back" />;
  return (
    <ol className={classes.ways} aria-label="Ways back, fastest first">
      {answer.map((way) => (
        <Line key={way.way} way={way} />
      ))}
    </ol>
  );
}
