import { Button } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import type { ConnectionRow } from '../../../main/contract/shapes.ts';
import { Card } from '../../parts/card.tsx';
import { Page } from '../../parts/page.tsx';
import { Empty, Loading, Problem } from '../../parts/states.tsx';
import { connectionList } from '../../stores/connections.ts';
import { useRoleNote } from '../../stores/status.ts';
import { ConnectionDrawer } from './connection-drawer.tsx';
import { ConnectionLine } from './connection-line.tsx';
import { kinds } from './words.ts';

const everything = {};

/** What the drawer is open for: a new connection, or one to change. */
type Editing = 'new' | ConnectionRow | null;

/** Connections by kind, in the order a release meets them. */
export function ConnectionsTab() {
  const { answer, loading, problem, askAgain } = connectionList.use(everything);
  const [editing, setEditing] = useState<Editing>(null);
  const rows = answer ?? [];
  return (
    <Page>
      {problem ? (
        <Card title="Connections">
          <Problem problem={problem} onRetry={askAgain} />
        </Card>
      ) : null}
      {answer === null && loading ? (
        <Card title="Connections">
          <Loading rows={6} label="Loading connections" />
        </Card>
      ) : null}
      {answer !== null && rows.length === 0 ? <NoConnection onAdd={() => setEditing('new')} /> : null}
      {rows.length > 0 ? <Groups rows={rows} onAdd={() => setEditing('new')} onEdit={setEditing} /> : null}
      {editing ? <ConnectionDrawer connection={editing === 'new' ? null : editing} onClose={() => setEditing(null)} /> : null}
    </Page>
  );
}

interface GroupsProps {
  readonly rows: readonly ConnectionRow[];
  readonly onAdd: () => void;
  readonly onEdit: (row: ConnectionRow) => void;
}

function Groups({ rows, onAdd, onEdit }: GroupsProps) {
  const present = kinds.filter(({ kind }) => rows.some((row) => row.kind === kind));
  return present.map(({ kind, title, says }, index) => (
    <Card
      key={kind}
      title={title}
      aside={
        <>
          <span>{says}</span>
          {index === 0 ? <AddButton onAdd={onAdd} /> : null}
        </>
      }
    >
      {rows
        .filter((row) => row.kind === kind)
        .map((row) => (
          <ConnectionLine key={row.id} row={row} onEdit={() => onEdit(row)} />
        ))}
    </Card>
  ));
}

function AddButton({ onAdd }: { readonly onAdd: () => void }) {
  const note = useRoleNote('admin');
  return (
    <Button leftSection={<IconPlus size={15} aria-hidden />} onClick={onAdd} disabled={note !== null} title={note ?? undefined}>
      Add connection
    </Button>
  );
}

function NoConnection({ onAdd }: { readonly onAdd: () => void }) {
  return (
    <Card title="Connections">
      <Empty title="Nothing is connected yet" action={<AddButton onAdd={onAdd} />}>
        Begin with the platform that offers your releases, then the source of the numbers its gates judge. Both can be tested before
        anything is released.
      </Empty>
    </Card>
  );
}
