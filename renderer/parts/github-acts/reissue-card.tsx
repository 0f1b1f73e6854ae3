import { Button } from '@mantine/core';
import { useState } from 'react';
import type { ReissueRow } from '../../../main/contract/github-acts.ts';
import { reissueStore } from '../../stores/github-acts.ts';
import { usePress } from '../../stores/press.ts';
import { useRoleNote } from '../../stores/status.ts';
import { tellDone } from '../../stores/tell.ts';
import { Card, CardRow } from '../card.tsx';
import { CopyCalls } from '../copy-calls.tsx';
import { ReasonDialog } from '../reason-dialog.tsx';
import { Loading, Note, Problem } from '../states.tsx';
import classes from './github-acts.module.css';
import { PublishDialog } from './publish-dialog.tsx';
import { ReissueBuild } from './reissue-build.tsx';
import { ReissueSteps } from './reissue-steps.tsx';
import { WebLink } from './web-link.tsx';
import type { ReissueWish } from './wish.ts';

interface PartProps {
  readonly wish: ReissueWish;
  readonly reissue: ReissueRow;
  readonly askAgain: () => void;
}

type Next = 'draft' | 'check' | 'metadata' | 'publish' | null;

/** What is done next, and where, once the draft is there; null while a button says it. */
function nextInWords(reissue: ReissueRow, next: Next): string | null {
  if (next === 'draft' || reissue.draftUrl === null) return null;
  if (next === 'check') return 'Next: let Tidegate look into the files that your build put there.';
  if (next === 'metadata') return 'Next: let Tidegate write the update files, so that installed apps find the new version.';
  if (next === 'publish')
    return reissue.publishedPercent === null
      ? 'Next: publish it at a share. Until then nobody is offered it.'
      : `It is out. Watch it, then raise the share until everybody with ${reissue.badVersion} is offered it.`;
  return `Next, outside Tidegate: let your build make ${reissue.newVersion} and put its files into the draft, then press Look again.`;
}

/** What can be pressed next; null when the next step is done elsewhere. */
function nextOf(reissue: ReissueRow): Next {
  const stateOf = (id: ReissueRow['steps'][number]['id']) => reissue.steps.find((step) => step.id === id)?.state;
  if (stateOf('draft') === 'next') return 'draft';
  if (reissue.files.some((file) => file.verdict === 'unchecked') || reissue.manifests.some((one) => one.verdict === 'unchecked'))
    return 'check';
  const writable = reissue.manifests.some((one) => one.verdict === 'wrong' || one.says.includes('can be written'));
  if (stateOf('files') === 'done' && stateOf('metadata') === 'next' && writable) return 'metadata';
  return reissue.blocked === null ? 'publish' : null;
}

const labels = { draft: 'Make the draft…', metadata: 'Write the update files…' } as const;

function Prepare({ wish, reissue, askAgain, step }: PartProps & { readonly step: 'draft' | 'metadata' }) {
  const [opened, setOpened] = useState(false);
  const press = usePress('github.prepareReissue');
  const note = useRoleNote('operator');
  async function run(reason: string): Promise<void> {
    const result = await press.run({ ...wish, newVersion: reissue.newVersion, reason });
    if (!result?.ok) return;
    setOpened(false);
    askAgain();
    tellDone(step === 'draft' ? `The draft v${reissue.newVersion} is there` : 'The update files are written');
  }
  return (
    <>
      <Button disabled={note !== null} title={note ?? undefined} onClick={() => setOpened(true)}>
        {labels[step]}
      </Button>
      {opened ? (
        <ReasonDialog
          title={step === 'draft' ? `Draft ${reissue.newVersion} on GitHub` : `Write the update files of ${reissue.newVersion}`}
          confirm={step === 'draft' ? 'Make the draft' : 'Write them'}
          suggestion={`${reissue.badVersion} was taken back`}
          busy={press.pending}
          problem={press.problem}
          onConfirm={(reason) => void run(reason)}
          onClose={() => {
            press.reset();
            setOpened(false);
          }}
        >
          <div className={classes.body}>
            <p>Nobody sees a draft, and nothing is published by this.</p>
            <CopyCalls calls={reissue.calls} what="the calls of the re-issue" />
          </div>
        </ReasonDialog>
      ) : null}
    </>
  );
}

function Publish({ wish, reissue, askAgain }: PartProps) {
  const [opened, setOpened] = useState(false);
  const note = useRoleNote('operator');
  return (
    <>
      <Button variant="filled" disabled={note !== null} title={note ?? undefined} onClick={() => setOpened(true)}>
        {reissue.publishedPercent === null ? `Publish ${reissue.newVersion}…` : 'Change the share…'}
      </Button>
      {opened ? <PublishDialog wish={wish} reissue={reissue} onDone={askAgain} onClose={() => setOpened(false)} /> : null}
    </>
  );
}

interface BodyProps extends PartProps {
  readonly onCheck: () => void;
}

function Body({ wish, reissue, askAgain, onCheck }: BodyProps) {
  const next = nextOf(reissue);
  const words = nextInWords(reissue, next);
  return (
    <div className={classes.body}>
      <p>
        Those who installed <strong>{reissue.badVersion}</strong> keep it until a higher version is offered. This issues the code of{' '}
        <strong>{reissue.goodVersion}</strong> as <strong>{reissue.newVersion}</strong>.
      </p>
      <ReissueSteps reissue={reissue} />
      <ReissueBuild wish={wish} reissue={reissue} askAgain={askAgain} />
      {words === null ? null : <p aria-live="polite">{words}</p>}
      <div className={classes.buttons}>
        {next === 'draft' || next === 'metadata' ? <Prepare wish={wish} reissue={reissue} askAgain={askAgain} step={next} /> : null}
        {next === 'check' ? <Button onClick={onCheck}>Look into the files</Button> : null}
        {next === 'publish' ? <Publish wish={wish} reissue={reissue} askAgain={askAgain} /> : null}
        <Button variant="subtle" onClick={askAgain}>
          Look again
        </Button>
        {reissue.draftUrl === null ? null : <WebLink url={reissue.draftUrl}>Open on GitHub</WebLink>}
      </div>
    </div>
  );
}

/** Issues the last good desktop version again under a higher number, step by step; only the last press reaches users. */
export function ReissueCard({ wish }: { readonly wish: ReissueWish }) {
  const [check, setCheck] = useState(false);
  const { answer, problem, loading, askAgain } = reissueStore.use({ ...wish, check });
  if (answer === null && problem?.code === 'notFound') return null;
  return (
    <Card title="Bring back those who have it" aside={answer?.repository}>
      {answer === null && problem ? <Problem problem={problem} onRetry={askAgain} /> : null}
      {answer === null && !problem && loading ? (
        <Loading rows={4} label={check ? 'Downloading the files and looking inside' : 'Asking GitHub'} />
      ) : null}
      {answer === null ? null : (
        <CardRow>
          {problem ? <Note tone="warning">This is the last known answer. {problem.message}</Note> : null}
          <Body wish={wish} reissue={answer} askAgain={askAgain} onCheck={() => setCheck(true)} />
        </CardRow>
      )}
    </Card>
  );
}
