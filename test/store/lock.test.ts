import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { lockWorkspace } from '../../main/store/lock.ts';
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

test('R4.11 names a place where no lock can be written', () => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'file'), '');
  expect(() => lockWorkspace(join(folder, 'file', 'workspace'))).toThrow('this user may write there');
});
