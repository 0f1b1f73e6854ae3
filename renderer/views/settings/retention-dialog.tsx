import type { RetentionView } from '../../../main/contract/safety.ts';
import { bytes, count } from '../../format.ts';
import { ReasonDialog } from '../../parts/reason-dialog.tsx';
import { usePress } from '../../stores/press.ts';
import classes from './settings.module.css';

export type RetentionAct = 'save' | 'prune';

interface RetentionDialogProps {
  readonly act: RetentionAct;
  readonly view: RetentionView;
  /** Told what was done, in words. */
  readonly onDone: (words: string) => void;
  readonly onClose: () => void;
}

const names: Readonly<Record<RetentionView['rows'][number]['kind'], string>> = {
  rawReadings: 'single readings',
  rollups: 'rollups',
  notices: 'notices',
  replacedFiles: 'databases put aside',
};

/** Keeps other days, or removes now what the kept ones let go; says first how much that is. */
export function RetentionDialog({ act, view, onDone, onClose }: RetentionDialogProps) {
  const save = usePress('safety.saveRetention');
  const prune = usePress('safety.prune');
  const going = view.rows.filter((row) => row.rows > 0);
  async function confirm(reason: string): Promise<void> {
    if (act === 'save') {
      const result = await save.run({ policy: view.policy, reason });
      if (result?.ok) onDone('Kept. What is older goes with the daily clean-up, or when you remove it now.');
      return;
    }
    const result = await prune.run({ reason });
    if (!result?.ok) return;
    const { rows, files, bytes: size } = result.answer;
    onDone(`${count(rows)} rows and ${count(files)} files removed, about ${bytes(size)}. The database reuses the room.`);
  }
  return (
    <ReasonDialog
      title={act === 'save' ? 'Keep these days' : 'Remove now'}
      confirm={act === 'save' ? 'Keep these days' : 'Remove now'}
      busy={save.pending || prune.pending}
      problem={save.problem ?? prune.problem}
      onConfirm={(reason) => void confirm(reason)}
      onClose={onClose}
    >
      {going.length === 0 ? (
        <p className={classes.first}>Nothing would go now.</p>
      ) : (
        <>
          <p className={classes.first}>
            {act === 'save'
              ? 'With the next daily clean-up this would go:'
              : 'This goes now, in small steps, and only a backup brings it back:'}
          </p>
          <ul className={classes.list}>
            {going.map((row) => (
              <li key={row.kind}>
                {count(row.rows)} of {count(row.total)} {names[row.kind]}, about {bytes(row.bytes)}
              </li>
            ))}
          </ul>
        </>
      )}
    </ReasonDialog>
  );
}
