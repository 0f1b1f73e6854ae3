import type { ConnectionRow } from '../../../main/contract/shapes.ts';
import { ReasonDialog } from '../../parts/reason-dialog.tsx';
import { Note } from '../../parts/states.tsx';
import { forgetTest } from '../../stores/connection-tests.ts';
import { connectionList } from '../../stores/connections.ts';
import { usePress } from '../../stores/press.ts';

/** Removes a connection after one confirmation that names what goes with it. */
export function RemoveConnection({ row, onClose }: { readonly row: ConnectionRow; readonly onClose: () => void }) {
  const press = usePress('connections.remove');
  async function remove(reason: string): Promise<void> {
    const result = await press.run({ connectionId: row.id, reason });
    if (!result?.ok) return;
    forgetTest(row.id);
    connectionList.askAgain();
    onClose();
  }
  return (
    <ReasonDialog
      title={`Remove ${row.name}`}
      confirm="Remove connection"
      danger
      busy={press.pending}
      problem={press.problem}
      onConfirm={(reason) => void remove(reason)}
      onClose={onClose}
    >
      <p style={{ marginTop: 0 }}>
        Its settings and stored secrets are deleted here; nothing changes at {row.adapterLabel}. Readings and audit entries stay.
      </p>
      {row.usedBy.length > 0 ? <Note tone="warning">It is used by {row.usedBy.join(', ')}.</Note> : null}
    </ReasonDialog>
  );
}
