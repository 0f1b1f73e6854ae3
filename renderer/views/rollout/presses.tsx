import { Button, Tooltip } from '@mantine/core';
import { useState } from 'react';
import type { RolloutRow } from '../../../main/contract/shapes.ts';
import type { CardPress } from '../../../main/core/containment/index.ts';
import { percent } from '../../format.ts';
import { ReasonDialog } from '../../parts/reason-dialog.tsx';
import { UndoCard } from '../../parts/undo/undo-card.tsx';
import { usePress } from '../../stores/press.ts';
import { useRoleNote } from '../../stores/status.ts';
import { tellDone, tellResult } from '../../stores/tell.ts';
import classes from './rollout.module.css';

/** Presses whose dialog says what can be taken back of them. An approval leads to the same write as a promote. */
const cardOf: Partial<Record<Simple, CardPress>> = {
  'rollouts.promote': 'promote',
  'rollouts.approve': 'promote',
  'rollouts.resume': 'resume',
};

type Simple = 'rollouts.promote' | 'rollouts.hold' | 'rollouts.resume' | 'rollouts.cancel' | 'rollouts.stop' | 'rollouts.approve';

interface AtOnceProps {
  readonly name: Simple;
  readonly rollout: RolloutRow;
  readonly label: string;
  readonly hint: string;
  readonly reason: string;
  readonly done: string;
}

/** A press that takes nothing away from anybody: it acts at once, with a standing reason. */
export function AtOnce({ name, rollout, label, hint, reason, done }: AtOnceProps) {
  const press = usePress(name);
  const note = useRoleNote('operator');
  async function run(): Promise<void> {
    tellResult(await press.run({ rolloutId: rollout.id, reason }), done, `${label}: not done`);
  }
  return (
    <Tooltip label={note ?? hint}>
      <Button disabled={note !== null} loading={press.pending} onClick={() => void run()}>
        {label}
      </Button>
    </Tooltip>
  );
}

interface AskedProps extends AtOnceProps {
  /** What the press will do, shown in its dialog. */
  readonly says: string;
  readonly primary?: boolean;
  /** Why this person may not press it, besides their role. */
  readonly blocked?: string | null;
}

/** A press that changes what users get: it asks once, with a reason. */
export function AskedFirst({ name, rollout, label, hint, reason, done, says, primary = false, blocked = null }: AskedProps) {
  const [opened, setOpened] = useState(false);
  const press = usePress(name);
  const role = useRoleNote('operator');
  const note = blocked ?? role;
  async function run(given: string): Promise<void> {
    const result = await press.run({ rolloutId: rollout.id, reason: given });
    if (!result?.ok) return;
    setOpened(false);
    tellDone(done);
  }
  return (
    <>
      <Tooltip label={note ?? hint}>
        <Button variant={primary ? 'filled' : 'default'} disabled={note !== null} onClick={() => setOpened(true)}>
          {label}
        </Button>
      </Tooltip>
      {opened ? (
        <ReasonDialog
          title={label}
          confirm={label}
          suggestion={reason}
          busy={press.pending}
          problem={press.problem}
          onConfirm={(given) => void run(given)}
          onClose={() => {
            press.reset();
            setOpened(false);
          }}
        >
          <div className={classes.asked}>
            <span>{says}</span>
            {cardOf[name] === undefined ? null : <UndoCard rolloutId={rollout.id} press={cardOf[name]} />}
          </div>
        </ReasonDialog>
      ) : null}
    </>
  );
}

/** What advancing by hand would do now. */
export function promoteWords(rollout: RolloutRow): { readonly label: string; readonly says: string } {
  const next = rollout.stages[rollout.stage + 1];
  if (!next) return { label: 'Complete', says: `Ends the rollout: ${rollout.version} stays with everyone on ${rollout.targetName}.` };
  const label = rollout.stage < 0 ? `Start at ${percent(next.percent)}` : `Promote to ${percent(next.percent)}`;
  const skips = rollout.next.cause === 'green' ? '' : ' It does not wait for the rest of this stage’s evidence.';
  return {
    label,
    says: `${rollout.platformLabel} will offer ${rollout.version} to ${percent(next.percent)} of ${rollout.targetName}.${skips}`,
  };
}
