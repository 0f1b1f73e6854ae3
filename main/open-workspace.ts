import { keptAuditHead } from './commands/audit-head.ts';
import type { StartOptions } from './start.ts';
import { examine } from './store/examine.ts';
import { databaseName, openStore, type Store } from './store/open.ts';
import { enterRecovery, finishEntering } from './store/recovery.ts';

/**
 * Opens the database of a workspace. Where a person can decide afterwards (`recovers`), it is looked through first: a damaged one is kept
 * beside, and what could be salvaged of it is opened in recovery. `thorough` reads a large one through as well. Throws `StoreError`.
 */
export async function openWorkspace(
  options: Pick<StartOptions, 'folder' | 'clock' | 'vault' | 'log'> & { readonly recovers?: boolean },
  thorough = false,
): Promise<Store> {
  const { folder, clock } = options;
  finishEntering(folder);
  if (options.recovers === true) bringBack(options, thorough);
  return await openStore({ folder, now: clock.now });
}

function bringBack({ folder, clock, vault, log }: Pick<StartOptions, 'folder' | 'clock' | 'vault' | 'log'>, thorough: boolean): void {
  const problems = examine(folder, databaseName, thorough);
  if (problems.length === 0) return;
  log.error({ problems: problems.slice(0, 5) }, 'the database is damaged: what can be read is salvaged, and nothing runs by itself');
  const { damagedFile, audit } = enterRecovery({ folder, now: clock.now(), problems, noted: keptAuditHead({ vault }) });
  log.warn({ damagedFile, auditEntries: audit.entries }, 'the workspace is in recovery');
}
