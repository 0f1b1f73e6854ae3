import { expect, test } from 'vitest';
import { guardUpdates, type GuardedUpdater } from '../../main/desktop/update-guard.ts';

interface FakeUpdater extends GuardedUpdater {
  downloaded(version: string): void;
}

function fakeUpdater(): FakeUpdater {
  const listeners: ((event: { version: string }) => void)[] = [];
  return {
    autoInstallOnAppQuit: true,
    on: (_event, listener) => listeners.push(listener),
    downloaded: (version) => listeners.forEach((listener) => listener({ version })),
  };
}

function logInto(said: string[]) {
  const log = (_fields: object, message: string): void => void said.push(message);
  return { info: log, warn: log, error: log };
}

test('R4.11 makes a backup before an update, and lets it be installed only when that is there', async () => {
  const updater = fakeUpdater();
  const said: string[] = [];
  const made: string[] = [];
  let finish: () => void = () => undefined;
  const backUp = (version: string): Promise<void> => {
    made.push(version);
    return new Promise((resolve) => (finish = resolve));
  };
  guardUpdates(updater, backUp, logInto(said));
  updater.downloaded('1.2.0');
  // It still says yes while the updater prepares what it does when the app quits.
  expect(updater.autoInstallOnAppQuit).toBe(true);
  await expect.poll(() => made).toEqual(['1.2.0']);
  expect(updater.autoInstallOnAppQuit).toBe(false);
  finish();
  await expect.poll(() => updater.autoInstallOnAppQuit).toBe(true);
});

test('R4.11 leaves the app as it is when no backup could be made before an update', async () => {
  const updater = fakeUpdater();
  const said: string[] = [];
  guardUpdates(updater, () => Promise.reject(new Error('the disk is full')), logInto(said));
  updater.downloaded('1.2.0');
  await expect.poll(() => said).toEqual(['the update waits: no backup could be made before it']);
  expect(updater.autoInstallOnAppQuit).toBe(false);
});
