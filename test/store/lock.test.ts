import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, onTestFinished, test } from 'vitest';
import { lockHolder, lockWorkspace } from '../../main/store/lock.ts';
import { temporaryFolder } from '../support/store-samples.ts';

const lockFile = fileURLToPath(new URL('../../main/store/lock.ts', import.meta.url));

test('R6.1 gives a workspace to one console at a time', () => {
  const folder = join(temporaryFolder(), 'workspace');
  const first = lockWorkspace(folder);
  expect(first).not.toBeNull();
  expect(lockWorkspace(folder)).toBeNull();
  first?.release();
  const second = lockWorkspace(folder);
  expect(second).not.toBeNull();
  second?.release();
});

test('design 2.5 keeps a lock that nothing refers to, and a killed console leaves no stale one', async () => {
  const folder = temporaryFolder();
  const code = `const { lockWorkspace } = await import(process.argv[1]); lockWorkspace(process.argv[2]); gc(); console.log('held'); setInterval(() => {}, 1000);`;
  const holder = spawn(process.execPath, ['--expose-gc', '--input-type=module', '-e', code, lockFile, folder], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  onTestFinished(() => void holder.kill('SIGKILL'));
  await once(holder.stdout, 'data');
  expect(lockWorkspace(folder)).toBeNull();
  const ended = once(holder, 'exit');
  holder.kill('SIGKILL');
  await ended;
  const lock = lockWorkspace(folder);
  expect(lock).not.toBeNull();
  lock?.release();
});

describe('a lock file that was removed', () => {
  test('design 2.5 is put back while nobody else has taken the workspace', () => {
    const folder = temporaryFolder();
    const lock = lockWorkspace(folder);
    rmSync(join(folder, 'console.lock'));
    expect(lock?.held()).toBe(true);
    expect(lockWorkspace(folder)).toBeNull();
    lock?.release();
    expect(lock?.held()).toBe(false);
    lockWorkspace(folder)?.release();
  });

  test('design 2.5 is noticed by its holder once another one has the workspace, for good', () => {
    const folder = temporaryFolder();
    const first = lockWorkspace(folder);
    rmSync(join(folder, 'console.lock'));
    const second = lockWorkspace(folder);
    expect([first?.held(), second?.held()]).toEqual([false, true]);
    second?.release();
    expect(first?.held()).toBe(false);
    first?.release();
  });

  test('design 2.5 is no loss on a file system that numbers the same file anew', () => {
    const folder = temporaryFolder();
    const lock = lockWorkspace(folder);
    copyFileSync(join(folder, 'console.lock'), join(folder, 'copy'));
    renameSync(join(folder, 'copy'), join(folder, 'console.lock'));
    expect(lock?.held()).toBe(true);
    expect(lockWorkspace(folder)).toBeNull();
    lock?.release();
  });

  test('design 2.5 names the process that has it, and nobody where that is not known', () => {
    const folder = temporaryFolder();
    expect(lockHolder(folder)).toBeNull();
    const lock = lockWorkspace(folder);
    expect(lockHolder(folder)).toBe(process.pid);
    for (const text of ['', 'me', '-1']) {
      writeFileSync(join(folder, 'console.pid'), text);
      expect(lockHolder(folder)).toBeNull();
    }
    lock?.release();
  });
});

test('R4.11 names a place where no lock can be written', () => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'file'), '');
  expect(() => lockWorkspace(join(folder, 'file', 'workspace'))).toThrow('this user may write there');
});
