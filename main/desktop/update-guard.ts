import type { Log } from '../engine/deps.ts';

/** The part of electron-updater that decides whether a downloaded update is installed. */
export interface GuardedUpdater {
  autoInstallOnAppQuit: boolean;
  on(event: 'update-downloaded', listener: (event: { readonly version: string }) => void): unknown;
}

/**
 * Makes a backup when an update has been downloaded and lets it be installed only when that is there. Until then, and when it fails,
 * quitting leaves the app as it is; the update is offered again the next time.
 */
export function guardUpdates(updater: GuardedUpdater, backUp: (version: string) => Promise<void>, log: Log): void {
  updater.on('update-downloaded', ({ version }) => {
    void guard(version).catch((error: unknown) =>
      log.error({ version, error: String(error) }, 'the update waits: no backup could be made before it'),
    );
  });
  async function guard(version: string): Promise<void> {
    // The updater looks at this when it has told of the download, and again when the app quits.
    await Promise.resolve();
    updater.autoInstallOnAppQuit = false;
    await backUp(version);
    updater.autoInstallOnAppQuit = true;
    log.info({ version }, 'a backup was made; the update is installed when the app quits');
  }
}
