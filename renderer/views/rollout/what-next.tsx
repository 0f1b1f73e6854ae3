import { Button } from '@mantine/core';
import type { RolloutDetail } from '../../../main/contract/rollouts.ts';
import type { RolloutRow } from '../../../main/contract/shapes.ts';
import { keepUnits, percent } from '../../format.ts';
import { Card, CardRow } from '../../parts/card.tsx';
import { DangerButton } from '../../parts/danger-button.tsx';
import { EmergencyButton } from '../../parts/emergency/button.tsx';
import { NextSentence } from '../../parts/next-sentence.tsx';
import { WayBackLine } from '../../parts/way-back.tsx';
import { openContainment } from '../../stores/containment.ts';
import { useRoleNote, useStatus } from '../../stores/status.ts';
import { suggestReason } from '../home/suggest-reason.ts';
import { approvalBlocked, goesOn, personOf, promotesAlone, wantsApproval } from './approval.ts';
import { DriftButtons, DriftNote } from './drift-buttons.tsx';
import { AskedFirst, AtOnce } from './presses.tsx';
import { Promote } from './promote.tsx';
import classes from './rollout.module.css';
import { TakenBackNote } from './taken-back.tsx';

/** Opens the one confirmation for this rollout's release. */
export function containRollout(detail: RolloutDetail): void {
  const { applicationId, applicationName, version } = detail.rollout;
  openContainment({ applicationId, applicationName, version, suggestion: suggestReason([detail.rollout, ...detail.lanes]) });
}

function RollBack({ detail }: { readonly detail: RolloutDetail }) {
  const note = useRoleNote('operator');
  const { rollout } = detail;
  if (!['running', 'held', 'completed'].includes(rollout.state)) return null;
  const urgent = rollout.next.kind === 'rollback' || rollout.verdict === 'red' || rollout.verdict === 'emergency';
  const label = urgent ? 'Roll back now' : 'Roll back…';
  const open = () => containRollout(detail);
  if (urgent) {
    return (
      <DangerButton disabled={note !== null} onClick={open}>
        {label}
      </DangerButton>
    );
  }
  return (
    <Button disabled={note !== null} onClick={open}>
      {label}
    </Button>
  );
}

function Emergency({ detail }: { readonly detail: RolloutDetail }) {
  const { applicationId, applicationName, version, state, stage } = detail.rollout;
  if (detail.dryRun || stage < 0 || !['running', 'held', 'completed', 'rollingBack'].includes(state)) return null;
  return (
    <EmergencyButton release={{ applicationId, applicationName, version, suggestion: suggestReason([detail.rollout, ...detail.lanes]) }} />
  );
}

function StopOrHold({ rollout }: { readonly rollout: RolloutRow }) {
  const share = percent(rollout.percent);
  if (rollout.state !== 'running') return null;
  if (rollout.next.kind === 'rollback' && rollout.next.stoppable) {
    return (
      <AtOnce
        name="rollouts.stop"
        rollout={rollout}
        label={`Stop, hold at ${share}`}
        hint="Holds, and switches automatic rollback off for this rollout"
        reason="Stopped by hand"
        done={`Stopped: held at ${share}`}
      />
    );
  }
  return (
    <AtOnce
      name="rollouts.hold"
      rollout={rollout}
      label={`Hold at ${share}`}
      hint="Freezes the share; nothing is taken back, and red still rolls back"
      reason="Held by hand"
      done={`Held at ${share}`}
    />
  );
}

function Resume({ rollout }: { readonly rollout: RolloutRow }) {
  return (
    <AskedFirst
      name="rollouts.resume"
      rollout={rollout}
      label="Resume"
      hint="Goes on where it was held"
      reason="Looked at, goes on"
      done="Resumed"
      says={`The plan goes on at ${percent(rollout.percent)}. Observed time is kept.`}
      primary
    />
  );
}

function Cancel({ rollout }: { readonly rollout: RolloutRow }) {
  return (
    <AskedFirst
      name="rollouts.cancel"
      rollout={rollout}
      label="Cancel"
      hint="Ends this rollout before it starts"
      reason="Not needed any more"
      done="Cancelled"
      says="Nothing was sent yet, so nothing has to be taken back."
    />
  );
}

function Approve({ detail }: { readonly detail: RolloutDetail }) {
  const { ahead, rollout } = detail;
  const blocked = approvalBlocked(detail, personOf(useStatus()));
  if (!wantsApproval(ahead)) return null;
  return (
    <>
      <AskedFirst
        name="rollouts.approve"
        rollout={rollout}
        label={`Approve ${percent(ahead.percent)}`}
        hint="Your yes to entering the next stage; it goes on once nothing else is missing"
        reason="Looked at and agreed"
        done={`${percent(ahead.percent)} approved`}
        says={`${rollout.platformLabel} offers ${rollout.version} to ${percent(ahead.percent)} of ${rollout.targetName} once everything else asked for is there. Still missing: ${ahead.missing.join(' and ')}.`}
        primary={rollout.next.cause === 'approval' && rollout.state !== 'held'}
        blocked={blocked}
      />
      {blocked === null ? null : <small className={classes.blocked}>{blocked}</small>}
    </>
  );
}

/** Ways on. While something is bad or drifted there is none but resuming. A stage that wants more people than this one is approved, not promoted to. */
function Forward({ detail }: { readonly detail: RolloutDetail }) {
  const { rollout } = detail;
  const alone = promotesAlone(detail, personOf(useStatus()));
  const bad = rollout.verdict === 'red' || rollout.verdict === 'emergency';
  const open = goesOn(rollout) && rollout.drift === null && !bad;
  return (
    <>
      {rollout.state === 'held' ? <Resume rollout={rollout} /> : null}
      {open ? <Approve detail={detail} /> : null}
      {open && alone && rollout.next.cause !== 'approval' ? <Promote rollout={rollout} dryRun={detail.dryRun} /> : null}
      {rollout.state === 'preparing' ? <Cancel rollout={rollout} /> : null}
    </>
  );
}

/** The next decision with its time, and what a person can do about it. */
export function WhatNext({ detail }: { readonly detail: RolloutDetail }) {
  const { rollout } = detail;
  if (rollout.state === 'rolledBack') {
    return (
      <Card title="What happened, and what is next">
        <CardRow>
          <TakenBackNote detail={detail} />
        </CardRow>
      </Card>
    );
  }
  return (
    <Card title="What happens next">
      <CardRow>
        <div className={classes.next}>
          <NextSentence next={rollout.next} />
          {rollout.heldReason === null || rollout.state !== 'held' ? null : <p>Held: {rollout.heldReason}</p>}
          {rollout.next.detail === '' ? null : <p>{keepUnits(rollout.next.detail)}</p>}
          {goesOn(rollout) && rollout.next.cause !== 'noWayBack' ? <WayBackLine wayBack={rollout.wayBack} full /> : null}
          {rollout.drift === null ? null : <DriftNote rollout={rollout} drift={rollout.drift} />}
          <div className={classes.buttons}>
            <RollBack detail={detail} />
            {rollout.drift === null ? null : <DriftButtons rollout={rollout} drift={rollout.drift} />}
            <StopOrHold rollout={rollout} />
            <Forward detail={detail} />
            <Emergency detail={detail} />
          </div>
        </div>
      </CardRow>
    </Card>
  );
}
