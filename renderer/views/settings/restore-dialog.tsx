import type { BackupRow } from '../../../main/contract/system.ts';
import { absolute } from '../../format.ts';
import { ReasonDialog } from '../../parts/reason-dialog.tsx';
import { backupList } from '../../stores/backups.ts';
import { askEverythingAgain } from '../../stores/feed.ts';
import { usePress } from '../../stores/press.ts';
import { fileName } from './backup-table.tsx';
import classes from './settings.module.css';

interface RestoreDialogProps {
  readonly backup: BackupRow;
  /** Told the file that the replaced database is kept in. */
  readonly onDone: (replaced: string) => void;
  readonly onClose: () => void;
}

/** Puts a backup in the place of the present database, which is kept next to it. */
export function RestoreDialog({ backup, onDone, onClose }: RestoreDialogProps) {
  const press = usePress('system.restore');
  async function restore(reason: string): Promise<void> {
    const result = await press.run({ file: backup.file, reason });
    if (!result?.ok) return;
    backupList.askAgain();
    askEverythingAgain();
    onDone(result.answer.replaced);
    onClose();
  }
  return (
    <ReasonDialog
      title="Restore a backup"
      confirm="Restore this backup"
      danger
      busy={press.pending}
      problem={press.problem}
      onConfirm={(reason) => void restore(reason)}
      onClose={onClose}
    >
      <p className={classes.first}>
        <strong>{fileName(backup.file)}</strong>, made {absolute(backup.at)}, takes the place of the database in use.
      </p>
      <ul className={classes.list}>
        <li>The engine stops for a moment, then reads every platform before it acts again.</li>
        <li>What was recorded since that backup is not in the restored one.</li>
        <li>The database in use now is kept next to it, so this can be taken back.</li>
        <li>Nothing changes on any platform.</li>
      </ul>
    </ReasonDialog>
  );
}
