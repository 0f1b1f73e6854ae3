import { Button } from '@mantine/core';
import { useState } from 'react';
import type { RolloutRow } from '../../../main/contract/shapes.ts';
import { keepUnits } from '../../format.ts';
import { ReasonDialog } from '../../parts/reason-dialog.tsx';
import { Note } from '../../parts/states.tsx';
import { ClockTime, RelativeTime } from '../../parts/time.tsx';
import { usePress } from '../../stores/press.ts';
import { useRoleNote } from '../../stores/status.ts';
import { tellDone } from '../../stores/tell.ts';
import classes from './drift.module.css';

type Choice = 'accept' | 'restore';
type Drift = NonNullable<RolloutRow['drift']>;

interface ChoiceWords {
  readonly label: string;
  readonly says: string;
  readonly suggestion: string;
  readonly done: string;
}

function wordsOf(choice: Choice, rollout: RolloutRow, drift: Drift): ChoiceWords {
  if (choice === 'accept') {
    return {
      label: `Accept theirs: ${drift.says}`,
      says: `Nothing is sent. From now on Tidegate counts from ${drift.says}; it wrote ${drift.wrote}.`,
      suggestion: 'Changed on purpose outside Tidegate',
      done: 'What the platform says is accepted',
    };
  }
  return {
    label: `Restore ours: ${drift.wrote}`,
    says: `Writes ${drift.wrote} to ${rollout.platformLabel} again, over ${drift.says}, and reads it back.`,
    suggestion: 'Changed by mistake outside Tidegate',
    done: 'Restoring what was written',
  };
}

interface DialogProps {
  readonly rollout: RolloutRow;
  readonly choice: Choice;
  readonly words: ChoiceWords;
  readonly onClose: () => void;
}

function DriftDialog({ rollout, choice, words, onClose }: DialogProps) {
  const press = usePress('rollouts.resolveDrift');
  async function run(reason: string): Promise<void> {
    const result = await press.run({ rolloutId: rollout.id, choice, reason });
    if (!result?.ok) return;
    onClose();
    tellDone(words.done);
  }
  return (
    <ReasonDialog
      title={words.label}
      confirm={words.label}
      suggestion={words.suggestion}
      busy={press.pending}
      problem={press.problem}
      onConfirm={(reason) => void run(reason)}
      onClose={onClose}
    >
      {words.says}
    </ReasonDialog>
  );
}

/** Both values of a drift, when each was seen, and who may have changed it. */
export function DriftNote({ rollout, drift }: { readonly rollout: RolloutRow; readonly drift: Drift }) {
  return (
    <Note tone="warning">
      <strong>Somebody else changed {rollout.targetName}.</strong>
      <dl className={classes.drift}>
        <dt>Tidegate wrote</dt>
        <dd>
          {keepUnits(drift.wrote)}
          {drift.wroteAt === null ? null : (
            <small>
              <ClockTime at={drift.wroteAt} />
              {drift.wroteBy === null ? '' : `, by ${drift.wroteBy}`}
            </small>
          )}
        </dd>
        <dt>{rollout.platformLabel} shows</dt>
        <dd>
          {keepUnits(drift.says)}
          {drift.seenAt === null ? null : (
            <small>
              read <RelativeTime at={drift.seenAt} />
            </small>
          )}
        </dd>
      </dl>
      {drift.who}
    </Note>
  );
}

/** The two ways out of a drift: keep what the platform says, or write again what was written before. */
export function DriftButtons({ rollout, drift }: { readonly rollout: RolloutRow; readonly drift: Drift }) {
  const [choice, setChoice] = useState<Choice | null>(null);
  const note = useRoleNote('operator');
  return (
    <>
      {(['accept', 'restore'] as const).map((one) => (
        <Button key={one} disabled={note !== null} title={note ?? undefined} onClick={() => setChoice(one)}>
          {wordsOf(one, rollout, drift).label}
        </Button>
      ))}
      {choice === null ? null : (
        <DriftDialog rollout={rollout} choice={choice} words={wordsOf(choice, rollout, drift)} onClose={() => setChoice(null)} />
      )}
    </>
  );
}
