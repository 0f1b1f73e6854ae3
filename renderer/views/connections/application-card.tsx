import { ActionIcon, Button, Tooltip, VisuallyHidden } from '@mantine/core';
import { IconPencil, IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import type { ApplicationRow, TargetRow } from '../../../main/contract/fleet.ts';
import { Card } from '../../parts/card.tsx';
import { Empty } from '../../parts/states.tsx';
import table from '../../parts/table.module.css';
import { useRoleNote } from '../../stores/status.ts';
import { ApplicationDialog } from './application-dialog.tsx';
import { Endpoints } from './endpoints.tsx';
import { TargetDrawer } from './target-drawer.tsx';
import { TargetLine } from './target-line.tsx';

type Editing = 'name' | 'newTarget' | TargetRow | null;

/** One application with its targets. */
export function ApplicationCard({ application }: { readonly application: ApplicationRow }) {
  const [editing, setEditing] = useState<Editing>(null);
  const note = useRoleNote('admin');
  const close = () => setEditing(null);
  return (
    <Card
      title={application.name}
      aside={
        <>
          <Tooltip label={note ?? 'Rename'}>
            <ActionIcon aria-label={`Rename ${application.name}`} disabled={note !== null} onClick={() => setEditing('name')}>
              <IconPencil size={16} aria-hidden />
            </ActionIcon>
          </Tooltip>
          <Button
            leftSection={<IconPlus size={15} aria-hidden />}
            disabled={note !== null}
            title={note ?? undefined}
            aria-label={`Add target to ${application.name}`}
            onClick={() => setEditing('newTarget')}
          >
            Add target
          </Button>
        </>
      }
    >
      {application.targets.length === 0 ? (
        <Empty title="No target yet">Add one for each place where {application.name} is offered.</Empty>
      ) : (
        <Targets targets={application.targets} onEdit={setEditing} />
      )}
      <Endpoints application={application} />
      {editing === 'name' ? <ApplicationDialog application={application} onClose={close} /> : null}
      {editing !== null && editing !== 'name' ? (
        <TargetDrawer application={application} target={editing === 'newTarget' ? null : editing} onClose={close} />
      ) : null}
    </Card>
  );
}

function Targets({ targets, onEdit }: { readonly targets: readonly TargetRow[]; readonly onEdit: (target: TargetRow) => void }) {
  return (
    <div className={table.scroll}>
      <table className={table.table}>
        <thead>
          <tr>
            <th scope="col">Target</th>
            <th scope="col">Surface</th>
            <th scope="col">Connection</th>
            <th scope="col">Channel</th>
            <th scope="col">Offered now</th>
            <th scope="col" className={table.number}>
              Population
            </th>
            <th scope="col">
              <VisuallyHidden>Change</VisuallyHidden>
            </th>
          </tr>
        </thead>
        <tbody>
          {targets.map((target) => (
            <TargetLine key={target.id} target={target} onEdit={() => onEdit(target)} />
          ))}
        </tbody>
      </table>
    </div>
  );
}
