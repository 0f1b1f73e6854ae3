import { useEffect, useRef } from 'react';
import type { RolloutDetail } from '../../../main/contract/rollouts.ts';
import type { UndoLine } from '../../../main/contract/shapes.ts';
import { atHead } from '../../format.ts';
import { Card, CardRow } from '../../parts/card.tsx';
import { CopyCalls } from '../../parts/copy-calls.tsx';
import { undoTone, undoWords } from '../../parts/containment/undo-line.tsx';
import { Empty, Loading, Problem } from '../../parts/states.tsx';
import { RelativeTime } from '../../parts/time.tsx';
import { undoCardStore } from '../../stores/undo-card.ts';
import classes from './rollout.module.css';

function Line({ line }: { readonly line: UndoLine }) {
  const tone = classes[undoTone(line)];
  return (
    <div className={classes.undo}>
      <strong className={tone}>{atHead(line.targetName)}</strong>
      <span>{line.available ? line.says : (line.reason ?? 'Not possible now.')}</span>
      <small className={tone}>{line.available ? undoWords[line.undo] : 'Not possible'}</small>
    </div>
  );
}

function WayBack({ lines }: { readonly lines: readonly UndoLine[] }) {
  const reads = lines.map((line) => line.readAt).filter((at) => at !== null);
  const blocked = lines.filter((line) => !line.available);
  const lost = lines.filter((line) => line.available && line.toVersion === null && line.surface !== 'flag');
  const names = (some: readonly UndoLine[]) => some.map((line) => line.targetName).join(', ');
  const missing = [
    ...(blocked.length === 0 ? [] : [`not possible on ${names(blocked)}`]),
    ...(lost.length === 0 ? [] : [`no version to return to on ${names(lost)}`]),
  ];
  return (
    <span className={classes.faint}>
      {reads.length === 0 ? (
        'The way back could not be checked: '
      ) : (
        <>
          Way back checked <RelativeTime at={Math.min(...reads)} />:{' '}
        </>
      )}
      {missing.length === 0 ? 'it is there on every target.' : `${missing.join('; ')}.`}
    </span>
  );
}

/** Calls of all targets as one text, each under the name of its target. */
function callsOf(lines: readonly UndoLine[]): string[] {
  return lines.flatMap((line) => (line.calls.length === 0 ? [] : [`# ${line.targetName}`, ...line.calls]));
}

/** What a rollback would really do on each platform, read from the platforms. */
export function IfYouRollBack({ detail }: { readonly detail: RolloutDetail }) {
  const { applicationId, version, stage } = detail.rollout;
  const { answer, problem, askAgain } = undoCardStore.use({ applicationId, version });
  const askedAt = useRef(stage);
  // What was read of an earlier stage says nothing of this one.
  useEffect(() => {
    if (askedAt.current !== stage) askAgain();
    askedAt.current = stage;
  }, [stage, askAgain, askedAt]);
  return (
    <Card title="If you roll back">
      {answer === null && problem ? <Problem problem={problem} onRetry={askAgain} /> : null}
      {answer === null && !problem ? <Loading rows={4} label="Reading the platforms" /> : null}
      {answer?.length === 0 ? (
        <Empty title="Nothing to take back">This release has not reached anybody, or is taken back already.</Empty>
      ) : null}
      {(answer ?? []).map((line) => (
        <CardRow key={line.targetId}>
          <Line line={line} />
        </CardRow>
      ))}
      {answer === null || answer.length === 0 ? null : (
        <CardRow>
          <WayBack lines={answer} />
          <CopyCalls calls={callsOf(answer)} what="the calls for every target" title="Exact calls on every target" />
        </CardRow>
      )}
    </Card>
  );
}
