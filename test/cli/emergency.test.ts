import { expect, onTestFinished, test } from 'vitest';
import { openConsole } from '../../main/console-host.ts';
import { memoryVault } from '../../main/drill/memory-vault.ts';
import { cliPlace } from '../support/cli.ts';

const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined };

test('R4.3 works with and without a running console, and never calls a mistyped release contained', { timeout: 90_000 }, async () => {
  const { run, workspace } = cliPlace();
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
