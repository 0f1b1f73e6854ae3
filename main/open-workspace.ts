import { keptAuditHead } from './commands/audit-head.ts';
import type { StartOptions } from './start.ts';
import { examine } from './store/examine.ts';
import { databaseName, openStore, type Store } from './store/open.ts';
import { enterRecovery, finishEntering } from './store/recovery.ts';

/** How closely a database is looked through before it is opened. */
interface Look {
  /** Reads a large one through as well. */
  readonly thorough: boolean;
  /** Damage that somebody met in it while it was open: a value that no check of pages finds counts like a ruined page. */
  readonly met?: string;
}

/**
 * Opens the database of a workspace. Where a person can decide afterwards (`recovers`), it is looked through first: a damaged one is kept
 * beside, and what could be salvaged of it is opened in recovery. Throws `StoreError`.
 */
export async function openWorkspace(
  options: Pick<StartOptions, 'folder' | 'clock' | 'vault' | 'log'> & { readonly recovers?: boolean; readonly may?: () => void },
  look: Look = { thorough: false },
): Promise<Store> {
  const { folder, clock } = options;
  finishEntering(folder);
  if (options.recovers === true) bringBack(options, look);
  return await openStore({ folder, now: clock.now, ...(options.may === undefined ? {} : { may: options.may }) });
}

function bringBack({ folder, clock, vault, log }: Pick<StartOptions, 'folder' | 'clock' | 'vault' | 'log'>, { thorough, met }: Look): void {
  const found = examine(folder, databaseName, thorough);
  const problems = found.length === 0 && met !== undefined ? [met] : found;
  if (problems.length === 0) return;
  log.error({ problems: problems.slice(0, 5) }, 'the database is damaged: what can be read is salvaged, and nothing runs by itself');
  const { damagedFile, audit } = enterRecovery({ folder, now: clock.now(), problems, noted: keptAuditHead({ vault }) });
  log.warn({ damagedFile, auditEntries: audit.entries }, 'the workspace is in recovery');
}
