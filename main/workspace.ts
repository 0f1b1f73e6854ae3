import { homedir, userInfo } from 'node:os';
import { join, resolve } from 'node:path';
import envPaths from 'env-paths';
import { pino } from 'pino';
import { existsSync, mkdirSync } from 'node:fs';
import type { Log } from './engine/deps.ts';
import { databaseName } from './store/open.ts';
import { openFileVault, vaultKey } from './store/vault.ts';
import type { Vault } from './commands/world.ts';

const paths = envPaths('tidegate', { suffix: '' });

/** The workspace folder: `--workspace`, else TIDEGATE_WORKSPACE, else one in the user's data folder. */
export function workspaceFolder(chosen: string | undefined): string {
  return resolve(chosen ?? process.env['TIDEGATE_WORKSPACE'] ?? join(paths.data, 'workspace'));
}

/** Where the desktop finds its workspace, and what to say when that is not where the command line looks. */
export interface DesktopWorkspace {
  readonly folder: string;
  readonly notice: string | null;
}

/**
 * The desktop's workspace: the same one as the command line's. A workspace that an earlier version made in the desktop's own
 * folder (`former`) is used in place while there is none at the common place: nothing is moved, and `notice` says so.
 */
export function desktopWorkspace(former: string, common: string, chosen: string | undefined): DesktopWorkspace {
  if (chosen !== undefined || existsSync(join(common, databaseName)) || !existsSync(join(former, databaseName)))
    return { folder: common, notice: null };
  const notice = `Tidegate uses the workspace ${former} of an earlier version. The command line finds it with --workspace or TIDEGATE_WORKSPACE.`;
  return { folder: former, notice };
}

/** Name of the person at this machine, for the audit log. */
export function userName(): string {
  try {
    return userInfo().username;
  } catch {
    // Some containers have no entry for the user id.
    return homedir().split(/[\\/]/).at(-1) || 'operator';
  }
}

/** The vault of a console without a desktop: an encrypted file; its key comes from the environment or the user's config folder. */
export function fileVault(folder: string): Vault {
  mkdirSync(folder, { recursive: true });
  const key = vaultKey({ env: process.env, keyFile: join(paths.config, 'vault.key') });
  return openFileVault({ file: join(folder, 'vault.json'), key });
}

/** A log file in the workspace. Secrets never get here: adapters redact what they say. */
export function fileLog(folder: string): Log {
  mkdirSync(folder, { recursive: true });
  return pino(
    { level: process.env['TIDEGATE_LOG_LEVEL'] ?? 'info' },
    pino.destination({ dest: join(folder, 'tidegate.log'), mkdir: true, sync: false }),
  );
}
