import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { openConsole } from '../../main/console-host.ts';
import { memoryVault } from '../../main/drill/memory-vault.ts';

const root = join(import.meta.dirname, '..', '..');

interface Ran {
  readonly code: number;
  readonly out: string;
  readonly error: string;
}

function place(): { readonly workspace: string; run(...args: string[]): Promise<Ran> } {
  const folder = mkdtempSync(join(tmpdir(), 'tidegate-emergency-'));
  const workspace = join(folder, 'workspace');
  mkdirSync(workspace);
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const env = {
    PATH: process.env['PATH'] ?? '',
    HOME: folder,
    TIDEGATE_WORKSPACE: workspace,
    XDG_DATA_HOME: join(folder, 'data'),
    XDG_CONFIG_HOME: join(folder, 'config'),
  };
  return {
    workspace,
    run: (...args) =>
      new Promise((resolve) => {
        const child = execFile(process.execPath, ['main/cli.ts', ...args], { cwd: root, env, timeout: 60_000 }, (_error, out, error) => {
          resolve({ code: child.exitCode ?? -1, out, error });
        });
      }),
  };
}

const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined };

test('R4.3 works with and without a running console, and never calls a mistyped release contained', { timeout: 90_000 }, async () => {
  const { run, workspace } = place();
  const without = await run('emergency', 'pryde', '9.9.9', '--reason', 'Customers cannot pay');
  expect(without).toMatchObject({ code: 4, out: '', error: expect.stringContaining('no release 9.9.9') });
  const console = await openConsole({
    folder: workspace,
    vault: memoryVault(),
    log: quiet,
    role: 'admin',
    actor: 'Ada',
    port: 0,
    host: '127.0.0.1',
    names: [],
    showNotice: () => undefined,
    settingsChanged: () => undefined,
  });
  onTestFinished(() => console.stop());
  const [through, missing, wait, act, endpoint] = await Promise.all([
    run('emergency', 'pryde', '9.9.9', '--reason', 'Customers cannot pay', '--json'),
    run('emergency', 'pryde', '9.9.9'),
    run('emergency', 'pryde', '9.9.9', '--reason', 'x', '--wait', 'long'),
    run('contain', 'rol-1', 'explode', '--reason', 'x'),
    run('endpoint', 'pryde', 'https://pryde.example.com/health'),
  ]);
  expect(through.code).toBe(4);
  expect(JSON.parse(through.out)).toMatchObject({ error: { code: 'refused' } });
  expect(missing).toMatchObject({ code: 2, error: expect.stringContaining("'--reason <text>' not specified") });
  expect(wait).toMatchObject({ code: 2, error: expect.stringContaining('--wait is a number of seconds') });
  expect(act).toMatchObject({ code: 2, error: expect.stringContaining('rollback, halt, unpublish') });
  expect(endpoint).toMatchObject({ code: 4, error: expect.stringContaining('no application with the id pryde') });
});
