import { Button, Stack, TextInput } from '@mantine/core';
import { useEffect, useState } from 'react';
import type { AnswerOf } from '../../../main/contract/index.ts';
import type { UndoLine } from '../../../main/contract/shapes.ts';
import { users } from '../../format.ts';
import type { Containment } from '../../stores/containment.ts';
import { closeContainment } from '../../stores/containment.ts';
import { usePress } from '../../stores/press.ts';
import { useRoleNote } from '../../stores/status.ts';
import { undoCardStore } from '../../stores/undo-card.ts';
import { DangerButton } from '../danger-button.tsx';
import { Loading, Note, ProblemNote } from '../states.tsx';
import { RelativeTime } from '../time.tsx';
import classes from './containment.module.css';
import { UndoRow } from './undo-line.tsx';

/** After this time an emergency need not wait for a slow platform to be read. */
const patienceMs = 3000;
const shortestReason = 3;

function useLateness(): boolean {
  const [late, setLate] = useState(false);
  useEffect(() => {
    const timer = window.setTimeout(() => setLate(true), patienceMs);
    return () => window.clearTimeout(timer);
  }, []);
  return late;
}

function names(lines: readonly UndoLine[]): string {
  return lines.map((line) => line.targetName).join(', ');
}

function usersOf(lines: readonly UndoLine[]): number | null {
  // A flag's users are users of the app on its other targets: counted once.
  const known = lines.filter((line) => line.usersOnIt !== null && line.surface !== 'flag');
  return known.length === 0 ? null : known.reduce((sum, line) => sum + (line.usersOnIt ?? 0), 0);
}

/** Says in one breath what the press does: back, off or stopped, where, and for how many. */
function Lead({ containment, chosen }: { readonly containment: Containment; readonly chosen: readonly UndoLine[] }) {
  const name = `${containment.applicationName} ${containment.version}`;
  const versions = [...new Set(chosen.map((line) => line.toVersion).filter((version) => version !== null))].join(', ');
  const back = names(chosen.filter((line) => line.toVersion !== null));
  const off = names(chosen.filter((line) => line.toVersion === null && line.surface === 'flag'));
  const stopped = names(chosen.filter((line) => line.toVersion === null && line.surface !== 'flag'));
  const affected = usersOf(chosen);
  if (chosen.length === 0) return <p className={classes.lead}>Choose at least one target.</p>;
  return (
    <p className={classes.lead}>
      {back === '' ? null : (
        <>
          Takes <strong>{containment.applicationName}</strong> from <strong>{containment.version}</strong> back to{' '}
          <strong>{versions}</strong> on <strong>{back}</strong>.{' '}
        </>
      )}
      {off === '' ? null : (
        <>
          Switches <strong>{name}</strong> off on <strong>{off}</strong>.{' '}
        </>
      )}
      {stopped === '' ? null : (
        <>
          Stops <strong>{name}</strong> on <strong>{stopped}</strong>.{' '}
        </>
      )}
      <strong>{users(affected)}</strong> {affected === 1 ? 'has' : 'have'} it now.
    </p>
  );
}

function pressLabel(count: number | null): string {
  if (count === null) return 'Roll back every target';
  return `Roll back ${count} ${count === 1 ? 'target' : 'targets'}`;
}

function oldestRead(lines: readonly UndoLine[]): number | null {
  const reads = lines.map((line) => line.readAt).filter((at) => at !== null);
  return reads.length === 0 ? null : Math.min(...reads);
}

interface ConfirmationProps {
  readonly containment: Containment;
  readonly onDone: (answer: AnswerOf<'rollouts.rollback'>) => void;
}

/** Names application, version, targets, from → to, users and what stays, asks for a reason, and has one red button. */
export function Confirmation({ containment, onDone }: ConfirmationProps) {
  const { applicationId, version } = containment;
  const card = undoCardStore.use({ applicationId, version });
  const press = usePress('rollouts.rollback');
  const note = useRoleNote('operator');
  const late = useLateness();
  const [reason, setReason] = useState(containment.suggestion);
  const [leftOut, setLeftOut] = useState<ReadonlySet<string>>(new Set());
  const lines = card.answer;
  const possible = lines?.filter((line) => line.available) ?? null;
  const chosen = possible?.filter((line) => !leftOut.has(line.targetId)) ?? [];
  const readable = lines !== null || card.problem !== null || late;
  const ready = readable && note === null && reason.trim().length >= shortestReason && (lines === null || chosen.length > 0);
  const readAt = lines === null ? null : oldestRead(lines);
  async function send(): Promise<void> {
    if (!ready) return;
    const every = lines === null || chosen.length === lines.length;
    const targetIds = every ? null : chosen.map((line) => line.targetId);
    const result = await press.run({ applicationId, version, targetIds, reason: reason.trim() });
    if (result?.ok) onDone(result.answer);
  }
  function choose(line: UndoLine, wanted: boolean): void {
    const next = new Set(leftOut);
    if (wanted) next.delete(line.targetId);
    else next.add(line.targetId);
    setLeftOut(next);
  }
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      <Stack gap="md">
        {lines === null ? null : <Lead containment={containment} chosen={chosen} />}
        {lines === null && card.problem === null ? <Loading rows={4} label="Reading the platforms" /> : null}
        {lines === null && card.problem !== null ? (
          <Note tone="warning">What a rollback would do could not be read: {card.problem.message}</Note>
        ) : null}
        {lines === null ? null : (
          <div className={classes.lines}>
            {lines.map((line) => (
              <UndoRow key={line.targetId} line={line} chosen={!leftOut.has(line.targetId)} onChoose={(wanted) => choose(line, wanted)} />
            ))}
          </div>
        )}
        <TextInput
          label="Reason"
          description="Kept in the audit and sent with the notice"
          data-autofocus
          maxLength={2000}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
          error={reason.trim().length < shortestReason ? 'Say why in at least three characters' : null}
        />
        {note === null ? null : <Note tone="warning">{note}.</Note>}
        {press.problem ? <ProblemNote problem={press.problem} /> : null}
        <div className={classes.foot}>
          <span>
            {readAt === null ? (
              'Not read from the platforms yet'
            ) : (
              <>
                Read from the platforms <RelativeTime at={readAt} />
              </>
            )}
          </span>
          <Button onClick={closeContainment}>Leave it running</Button>
          <DangerButton type="submit" disabled={!ready} loading={press.pending}>
            {pressLabel(lines === null ? null : chosen.length)}
          </DangerButton>
        </div>
      </Stack>
    </form>
  );
}
