import type { ConnectionRow } from '../../../main/contract/shapes.ts';
import { RemoveDialog } from '../../parts/remove-dialog.tsx';
import { Note } from '../../parts/states.tsx';
import { forgetTest } from '../../stores/connection-tests.ts';
import { connectionList } from '../../stores/connections.ts';

/** Removes a connection after one confirmation that names what goes with it. */
export function RemoveConnection({ row, onClose }: { readonly row: ConnectionRow; readonly onClose: () => void }) {
  function forget(): void {
    forgetTest(row.id);
    connectionList.askAgain();
  }
  return (
    <RemoveDialog
      call="connections.remove"
      input={(reason) => ({ connectionId: row.id, reason })}
      name={row.name}
      kind="connection"
      onRemoved={forget}
      onClose={onClose}
    >
      <p style={{ marginTop: 0 }}>
        Its settings and stored secrets are deleted here; nothing changes at {row.adapterLabel}. Readings and audit entries stay.
      </p>
      {row.usedBy.length > 0 ? <Note tone="warning">It is used by {row.usedBy.join(', ')}.</Note> : null}
    </RemoveDialog>
  );
}
