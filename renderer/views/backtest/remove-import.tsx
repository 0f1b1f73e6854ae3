import { useState } from 'react';
import type { CallProblem } from '../../../main/contract/bridge.ts';
import type { ImportRow } from '../../../main/contract/history.ts';
import { count } from '../../format.ts';
import { ReasonDialog } from '../../parts/reason-dialog.tsx';
import { removeImport } from '../../stores/history.ts';

interface RemoveImportProps {
  readonly row: ImportRow;
  readonly onClose: () => void;
  readonly onDone: () => void;
}

/** Takes an import out again with all its rows. */
export function RemoveImport({ row, onClose, onDone }: RemoveImportProps) {
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<CallProblem | null>(null);
  async function remove(reason: string): Promise<void> {
    setBusy(true);
    const failed = await removeImport(row.id, reason);
    setBusy(false);
    setProblem(failed);
    if (failed !== null) return;
    onDone();
    onClose();
  }
  return (
    <ReasonDialog
      title={`Remove ${row.name}`}
      confirm="Remove import"
      danger
      busy={busy}
      problem={problem}
      onConfirm={(reason) => void remove(reason)}
      onClose={onClose}
    >
      {count(row.added)} rows leave backtests and baselines at once. What this console measured itself stays. The file can be imported
      again.
    </ReasonDialog>
  );
}
