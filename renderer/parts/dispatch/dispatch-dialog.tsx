import { Checkbox, Stack, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { DispatchRow } from '../../../main/contract/dispatches.ts';
import type { AnswerOf } from '../../../main/contract/index.ts';
import { usePress } from '../../stores/press.ts';
import { tellDone } from '../../stores/tell.ts';
import { ReasonDialog } from '../reason-dialog.tsx';

interface DispatchDialogProps {
  readonly kind: DispatchRow['kind'];
  readonly release: { readonly applicationId: string; readonly version: string };
  readonly listed: AnswerOf<'dispatches.list'>;
  readonly onDone: () => void;
  readonly onClose: () => void;
}

const usualWorkflow = 'rollback.yml';

/** The one confirmation before GitHub is told: what is sent, where to, and what is not known about it. */
export function DispatchDialog({ kind, release, listed, onDone, onClose }: DispatchDialogProps) {
  const before = listed.sent.find((row) => row.kind === kind && row.state !== 'refused');
  const [workflow, setWorkflow] = useState(listed.sent.find((row) => row.kind === 'workflow')?.workflow ?? usualWorkflow);
  const [ref, setRef] = useState('');
  const [again, setAgain] = useState(false);
  const press = usePress('dispatches.send');
  const starts = kind === 'workflow';
  async function send(reason: string): Promise<void> {
    const own = starts ? { workflow: workflow.trim(), ref: ref.trim() === '' ? null : ref.trim() } : {};
    const result = await press.run({ ...release, kind, ...own, again, reason });
    if (!result?.ok) return;
    onDone();
    onClose();
    if (result.answer.state === 'accepted') tellDone(starts ? `GitHub started ${workflow.trim()}` : 'GitHub took auto-rollback');
  }
  return (
    <ReasonDialog
      title={starts ? `Start a workflow for ${release.version}` : `Send auto-rollback for ${release.version}`}
      confirm={starts ? 'Start the workflow' : 'Send it'}
      complete={!starts || workflow.trim() !== ''}
      busy={press.pending}
      problem={press.problem}
      onConfirm={(reason) => void send(reason)}
      onClose={onClose}
    >
      <Stack gap="sm">
        <What starts={starts} repository={listed.repository} />
        {starts ? (
          <>
            <TextInput label="Workflow file" required value={workflow} onChange={(event) => setWorkflow(event.currentTarget.value)} />
            <TextInput
              label="Branch or tag"
              placeholder="the default branch"
              value={ref}
              onChange={(event) => setRef(event.currentTarget.value)}
            />
          </>
        ) : null}
        {before === undefined ? null : (
          <Checkbox
            checked={again}
            onChange={(event) => setAgain(event.currentTarget.checked)}
            label="Send it again"
            description={`${before.actor.name} sent it before. Twice the same in a day is taken for a slip.`}
          />
        )}
      </Stack>
    </ReasonDialog>
  );
}

function What({ starts, repository }: { readonly starts: boolean; readonly repository: string | null }) {
  return (
    <p style={{ margin: 0 }}>
      {starts ? (
        <>
          Starts a workflow of <strong>{repository}</strong> with the inputs version and reason.
        </>
      ) : (
        <>
          Sends the event auto-rollback with version, reason, timestamp and application to <strong>{repository}</strong>. GitHub says only
          that it took it, not what runs.
        </>
      )}{' '}
      What the pipeline then does is its own; Tidegate does not read it back.
    </p>
  );
}
