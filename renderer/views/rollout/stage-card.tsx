import type { ReactNode } from 'react';
import type { RolloutDetail } from '../../../main/contract/rollouts.ts';
import type { StageRow } from '../../../main/contract/shapes.ts';
import { duration, percent } from '../../format.ts';
import { Card } from '../../parts/card.tsx';
import { DueTime, RelativeTime } from '../../parts/time.tsx';
import { goesOn } from './approval.ts';
import classes from './stage-card.module.css';

function Line({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <div className={classes.line}>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

/** Why the bake time is not the plan's plain one: longer for yellow, or shorter for a clean stage. */
function bakeNote({ watch }: RolloutDetail, stage: StageRow): string {
  if (watch.extraBakeMs > 0) return `${duration(watch.extraBakeMs)} of it added for yellow`;
  if (watch.accelerated) return `shortened from ${duration(stage.bakeMs)}: nothing went wrong`;
  if (stage.acceleratedMs === null) return '';
  return `${duration(stage.acceleratedMs)} would do while nothing goes wrong`;
}

const yellowWords: Readonly<Record<StageRow['onYellow']['action'], string>> = {
  hold: 'holds the share until it is green',
  pause: 'pauses until a person resumes',
  extend: 'watches longer',
};

function Watched({ detail, stage }: { readonly detail: RolloutDetail; readonly stage: StageRow }) {
  const { rollout, watch } = detail;
  const note = bakeNote(detail, stage);
  const { action, extendMs } = stage.onYellow;
  return (
    <>
      <Line name="Watched">
        {duration(Math.min(rollout.observedMs, watch.bakeMs))} of {duration(watch.bakeMs)}
        {note === '' ? null : <small>{note}</small>}
      </Line>
      {stage.streakMs === 0 ? null : (
        <Line name="Green running">
          {duration(Math.min(watch.streakMs, stage.streakMs))} of {duration(stage.streakMs)}
          {watch.streakMs < stage.streakMs ? <small>anything worse starts it again</small> : null}
        </Line>
      )}
      <Line name="On yellow">{action === 'extend' ? `watches ${duration(extendMs)} longer` : yellowWords[action]}</Line>
      {stage.segments.length === 0 ? null : <Line name="Also for">{stage.segments.join(', ')}</Line>}
    </>
  );
}

function Approvals({ detail }: { readonly detail: RolloutDetail }) {
  const { ahead, approvals } = detail;
  if (ahead === null || ahead.approvals.length === 0) return null;
  const given = approvals.filter((one) => one.stage === ahead.stage);
  return (
    <Line name="Approved by">
      {given.length === 0 ? 'nobody yet' : null}
      {given.map((one) => (
        <span key={one.name} className={classes.person}>
          {one.name} ({one.role}) <RelativeTime at={one.at} />
        </span>
      ))}
      <small>{ahead.missing.length === 0 ? 'all that is needed' : `still needs ${ahead.missing.join(' and ')}`}</small>
    </Line>
  );
}

function Ahead({ detail }: { readonly detail: RolloutDetail }) {
  const { ahead, rollout } = detail;
  const next = ahead === null ? undefined : rollout.stages[ahead.stage];
  return (
    <>
      {ahead === null || next === undefined ? (
        <Line name="After it">the rollout is complete</Line>
      ) : (
        <Line name={rollout.stage < 0 ? 'First stage' : 'After it'}>
          {ahead.name === `${ahead.percent} %` ? '' : `${ahead.name}, `}
          {percent(ahead.percent)}
          {ahead.notBefore === null ? null : (
            <small>
              day {next.earliestDay} of the rollout: not before <DueTime at={ahead.notBefore} />
            </small>
          )}
        </Line>
      )}
      <Approvals detail={detail} />
    </>
  );
}

/** The present stage in figures: what was watched, what it waits for, and what the next one asks. */
export function StageCard({ detail }: { readonly detail: RolloutDetail }) {
  const { rollout, freeze, follows } = detail;
  const stage = rollout.stages[rollout.stage];
  if (!goesOn(rollout)) return null;
  return (
    <Card
      title={stage === undefined ? 'Before the start' : `Stage ${stage.name}`}
      aside={stage === undefined ? `${rollout.stages.length} stages` : `${rollout.stage + 1} of ${rollout.stages.length}`}
    >
      <dl className={classes.lines}>
        {stage === undefined ? null : <Watched detail={detail} stage={stage} />}
        <Ahead detail={detail} />
        {follows === null ? null : (
          <Line name="Follows">
            channel {follows.channel}
            <small>{follows.done ? 'completed there' : 'not completed there yet'}</small>
          </Line>
        )}
        {freeze === null ? null : (
          <Line name="Freeze">
            {freeze.title}
            <small>
              {freeze.until === null ? (
                'no end of it is in sight'
              ) : (
                <>
                  nothing moves on until it ends, <DueTime at={freeze.until} />
                </>
              )}
            </small>
          </Line>
        )}
      </dl>
    </Card>
  );
}
