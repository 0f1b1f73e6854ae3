import { Button } from '@mantine/core';
import { useState } from 'react';
import type { BackupRow } from '../../../main/contract/system.ts';
import { Card, CardRow } from '../../parts/card.tsx';
import { Empty, Loading, Note, Problem, ProblemNote } from '../../parts/states.tsx';
import { backupList } from '../../stores/backups.ts';
import { usePress } from '../../stores/press.ts';
import { useRoleNote } from '../../stores/status.ts';
import { BackupTable } from './backup-table.tsx';
import { RestoreDialog } from './restore-dialog.tsx';

const everything = {};

/** Backups of this workspace: made daily, before each upgrade, and by hand. */
export function BackupsCard() {
  const { answer, loading, problem, askAgain } = backupList.use(everything);
  const [restoring, setRestoring] = useState<BackupRow | null>(null);
  const [replaced, setReplaced] = useState<string | null>(null);
  const press = usePress('system.backup');
  const roleNote = useRoleNote('operator');
  async function backUp(): Promise<void> {
    const result = await press.run({});
    if (result?.ok) askAgain();
  }
  return (
    <Card
      title="Backups"
      aside={
        <Button loading={press.pending} disabled={roleNote !== null} title={roleNote ?? undefined} onClick={() => void backUp()}>
          Back up now
        </Button>
      }
    >
      {press.problem ? (
        <CardRow>
          <ProblemNote problem={press.problem} />
        </CardRow>
      ) : null}
      {replaced === null ? null : (
        <CardRow>
          <Note tone="info">Restored. The database that was in use is kept as {replaced}.</Note>
        </CardRow>
      )}
      {problem ? <Problem problem={problem} onRetry={askAgain} /> : null}
      {answer === null && loading ? <Loading rows={3} label="Loading backups" /> : null}
      {answer !== null && answer.length === 0 ? (
        <Empty title="No backup yet">
          One is made each day and before each upgrade. It can be made by hand at any time, also while releases roll.
        </Empty>
      ) : null}
      {answer !== null && answer.length > 0 ? <BackupTable rows={answer} onRestore={setRestoring} /> : null}
      {restoring ? <RestoreDialog backup={restoring} onDone={setReplaced} onClose={() => setRestoring(null)} /> : null}
    </Card>
  );
}
