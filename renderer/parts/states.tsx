import { Button, Skeleton } from '@mantine/core';
import { IconAlertTriangle, IconInfoCircle } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import type { CallProblem } from '../../main/contract/bridge.ts';
import classes from './states.module.css';

/** Says that there is nothing, and what to do about it. */
export function Empty({ title, children, action }: { readonly title: string; readonly children?: ReactNode; readonly action?: ReactNode }) {
  return (
    <div className={classes.state}>
      <p className={classes.title}>{title}</p>
      {children === undefined ? null : <div className={classes.text}>{children}</div>}
      {action}
    </div>
  );
}

/** Grey lines in the place of what is being asked. */
export function Loading({ rows = 3, label = 'Loading' }: { readonly rows?: number; readonly label?: string }) {
  return (
    <div className={classes.skeletons} role="status" aria-label={label}>
      {Array.from({ length: rows }, (_, index) => (
        <Skeleton key={index} height={14} width={`${92 - ((index * 17) % 40)}%`} />
      ))}
    </div>
  );
}

const problemTitles: Readonly<Record<CallProblem['code'], string>> = {
  input: 'This input does not fit',
  role: 'Your role does not allow this',
  notFound: 'This is not here',
  conflict: 'Something changed meanwhile',
  refused: 'This was refused',
  offline: 'Offline: nothing was sent',
  internal: 'The console could not answer',
};

/** A short heading for a problem's code. */
export function problemTitle(problem: CallProblem): string {
  return problemTitles[problem.code];
}

/** A view or card that could not be asked, with a way to try again. */
export function Problem({ problem, onRetry }: { readonly problem: CallProblem; readonly onRetry?: () => void }) {
  return (
    <div className={`${classes.state} ${classes.problem}`} role="alert">
      <p className={classes.title}>{problemTitle(problem)}</p>
      <p className={classes.text}>{problem.message}</p>
      {onRetry ? <Button onClick={onRetry}>Ask again</Button> : null}
    </div>
  );
}

/** A boxed sentence inside a form, dialog or card. `danger` is announced at once. */
export function Note({ tone, children }: { readonly tone: 'danger' | 'warning' | 'info'; readonly children: ReactNode }) {
  const Icon = tone === 'info' ? IconInfoCircle : IconAlertTriangle;
  return (
    <div className={`${classes.note} ${classes[tone]}`} role={tone === 'danger' ? 'alert' : undefined}>
      <Icon size={16} aria-hidden />
      <div>{children}</div>
    </div>
  );
}

/** A problem of a press as a note: what, and what to do. */
export function ProblemNote({ problem }: { readonly problem: CallProblem }) {
  return (
    <Note tone="danger">
      <strong>{problemTitle(problem)}.</strong> {problem.message}
    </Note>
  );
}
