import { Button } from '@mantine/core';
import { useState } from 'react';
import type { ReissueRow } from '../../../main/contract/github-acts.ts';
import { dispatchStore } from '../../stores/hooks.ts';
import { useRoleNote } from '../../stores/status.ts';
import { Sent } from '../dispatch/dispatch-card.tsx';
import { DispatchDialog } from '../dispatch/dispatch-dialog.tsx';
import dispatch from '../dispatch/dispatch.module.css';
import type { ReissueWish } from './wish.ts';

interface ReissueBuildProps {
  readonly wish: ReissueWish;
  readonly reissue: ReissueRow;
  readonly askAgain: () => void;
}

/** Has the team's own workflow build the files that a draft waits for; nothing where no GitHub connection could start one. */
export function ReissueBuild({ wish: { applicationId, version }, reissue, askAgain }: ReissueBuildProps) {
  const release = { applicationId, version };
  const { answer, askAgain: lookAgain } = dispatchStore.use(release);
  const [opened, setOpened] = useState(false);
  const note = useRoleNote('operator');
  const waits = reissue.steps.some((step) => step.id === 'files' && step.state === 'next');
  if (!waits || reissue.draftUrl === null || answer === null || answer.blocked !== null) return null;
  const started = answer.sent.filter((row) => row.kind === 'workflow');
  return (
    <>
      {started.length === 0 ? null : (
        <ul className={dispatch.sent} aria-label="Workflows that were started">
          {started.map((row) => (
            <Sent key={row.id} row={row} />
          ))}
        </ul>
      )}
      <div>
        <Button disabled={note !== null} title={note ?? undefined} onClick={() => setOpened(true)}>
          Start the release workflow…
        </Button>
      </div>
      {opened ? (
        <DispatchDialog
          kind="workflow"
          release={release}
          listed={answer}
          build={{ version: reissue.newVersion, ref: `v${reissue.goodVersion}` }}
          onDone={() => {
            lookAgain();
            askAgain();
          }}
          onClose={() => setOpened(false)}
        />
      ) : null}
    </>
  );
}
