import { IconAlertTriangle, IconCircleArrowRight, IconCircleCheck, IconCircleDashed } from '@tabler/icons-react';
import type { ReissueRow } from '../../../main/contract/github-acts.ts';
import { bytes } from '../../format.ts';
import classes from './github-acts.module.css';

type Step = ReissueRow['steps'][number];

const words: Readonly<Record<Step['state'], string>> = { done: 'done', next: 'next', waiting: 'waits', refused: 'refused' };

function Mark({ state }: { readonly state: Step['state'] }) {
  if (state === 'done') return <IconCircleCheck size={17} color="var(--tg-green)" aria-hidden />;
  if (state === 'refused') return <IconAlertTriangle size={17} color="var(--tg-red)" aria-hidden />;
  if (state === 'next') return <IconCircleArrowRight size={17} color="var(--tg-accent)" aria-hidden />;
  return <IconCircleDashed size={17} color="var(--tg-faint)" aria-hidden />;
}

function Found({ reissue }: { readonly reissue: ReissueRow }) {
  const lines = [
    ...reissue.files.map((file) => ({ name: file.name, says: `${bytes(file.size)} · ${file.says}` })),
    ...reissue.manifests.map((one) => ({ name: one.name, says: one.says })),
  ];
  if (lines.length === 0 || reissue.draftUrl === null) return null;
  return (
    <details className={classes.lists}>
      <summary>Files ({lines.length})</summary>
      <ul>
        {lines.map((line) => (
          <li key={line.name}>
            <strong>{line.name}</strong>: {line.says}
          </li>
        ))}
      </ul>
    </details>
  );
}

/** Where a re-issue stands, from the number to the users. */
export function ReissueSteps({ reissue }: { readonly reissue: ReissueRow }) {
  return (
    <>
      <ol className={classes.steps} aria-label="Steps">
        {reissue.steps.map((step) => (
          <li key={step.id} className={classes.step} data-state={step.state}>
            <Mark state={step.state} />
            <strong>
              {step.title}
              <span className={classes.sr}>, {words[step.state]}</span>
            </strong>
            {step.state === 'waiting' ? null : <span>{step.says}</span>}
          </li>
        ))}
      </ol>
      <Found reissue={reissue} />
    </>
  );
}
