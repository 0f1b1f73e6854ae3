import { Button } from '@mantine/core';
import { useState } from 'react';
import type { RevertRow } from '../../../main/contract/github-acts.ts';
import { revertStore } from '../../stores/github-acts.ts';
import { usePress } from '../../stores/press.ts';
import { useRoleNote } from '../../stores/status.ts';
import { tellDone } from '../../stores/tell.ts';
import { Card, CardRow } from '../card.tsx';
import { CopyCalls } from '../copy-calls.tsx';
import { ReasonDialog } from '../reason-dialog.tsx';
import { Loading, Note, Problem } from '../states.tsx';
import classes from './github-acts.module.css';
import { WebLink } from './web-link.tsx';

interface ReleaseProps {
  readonly applicationId: string;
  readonly version: string;
}

interface RevertProps extends ReleaseProps {
  readonly revert: RevertRow;
  readonly askAgain: () => void;
}

function List({ title, lines }: { readonly title: string; readonly lines: readonly string[] }) {
  if (lines.length === 0) return null;
  return (
    <details className={classes.lists}>
      <summary>
        {title} ({lines.length})
      </summary>
      <ul>
        {lines.map((line, index) => (
          <li key={`${index} ${line}`}>{line}</li>
        ))}
      </ul>
    </details>
  );
}

/** What the revert holds: commits, files that go back, and files to look at. */
function Contents({ revert }: { readonly revert: RevertRow }) {
  const paths = (state: RevertRow['files'][number]['state']) =>
    revert.files.filter((file) => file.state === state).map((file) => file.path);
  return (
    <>
      <List title="Commits it takes back" lines={revert.commits} />
      <List title="Files put back" lines={paths('reverts')} />
      <List title="Files to look at: changed since" lines={paths('newer')} />
      {revert.warnings.map((warning) => (
        <Note key={warning} tone="warning">
          {warning}
        </Note>
      ))}
    </>
  );
}

function Prepare({ applicationId, version, revert, askAgain }: RevertProps) {
  const [opened, setOpened] = useState(false);
  const press = usePress('github.prepareRevert');
  const note = useRoleNote('operator');
  async function run(reason: string): Promise<void> {
    const result = await press.run({ applicationId, version, reason });
    if (!result?.ok) return;
    setOpened(false);
    askAgain();
    const { made, revert: now } = result.answer;
    tellDone(made ? `Pull request #${now.pull?.number ?? '?'} is there as a draft` : 'It was there already; nothing was sent');
  }
  return (
    <>
      <Button disabled={note !== null} title={note ?? undefined} onClick={() => setOpened(true)}>
        Prepare a revert pull request…
      </Button>
      {opened ? (
        <ReasonDialog
          title={`Revert ${version} on GitHub`}
          confirm="Prepare the draft"
          suggestion={`${version} was taken back`}
          busy={press.pending}
          problem={press.problem}
          onConfirm={(reason) => void run(reason)}
          onClose={() => {
            press.reset();
            setOpened(false);
          }}
        >
          <div className={classes.body}>
            <p>
              Makes the branch <strong>{revert.branch}</strong> in <strong>{revert.repository}</strong> and a draft pull request onto{' '}
              <strong>{revert.base}</strong>. Nothing is merged, and nothing changes for users.
            </p>
            <CopyCalls calls={revert.calls} what="the calls of the revert" />
          </div>
        </ReasonDialog>
      ) : null}
    </>
  );
}

function Revert({ revert, askAgain, ...release }: RevertProps) {
  const { pull } = revert;
  return (
    <div className={classes.body}>
      {pull === null ? null : <WebLink url={pull.url}>{`#${pull.number} ${pull.title}`}</WebLink>}
      <p aria-live="polite">{revert.says}</p>
      {pull === null && revert.blocked !== null ? null : <Contents revert={revert} />}
      <div className={classes.buttons}>
        {pull === null && revert.blocked === null ? <Prepare {...release} revert={revert} askAgain={askAgain} /> : null}
        {pull !== null || revert.blocked !== null ? <Button onClick={askAgain}>Look again</Button> : null}
      </div>
    </div>
  );
}

/** The revert of a release that was taken back: what it would do, or the pull request that is there (R2.6). */
export function RevertCard({ applicationId, version }: ReleaseProps) {
  const { answer, problem, askAgain } = revertStore.use({ applicationId, version });
  if (answer === null && problem?.code === 'notFound') return null;
  return (
    <Card title="Revert in the code" aside={answer?.repository}>
      {answer === null && problem ? <Problem problem={problem} onRetry={askAgain} /> : null}
      {answer === null && !problem ? <Loading rows={2} label="Asking GitHub" /> : null}
      {answer === null ? null : (
        <CardRow>
          {problem ? <Note tone="warning">This is the last known answer. {problem.message}</Note> : null}
          <Revert revert={answer} askAgain={askAgain} applicationId={applicationId} version={version} />
        </CardRow>
      )}
    </Card>
  );
}
