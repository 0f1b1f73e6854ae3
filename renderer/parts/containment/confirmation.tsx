import { Button, Stack, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { AnswerOf } from '../../../main/contract/index.ts';
import type { UndoLine } from '../../../main/contract/shapes.ts';
import type { Containment } from '../../stores/containment.ts';
import { closeContainment } from '../../stores/containment.ts';
import { DangerButton } from '../danger-button.tsx';
import { DialogFoot } from '../dialog-foot.tsx';
import { Loading, Note, ProblemNote } from '../states.tsx';
import { RelativeTime } from '../time.tsx';
import classes from './containment.module.css';
import { Lead } from './lead.tsx';
import { WaysBack } from './ways-back.tsx';
import { UndoRow } from './undo-line.tsx';
import type { ContainmentForm } from './use-containment-form.ts';
import { useContainmentForm } from './use-containment-form.ts';

function pressLabel(count: number | null): string {
  if (count === null) return 'Roll back every target';
  return `Roll back ${count} ${count === 1 ? 'target' : 'targets'}`;
}

function oldestRead(lines: readonly UndoLine[]): number | null {
  const reads = lines.map((line) => line.readAt).filter((at) => at !== null);
  return reads.length === 0 ? null : Math.min(...reads);
}

/** What would happen where, or why that is not known. */
function Targets({ containment, form }: { readonly containment: Containment; readonly form: ContainmentForm }) {
  const { lines, cardProblem, chosen } = form;
  if (lines === null) {
    if (cardProblem === null) return <Loading rows={4} label="Reading the platforms" />;
    return <Note tone="warning">What a rollback would do could not be read: {cardProblem.message}</Note>;
  }
  return (
    <>
      <Lead containment={containment} chosen={chosen} />
      <div className={classes.lines}>
        {lines.map((line) => (
          <UndoRow
            key={line.targetId}
            line={line}
            chosen={chosen.includes(line)}
            onChoose={(wanted) => form.choose(line.targetId, wanted)}
          />
        ))}
      </div>
    </>
  );
}

/** The reason, and why it cannot be pressed or was refused. */
function Reason({ form }: { readonly form: ContainmentForm }) {
  return (
    <>
      {form.note === null ? null : <Note tone="warning">{form.note}.</Note>}
      {form.press.problem ? <ProblemNote problem={form.press.problem} /> : null}
      <TextInput
        label="Reason"
        description="Kept in the audit and sent with the notice"
        data-autofocus
        maxLength={2000}
        value={form.reason}
        onChange={(event) => form.setReason(event.currentTarget.value)}
        error={form.reasonFits ? null : 'Say why in at least three characters'}
      />
    </>
  );
}

function Foot({ form }: { readonly form: ContainmentForm }) {
  const readAt = form.lines === null ? null : oldestRead(form.lines);
  return (
    <DialogFoot above={<Reason form={form} />}>
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
      <DangerButton type="submit" disabled={!form.ready} loading={form.press.pending}>
        {pressLabel(form.lines === null ? null : form.chosen.length)}
      </DangerButton>
    </DialogFoot>
  );
}

/** The three ways back, on demand: they are read from the platforms once more. */
function Ways({ containment: { applicationId, version } }: { readonly containment: Containment }) {
  const [opened, setOpened] = useState(false);
  return (
    <details className={classes.ways} onToggle={(event) => setOpened(event.currentTarget.open)}>
      <summary>Three ways back, with what each promises and how long it really took</summary>
      {opened ? <WaysBack applicationId={applicationId} version={version} /> : null}
    </details>
  );
}

interface ConfirmationProps {
  readonly containment: Containment;
  readonly onDone: (answer: AnswerOf<'rollouts.rollback'>) => void;
}

/** Names application, version, targets, from → to, users and what stays, asks for a reason, and has one red button. */
export function Confirmation({ containment, onDone }: ConfirmationProps) {
  const form = useContainmentForm(containment, onDone);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void form.send();
      }}
    >
      <Stack gap="md">
        <Targets containment={containment} form={form} />
        <Ways containment={containment} />
        <Foot form={form} />
      </Stack>
    </form>
  );
}
