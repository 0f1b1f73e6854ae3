import { Button } from '@mantine/core';
import type { RolloutDetail } from '../../../main/contract/rollouts.ts';
import type { RolloutRow } from '../../../main/contract/shapes.ts';
import { keepUnits, percent } from '../../format.ts';
import { Card, CardRow } from '../../parts/card.tsx';
import { DangerButton } from '../../parts/danger-button.tsx';
import { NextSentence } from '../../parts/next-sentence.tsx';
import { openContainment } from '../../stores/containment.ts';
import { useRoleNote } from '../../stores/status.ts';
import { suggestReason } from '../home/suggest-reason.ts';
import { DriftButtons } from './drift-buttons.tsx';
import { AskedFirst, AtOnce, promoteWords } from './presses.tsx';
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

function Promote({ rollout }: { readonly rollout: RolloutRow }) {
  const promote = promoteWords(rollout);
  const awaited = rollout.next.cause === 'approval' || (rollout.next.recommendation && rollout.next.kind !== 'rollback');
  return (
    <AskedFirst
      name="rollouts.promote"
      rollout={rollout}
      label={promote.label}
      hint={promote.says}
      reason="Promoted by hand"
      done={`${promote.label}: on its way`}
      says={promote.says}
      primary={awaited && rollout.state !== 'held'}
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

const movable: readonly RolloutRow['state'][] = ['preparing', 'running', 'held'];

/** Ways on. While something is bad or drifted there is none but resuming. */
function Forward({ rollout }: { readonly rollout: RolloutRow }) {
  const bad = rollout.verdict === 'red' || rollout.verdict === 'emergency';
  return (
    <>
      {rollout.state === 'held' ? <Resume rollout={rollout} /> : null}
      {movable.includes(rollout.state) && rollout.drift === null && !bad ? <Promote rollout={rollout} /> : null}
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
          <div className={classes.buttons}>
            <RollBack detail={detail} />
            {rollout.drift === null ? null : <DriftButtons rollout={rollout} drift={rollout.drift} />}
            <StopOrHold rollout={rollout} />
            <Forward rollout={rollout} />
          </div>
        </div>
      </CardRow>
    </Card>
  );
}
