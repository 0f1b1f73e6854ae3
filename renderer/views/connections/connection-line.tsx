import { ActionIcon, Button, Tooltip } from '@mantine/core';
import { IconPencil, IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import type { ConnectionRow } from '../../../main/contract/shapes.ts';
import { CardRow } from '../../parts/card.tsx';
import { RelativeTime } from '../../parts/time.tsx';
import { testConnection, useConnectionTests } from '../../stores/connection-tests.ts';
import { useRoleNote } from '../../stores/status.ts';
import classes from './connections.module.css';
import { RemoveConnection } from './remove-connection.tsx';
import { TestResult } from './test-result.tsx';
import { carriesTargets } from './words.ts';

interface ConnectionLineProps {
  readonly row: ConnectionRow;
  readonly onEdit: () => void;
}

/** One connection: what it is, whether it answers, who uses it, and what can be done with it. */
export function ConnectionLine({ row, onEdit }: ConnectionLineProps) {
  const [removing, setRemoving] = useState(false);
  const test = useConnectionTests((tests) => tests[row.id]);
  const adminNote = useRoleNote('admin');
  const operatorNote = useRoleNote('operator');
  return (
    <CardRow>
      <div className={classes.line}>
        <div>
          <div className={classes.name}>{row.name}</div>
          <div className={classes.quiet}>{row.adapterLabel}</div>
        </div>
        <Health row={row} />
        <div className={classes.used} title={row.usedBy.join(', ')}>
          {usedWords(row)}
        </div>
        <div className={classes.buttons}>
          <Button
            loading={test?.testing ?? false}
            disabled={operatorNote !== null}
            title={operatorNote ?? undefined}
            aria-label={`Test ${row.name}`}
            onClick={() => void testConnection(row.id)}
          >
            Test
          </Button>
          <Tooltip label={adminNote ?? 'Change'}>
            <ActionIcon aria-label={`Change ${row.name}`} disabled={adminNote !== null} onClick={onEdit}>
              <IconPencil size={16} aria-hidden />
            </ActionIcon>
          </Tooltip>
          <Tooltip label={adminNote ?? 'Remove'}>
            <ActionIcon aria-label={`Remove ${row.name}`} disabled={adminNote !== null} onClick={() => setRemoving(true)}>
              <IconTrash size={16} aria-hidden />
            </ActionIcon>
          </Tooltip>
        </div>
      </div>
      {test ? <TestResult name={row.name} test={test} /> : null}
      {removing ? <RemoveConnection row={row} onClose={() => setRemoving(false)} /> : null}
    </CardRow>
  );
}

/** Users of a connection that are named; all of them stand on hover. */
const shownUsers = 3;

function usedWords(row: ConnectionRow): string {
  const more = row.usedBy.length - shownUsers;
  if (more > 1) return `used by ${row.usedBy.slice(0, shownUsers).join(', ')} and ${more} more`;
  if (row.usedBy.length > 0) return `used by ${row.usedBy.join(', ')}`;
  return carriesTargets(row.kind) ? 'no target yet' : 'named by plans';
}

function Health({ row }: { readonly row: ConnectionRow }) {
  if (row.failingSince !== null) {
    return (
      <div>
        <div className={classes.bad}>
          <span aria-hidden>▲</span> no answer, since <RelativeTime at={row.failingSince} />
        </div>
        {row.problem ? <div className={classes.quiet}>{row.problem.message}</div> : null}
      </div>
    );
  }
  if (row.lastOkAt === null) {
    return (
      <div className={classes.quiet}>
        <span aria-hidden>◌</span> not asked yet
      </div>
    );
  }
  return (
    <div>
      <span className={classes.good}>
        <span aria-hidden>●</span> answers
      </span>
      <span className={classes.quiet}>
        , last <RelativeTime at={row.lastOkAt} />
      </span>
    </div>
  );
}
