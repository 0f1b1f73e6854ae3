import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { CallName, InputOf } from '../main/contract/index.ts';
import { addressOf, removeAddress, writeAddress } from '../main/console-address.ts';
import { memoryVault } from '../main/drill/memory-vault.ts';
import { presetFolder, readWorkerUrl } from '../main/paths.ts';
import { realClock, realSleep } from '../main/real-world.ts';
import { type Running, start } from '../main/start.ts';
import { listAudit } from '../main/store/audit.ts';
import { listConnections } from '../main/store/connections.ts';
import { temporaryFolder } from './support/store-samples.ts';

interface Opened extends Running {
  readonly lost: Error[];
  /** Methods of the requests that left. */
  readonly sent: string[];
}

async function openConsole(folder: string): Promise<Opened> {
  const [lost, sent]: [Error[], string[]] = [[], []];
  const quiet = (): void => undefined;
  const running = await start({
    folder,
    clock: realClock,
    pause: realSleep,
    random: () => 0.5,
    transport: async (request) => {
      sent.push(request.method);
      return new Response('ok');
    },
    vault: memoryVault(),
    log: { info: quiet, warn: quiet, error: quiet },
    version: '0.0.0-test',
    presetFolder: presetFolder(),
    readWorkerUrl: readWorkerUrl(),
    openedAs: 'admin',
    defaultActor: 'tester',
    showNotice: quiet,
    settingsChanged: quiet,
    lost: (error) => void lost.push(error),
    practice: null,
  });
  let stopping: Promise<void> | null = null;
  const stop = (): Promise<void> => (stopping ??= running.stop());
  onTestFinished(stop);
  return { ...running, stop, lost, sent };
}

async function asked<N extends CallName>({ door }: Running, name: N, input: InputOf<N>): Promise<string> {
  const result = await door.call(name, input, { role: 'admin', trigger: 'manual' }, crypto.randomUUID());
  return result.ok ? 'done' : result.problem.message;
}

const connection = { name: 'chat', adapter: 'slack-webhook', settings: { url: 'https://hooks.slack.com/services/T/B/x' } };

describe('a workspace that another console has', () => {
  test('R6.1 is refused with the process and the address of the one that has it', async () => {
    const folder = temporaryFolder();
    await openConsole(folder);
    await expect(openConsole(folder)).rejects.toThrow(
      `Another Tidegate runs on ${folder} (process ${process.pid}). Use that one, or close`,
    );
    writeAddress(folder, { url: 'http://127.0.0.1:4321', key: 'k', intakeKey: 'i', pid: process.pid });
    await expect(openConsole(folder)).rejects.toThrow(`(process ${process.pid}, at http://127.0.0.1:4321). Use that one`);
    writeAddress(folder, { url: 'http://127.0.0.1:4321', key: 'k', intakeKey: 'i', pid: process.pid + 1 });
    await expect(openConsole(folder)).rejects.toThrow(`(process ${process.pid}). Use that one`);
    rmSync(join(folder, 'console.pid'));
    await expect(openConsole(folder)).rejects.toThrow(`Another Tidegate runs on ${folder}. Use that one, or close it first.`);
  });

  test('design 2.5 keeps its address when a console that had lost it ends, and an address that cannot be read is none', () => {
    const folder = temporaryFolder();
    writeAddress(folder, { url: 'http://127.0.0.1:4321', key: 'k', intakeKey: 'i', pid: process.pid + 1 });
    removeAddress(folder);
    expect(addressOf(folder)?.pid).toBe(process.pid + 1);
    writeFileSync(join(folder, 'console.json'), '{"url":');
    expect(addressOf(folder)).toBeNull();
  });
});

describe('a console whose lock file was removed', () => {
  test('design 2.5 takes it again, so that nobody else gets in', async () => {
    const folder = temporaryFolder();
    const first = await openConsole(folder);
    rmSync(join(folder, 'console.lock'));
    await first.engine.step();
    await expect(openConsole(folder)).rejects.toThrow('Another Tidegate runs on');
    expect(await asked(first, 'system.saveSettings', { actorName: 'Ada' })).toBe('done');
    expect(first.lost).toEqual([]);
  });

  test('design 2.5 changes and sends nothing more once another one was faster, and says so once', async () => {
    const folder = temporaryFolder();
    const first = await openConsole(folder);
    expect(await asked(first, 'connections.save', connection)).toBe('done');
    const connectionId = listConnections(first.store().reader)[0]?.id ?? '';
    expect(await asked(first, 'connections.test', { connectionId })).toBe('done');
    const sent = first.sent.splice(0);
    expect(sent).toContain('POST');
    rmSync(join(folder, 'console.lock'));
    const second = await openConsole(folder);
    const before = listAudit(second.store().reader, { limit: 50 }).map((entry) => entry.seq);
    const words =
      /console\.lock in \S+ was removed, and another Tidegate has taken the workspace \(process \d+\)\. This one changes and sends/;
    expect(await asked(first, 'system.saveSettings', { actorName: 'Bob' })).toMatch(words);
    expect(await asked(first, 'system.restore', { file: 'any.db', reason: 'Try' })).toMatch(words);
    await expect(first.engine.step()).rejects.toThrow(words);
    await asked(first, 'connections.test', { connectionId });
    expect(first.sent).not.toContain('POST');
    expect(listAudit(second.store().reader, { limit: 50 }).map((entry) => entry.seq)).toEqual(before);
    expect(first.lost.map((error) => error.message)).toEqual([expect.stringMatching(words)]);
    expect(await asked(second, 'system.saveSettings', { actorName: 'Cleo' })).toBe('done');
    // Its lock is gone for good, also when the other one has ended.
    await second.stop();
    expect(await asked(first, 'system.saveSettings', { actorName: 'Bob' })).toContain('console.lock');
  });
});
