import { app } from 'electron';
import electronUpdater from 'electron-updater';
import type { Settings } from '../contract/system.ts';
import type { Log } from '../engine/deps.ts';
import { guardUpdates } from './update-guard.ts';

const everyMs = 4 * 60 * 60_000;

/**
 * Updates of Tidegate itself from the channel chosen in Settings. Nothing is installed while the window is open, nor before `backUp` has
 * made a backup.
 */
export function startUpdates(log: Log, backUp: (version: string) => Promise<void>): { follow(channel: Settings['updateChannel']): void } {
  // An app that was not installed has nothing to update, and the updater would look for a package it does not have.
  if (!app.isPackaged) return { follow: () => undefined };
  const { autoUpdater } = electronUpdater;
  autoUpdater.autoDownload = true;
  autoUpdater.autoInstallOnAppQuit = true;
  guardUpdates(autoUpdater, backUp, log);
  autoUpdater.on('error', (error) => log.warn({ error: error.message }, 'looking for an update failed'));
  const look = (): void => {
    if (app.isPackaged)
      void autoUpdater.checkForUpdates().catch((error: unknown) => log.warn({ error: String(error) }, 'looking for an update failed'));
  };
  setInterval(look, everyMs).unref();
  look();
  return {
    follow(channel) {
      autoUpdater.allowPrerelease = channel !== 'stable';
      autoUpdater.channel = channel === 'stable' ? 'latest' : channel;
      // Setting a channel switches downgrades on; leaving alpha must wait for the next stable instead.
      autoUpdater.allowDowngrade = false;
      look();
    },
  };
}
