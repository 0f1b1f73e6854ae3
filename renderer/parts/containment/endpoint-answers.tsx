import { Button } from '@mantine/core';
import type { EndpointRow } from '../../../main/contract/containment.ts';
import { endpointAnswerStore, endpointStore } from '../../stores/containments.ts';
import { usePress } from '../../stores/press.ts';
import { href } from '../../stores/router.ts';
import { useRoleNote } from '../../stores/status.ts';
import { ProblemNote } from '../states.tsx';
import { RelativeTime } from '../time.tsx';
import classes from './endpoints.module.css';

function Line({ row }: { readonly row: EndpointRow }) {
  return (
    <li>
      <span className={row.ok ? classes.well : classes.bad}>{row.ok ? '● answers well' : '▲ does not answer well'}</span>{' '}
      <strong>{row.targetName ?? 'Application'}</strong> {row.says} <span className={classes.url}>{row.healthUrl}</span>
    </li>
  );
}

interface EndpointAnswersProps {
  readonly applicationId: string;
  readonly version: string;
}

/** What the application says about itself after a release was taken back (R2.6), and a press to ask again. */
export function EndpointAnswers({ applicationId, version }: EndpointAnswersProps) {
  const kept = endpointStore.use({ applicationId });
  const { answer, askAgain } = endpointAnswerStore.use({ applicationId, version });
  const press = usePress('rollouts.askEndpoints');
  const note = useRoleNote('operator');
  if (kept.answer === null || answer === null) return null;
  if (kept.answer.length === 0) {
    return (
      <p>
        No health endpoint is set, so nothing but the platforms says how the application is. Set one under{' '}
        <a href={href('/connections?tab=applications')}>Connections</a>.
      </p>
    );
  }
  async function ask(): Promise<void> {
    const result = await press.run({ applicationId, version });
    if (result?.ok) askAgain();
  }
  return (
    <div className={classes.box}>
      <div className={classes.head}>
        <span>
          {answer.askedAt === null ? (
            `${kept.answer.length === 1 ? 'The health endpoint was' : 'The health endpoints were'} not asked yet.`
          ) : (
            <>
              Health endpoints asked <RelativeTime at={answer.askedAt} />
            </>
          )}
        </span>
        <Button size="compact-sm" disabled={note !== null} title={note ?? undefined} loading={press.pending} onClick={() => void ask()}>
          {answer.askedAt === null ? 'Ask now' : 'Ask again'}
        </Button>
      </div>
      {answer.rows.length === 0 ? null : (
        <ul className={classes.list}>
          {answer.rows.map((row) => (
            <Line key={`${row.targetId ?? ''} ${row.healthUrl}`} row={row} />
          ))}
        </ul>
      )}
      {press.problem ? <ProblemNote problem={press.problem} /> : null}
    </div>
  );
}
