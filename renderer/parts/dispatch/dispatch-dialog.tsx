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
  /** What a workflow is to build, where it is not the release itself. */
  readonly build?: Build;
  readonly onDone: () => void;
  readonly onClose: () => void;
}

/** A version to be built from a tag. */
export interface Build {
  readonly version: string;
  readonly ref: string;
}

const usual = { rollback: 'rollback.yml', build: 'release.yml' } as const;

/** The one confirmation before GitHub is told: what is sent, where to, and what is not known about it. */
export function DispatchDialog({ kind, release, listed, build, onDone, onClose }: DispatchDialogProps) {
  const [workflow, setWorkflow] = useState(
    build === undefined ? (listed.sent.find((row) => row.kind === 'workflow')?.workflow ?? usual.rollback) : usual.build,
  );
  const same = (row: DispatchRow): boolean => row.kind === kind && (kind === 'repository' || row.workflow === workflow.trim());
  const before = listed.sent.find((row) => same(row) && row.state !== 'refused');
  const [ref, setRef] = useState(build?.ref ?? '');
  const [again, setAgain] = useState(false);
  const press = usePress('dispatches.send');
  const starts = kind === 'workflow';
  async function send(reason: string): Promise<void> {
    const own = starts ? { workflow: workflow.trim(), ref: ref.trim() === '' ? null : ref.trim(), builds: build?.version ?? null } : {};
    const result = await press.run({ ...release, kind, ...own, again, reason });
    if (!result?.ok) return;
    onDone();
    onClose();
    if (result.answer.state === 'accepted') tellDone(starts ? `GitHub started ${workflow.trim()}` : 'GitHub took auto-rollback');
  }
  return (
    <ReasonDialog
      title={starts ? `Start a workflow for ${build?.version ?? release.version}` : `Send auto-rollback for ${release.version}`}
      confirm={starts ? 'Start the workflow' : 'Send it'}
      complete={!starts || workflow.trim() !== ''}
      busy={press.pending}
      problem={press.problem}
      onConfirm={(reason) => void send(reason)}
      onClose={onClose}
    >
      <Stack gap="sm">
        <What starts={starts} repository={listed.repository} build={build} />
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

interface WhatProps {
  readonly starts: boolean;
  readonly repository: string | null;
  readonly build: Build | undefined;
}

function What({ starts, repository, build }: WhatProps) {
  return (
    <p style={{ margin: 0 }}>
      {starts ? (
        <>
          Starts a workflow of <strong>{repository}</strong> with the inputs version{build === undefined ? '' : ` (${build.version})`} and
          reason.
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
