import { Button, Loader } from '@mantine/core';
import { IconAlertTriangle, IconCircleCheck, IconCircleDashed, IconHelpCircle } from '@tabler/icons-react';
import type { ActionRow } from '../../../main/contract/shapes.ts';
import { atHead, clockSeconds, duration } from '../../format.ts';
import { useRoleNote } from '../../stores/status.ts';
import { usePress } from '../../stores/press.ts';
import { ProblemNote } from '../states.tsx';
import { RelativeTime } from '../time.tsx';
import classes from './containment.module.css';

const words: Readonly<Record<ActionRow['state'], string>> = {
  intended: 'intended',
  sent: 'sent, reading back',
  confirmed: 'confirmed',
  failed: 'failed',
  unknown: 'outcome unknown, reading again',
};

function StateIcon({ state }: { readonly state: ActionRow['state'] }) {
  if (state === 'sent') return <Loader size={14} color="var(--tg-accent)" aria-hidden />;
  if (state === 'confirmed') return <IconCircleCheck size={17} color="var(--tg-green)" aria-hidden />;
  if (state === 'failed') return <IconAlertTriangle size={17} color="var(--tg-red)" aria-hidden />;
  if (state === 'unknown') return <IconHelpCircle size={17} color="var(--tg-yellow)" aria-hidden />;
  return <IconCircleDashed size={17} color="var(--tg-faint)" aria-hidden />;
}

function Retry({ row }: { readonly row: ActionRow }) {
  const press = usePress('rollouts.retryAction');
  const note = useRoleNote('operator');
  return (
    <div className={classes.sub}>
      <Button
        disabled={note !== null}
        loading={press.pending}
        onClick={() => void press.run({ actionId: row.id, reason: `Tried again by hand: ${row.says}` })}
      >
        Try again
      </Button>
      {press.problem ? <ProblemNote problem={press.problem} /> : null}
    </div>
  );
}

/** How long the write took, or when it is tried next. */
function Timing({ row }: { readonly row: ActionRow }) {
  if (row.finishedAt !== null && row.sentAt !== null) {
    return (
      <>
        {' '}
        · {clockSeconds(row.finishedAt)}, {duration(row.finishedAt - row.createdAt)}
      </>
    );
  }
  if (row.state !== 'intended' || row.attempts < 2) return null;
  return (
    <>
      {' '}
      · attempt {row.attempts + 1} <RelativeTime at={row.dueAt} />
    </>
  );
}

function Step({ row, withRetry }: { readonly row: ActionRow; readonly withRetry: boolean }) {
  return (
    <li className={classes.step} data-state={row.state}>
      <span className={classes.icon}>
        <StateIcon state={row.state} />
      </span>
      <strong>{atHead(row.targetName)}</strong>
      <span className={`${classes.state} ${classes[row.state] ?? ''}`}>{words[row.state]}</span>
      <span className={classes.sub}>
        {row.says}
        <Timing row={row} />
      </span>
      {row.readBack === null ? null : <span className={classes.sub}>Read back: {row.readBack}</span>}
      {row.problem === null ? null : (
        <span className={`${classes.sub} ${row.state === 'failed' ? classes.failed : ''}`} title={row.problem.detail ?? undefined}>
          {row.problem.message}
        </span>
      )}
      {withRetry && row.state === 'failed' ? <Retry row={row} /> : null}
    </li>
  );
}

/** Writes to platforms as they go: intended → sent → confirmed, failed or unknown, each with what was read back. */
export function ActionProgress({ rows, withRetry = true }: { readonly rows: readonly ActionRow[]; readonly withRetry?: boolean }) {
  return (
    <ul className={classes.progress} aria-live="polite">
      {rows.map((row) => (
        <Step key={row.id} row={row} withRetry={withRetry} />
      ))}
    </ul>
  );
}
