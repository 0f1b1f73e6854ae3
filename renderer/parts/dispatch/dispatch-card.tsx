import { Button } from '@mantine/core';
import { useState } from 'react';
import type { DispatchRow } from '../../../main/contract/dispatches.ts';
import { dispatchStore } from '../../stores/hooks.ts';
import { useRoleNote } from '../../stores/status.ts';
import { Card, CardRow } from '../card.tsx';
import { Loading, Note, Problem } from '../states.tsx';
import { RelativeTime } from '../time.tsx';
import { WebLink } from '../github-acts/web-link.tsx';
import classes from './dispatch.module.css';
import { DispatchDialog } from './dispatch-dialog.tsx';

interface DispatchCardProps {
  readonly applicationId: string;
  readonly version: string;
}

const states: Readonly<Record<DispatchRow['state'], { readonly sign: string; readonly says: string }>> = {
  intended: { sign: '◔', says: 'sent, no answer yet' },
  accepted: { sign: '✓', says: 'GitHub accepted it' },
  refused: { sign: '▲', says: 'refused, nothing was started' },
  unknown: { sign: '◌', says: 'not known whether GitHub took it' },
};

/** One message to GitHub with what became of it. */
export function Sent({ row }: { readonly row: DispatchRow }) {
  const { sign, says } = states[row.state];
  return (
    <li data-state={row.state}>
      <span aria-hidden>{sign}</span>
      <div>
        <strong>{row.kind === 'workflow' ? `${row.workflow ?? ''} on ${row.ref ?? ''}` : 'auto-rollback'}</strong>, {says}
        <div className={classes.quiet}>
          {row.actor.name}, <RelativeTime at={row.at} />, {row.repository}
        </div>
        {row.problem === null ? null : <div className={classes.quiet}>{row.problem}</div>}
        {row.runUrl === null ? null : <WebLink url={row.runUrl}>Open the run</WebLink>}
      </div>
    </li>
  );
}

/** Tells GitHub about a release: the event `auto-rollback`, or a rollback workflow; with what was sent before (R1.9). */
export function DispatchCard({ applicationId, version }: DispatchCardProps) {
  const { answer, problem, askAgain } = dispatchStore.use({ applicationId, version });
  const [opened, setOpened] = useState<DispatchRow['kind'] | null>(null);
  const note = useRoleNote('operator');
  const off = note ?? answer?.blocked ?? null;
  return (
    <Card title="Tell GitHub" aside={answer?.repository}>
      {answer === null && problem ? <Problem problem={problem} onRetry={askAgain} /> : null}
      {answer === null && !problem ? <Loading rows={2} label="Looking for what was sent" /> : null}
      {answer === null ? null : (
        <CardRow>
          <div className={classes.body}>
            {problem ? <Note tone="warning">This is the last known answer. {problem.message}</Note> : null}
            <p>{answer.blocked ?? 'For pipelines that roll back on their own: Tidegate acts on the platforms without them.'}</p>
            {answer.sent.length === 0 ? null : (
              <ul className={classes.sent} aria-label="Sent to GitHub">
                {answer.sent.map((row) => (
                  <Sent key={row.id} row={row} />
                ))}
              </ul>
            )}
            <div className={classes.buttons}>
              <Button disabled={off !== null} title={off ?? undefined} onClick={() => setOpened('repository')}>
                Send auto-rollback…
              </Button>
              <Button disabled={off !== null} title={off ?? undefined} onClick={() => setOpened('workflow')}>
                Start a workflow…
              </Button>
            </div>
          </div>
        </CardRow>
      )}
      {opened && answer ? (
        <DispatchDialog
          kind={opened}
          release={{ applicationId, version }}
          listed={answer}
          onDone={askAgain}
          onClose={() => setOpened(null)}
        />
      ) : null}
    </Card>
  );
}
