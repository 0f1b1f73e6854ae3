import { keptAuditHead } from '../commands/audit-head.ts';
import { recoveryRow } from '../commands/safety-rows.ts';
import type { RecoveryRow } from '../contract/safety.ts';
import { openWorkspace } from '../open-workspace.ts';
import { realClock } from '../real-world.ts';
import { WorkspaceBusy } from '../own-workspace.ts';
import { examine } from '../store/examine.ts';
import { lockWorkspace } from '../store/lock.ts';
import { databaseName } from '../store/open.ts';
import { previewRecovery } from '../store/recovery.ts';
import { fileLog, fileVault } from '../workspace.ts';
import { connect } from './client.ts';

export interface Found {
  /** Null when nothing is wrong with the database. */
  readonly recovery: RecoveryRow | null;
  /** Whether the workspace is in recovery now; false after a look only. */
  readonly entered: boolean;
}

/** Salvages a damaged database: only to say what could be saved, or to go on in recovery with it. */
export async function recoverWorkspace(folder: string, dryRun: boolean): Promise<Found> {
  const lock = lockWorkspace(folder);
  if (lock === null) return { recovery: await recoveryThere(folder), entered: true };
  try {
    const problems = examine(folder, databaseName, true);
    const vault = fileVault(folder);
    if (problems.length > 0 && dryRun) {
      const found = previewRecovery({ folder, now: realClock.now(), problems, noted: keptAuditHead({ vault }) });
      return { recovery: recoveryRow(found), entered: false };
    }
    const log = fileLog(folder);
    (await openWorkspace({ folder, clock: realClock, vault, log, recovers: true }, { thorough: true })).close();
  } finally {
    lock.release();
  }
  return { recovery: await recoveryThere(folder), entered: true };
}

/** What a console says of the recovery its workspace is in. */
async function recoveryThere(folder: string): Promise<RecoveryRow | null> {
  const client = await connect(folder).catch((error: unknown) => {
    if (error instanceof WorkspaceBusy) throw new WorkspaceBusy(`Another Tidegate runs on ${folder} and does not answer. Close it first.`);
    throw error;
  });
  try {
    return (await client.call('safety.recovery', {})).recovery;
  } finally {
    await client.close();
  }
}
