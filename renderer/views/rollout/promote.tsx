import { Button, Tooltip } from '@mantine/core';
import { useState } from 'react';
import type { RolloutRow } from '../../../main/contract/shapes.ts';
import { isComplete, noOverride, OverrideField } from '../../parts/override-field.tsx';
import { ReasonDialog } from '../../parts/reason-dialog.tsx';
import { Note } from '../../parts/states.tsx';
import { UndoCard } from '../../parts/undo/undo-card.tsx';
import { WayBackLine } from '../../parts/way-back.tsx';
import { usePress } from '../../stores/press.ts';
import { detailStore } from '../../stores/rollout.ts';
import { useRoleNote } from '../../stores/status.ts';
import { tellDone } from '../../stores/tell.ts';
import { promoteWords } from './presses.tsx';
import classes from './rollout.module.css';

function PromoteDialog({
  rollout,
  needsOverride,
  onClose,
}: {
  readonly rollout: RolloutRow;
  readonly needsOverride: boolean;
  readonly onClose: () => void;
}) {
  const press = usePress('rollouts.promote');
  const [override, setOverride] = useState(noOverride);
  const { label, says } = promoteWords(rollout);
  async function run(reason: string): Promise<void> {
    const more = needsOverride ? { override: true, overrideReason: override.reason.trim() } : {};
    const result = await press.run({ rolloutId: rollout.id, reason, ...more });
    if (!result?.ok) return;
    onClose();
    tellDone(`${label}: on its way`);
  }
  return (
    <ReasonDialog
      title={label}
      size={580}
      confirm={needsOverride ? `${label} without a way back` : label}
      complete={!needsOverride || isComplete(override)}
      suggestion="Promoted by hand"
      busy={press.pending}
      problem={press.problem}
      onConfirm={(reason) => void run(reason)}
      onClose={onClose}
    >
      <div className={classes.asked}>
        <span>{says}</span>
        <PassedOver rolloutId={rollout.id} />
        {needsOverride ? (
          <OverrideField says={rollout.wayBack.says} value={override} onChange={setOverride} />
        ) : (
          <WayBackLine wayBack={rollout.wayBack} full />
        )}
        <UndoCard rolloutId={rollout.id} press="promote" />
      </div>
    </ReasonDialog>
  );
}

/** What of the plan the press does not wait for, said before it; the same words go into the audit log. */
function PassedOver({ rolloutId }: { readonly rolloutId: string }) {
  const { answer } = detailStore.use({ rolloutId });
  const passed = answer?.passesOver ?? [];
  if (passed.length === 0) return null;
  return (
    <Note tone="warning">
      By hand this passes over what the plan still waits for:
      <ul className={classes.passed}>
        {passed.map((sentence) => (
          <li key={sentence}>{sentence}</li>
        ))}
      </ul>
    </Note>
  );
}

/** Whether the press gives the release to more users, so that a way back matters. A dry run and a stage that only watches on write nothing. */
function writes({ rollout, dryRun }: PromoteProps): boolean {
  const next = rollout.stages[rollout.stage + 1];
  if (next === undefined || dryRun) return false;
  return rollout.stages[rollout.stage]?.percent !== next.percent || next.segments.length > 0;
}

interface PromoteProps {
  readonly rollout: RolloutRow;
  readonly dryRun: boolean;
}

/** Moves to the next stage by hand. Where nothing could be taken back afterwards it asks for an override with a reason of its own. */
export function Promote(props: PromoteProps) {
  const { rollout } = props;
  const [opened, setOpened] = useState(false);
  const note = useRoleNote('operator');
  const { label, says } = promoteWords(rollout);
  const needsOverride = rollout.wayBack.exists === false && writes(props);
  const awaited = rollout.next.recommendation && rollout.next.kind !== 'rollback';
  const primary = awaited && rollout.state !== 'held' && !needsOverride;
  return (
    <>
      <Tooltip label={note ?? (needsOverride ? rollout.wayBack.says : says)} multiline maw={360}>
        <Button variant={primary ? 'filled' : 'default'} disabled={note !== null} onClick={() => setOpened(true)}>
          {needsOverride ? `${label}, no way back…` : label}
        </Button>
      </Tooltip>
      {opened ? <PromoteDialog rollout={rollout} needsOverride={needsOverride} onClose={() => setOpened(false)} /> : null}
    </>
  );
}
