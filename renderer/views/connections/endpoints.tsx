import { ActionIcon, Button, Tooltip } from '@mantine/core';
import { IconHeartbeat, IconPencil } from '@tabler/icons-react';
import { useState } from 'react';
import type { ApplicationRow } from '../../../main/contract/fleet.ts';
import type { AnswerOf } from '../../../main/contract/index.ts';
import { atHead } from '../../format.ts';
import { Loading, Problem } from '../../parts/states.tsx';
import { endpointStore } from '../../stores/containments.ts';
import { useRoleNote } from '../../stores/status.ts';
import { EndpointDialog } from './endpoint-dialog.tsx';
import classes from './endpoints.module.css';

type Endpoint = AnswerOf<'fleet.endpoints'>[number];

interface EndpointsProps {
  readonly application: ApplicationRow;
}

function nameOf({ targets }: ApplicationRow, targetId: string | null): string {
  if (targetId === null) return 'Whole application';
  return atHead(targets.find((target) => target.id === targetId)?.name ?? targetId);
}

interface LineProps extends EndpointsProps {
  readonly row: Endpoint;
  readonly onEdit: () => void;
}

function Line({ application, row, onEdit }: LineProps) {
  const note = useRoleNote('admin');
  const name = nameOf(application, row.targetId);
  return (
    <li className={classes.line}>
      <strong>{name}</strong>
      <span className={classes.url}>{row.healthUrl}</span>
      <span className={classes.quiet}>{row.text === null ? 'any answer of 2xx' : `2xx with “${row.text}”`}</span>
      <Tooltip label={note ?? 'Change'}>
        <ActionIcon aria-label={`Change the health endpoint of ${application.name}, ${name}`} disabled={note !== null} onClick={onEdit}>
          <IconPencil size={16} aria-hidden />
        </ActionIcon>
      </Tooltip>
    </li>
  );
}

/** Addresses that are asked how the application is once a release was taken back (R2.6). */
export function Endpoints({ application }: EndpointsProps) {
  const { answer, problem, askAgain } = endpointStore.use({ applicationId: application.id });
  const [editing, setEditing] = useState<Endpoint | 'new' | null>(null);
  const note = useRoleNote('admin');
  const full = answer !== null && answer.length > application.targets.length;
  return (
    <div className={classes.box}>
      <div className={classes.head}>
        <span>
          <IconHeartbeat size={15} aria-hidden /> Health endpoints, asked after a release was taken back
        </span>
        <Button
          size="compact-sm"
          disabled={note !== null || full}
          title={note ?? (full ? 'Every place has an endpoint already; change one of them' : undefined)}
          aria-label={`Add endpoint to ${application.name}`}
          onClick={() => setEditing('new')}
        >
          Add endpoint
        </Button>
      </div>
      {answer === null && problem ? <Problem problem={problem} onRetry={askAgain} /> : null}
      {answer === null && !problem ? <Loading rows={1} label="Loading health endpoints" /> : null}
      {answer?.length === 0 ? <p className={classes.quiet}>None yet: after a rollback nothing but the platforms is asked.</p> : null}
      {answer === null || answer.length === 0 ? null : (
        <ul className={classes.list}>
          {answer.map((row) => (
            <Line key={row.targetId ?? ''} application={application} row={row} onEdit={() => setEditing(row)} />
          ))}
        </ul>
      )}
      {editing === null ? null : (
        <EndpointDialog
          application={application}
          endpoint={editing === 'new' ? null : editing}
          taken={answer ?? []}
          onDone={askAgain}
          onClose={() => setEditing(null)}
        />
      )}
    </div>
  );
}
