import { expect, onTestFinished, test } from 'vitest';
import { openConsole } from '../../main/console-host.ts';
import { memoryVault } from '../../main/drill/memory-vault.ts';
import { githubBody, githubHeaders } from '../support/hook-door.ts';
import { cliPlace } from '../support/cli.ts';

const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined };

test('R1.9 makes, lists, rotates and removes webhooks from the command line, and R2.7 repeats no press under one key', {
  timeout: 120_000,
}, async () => {
  const { run, workspace } = cliPlace();
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
  const call = async (name: string, input: object): Promise<unknown> =>
    await console.running.door.call(name, input, { role: 'admin', trigger: 'manual' }, null);
  await call('fleet.saveApplication', { id: null, name: 'Pryde' });
  const applications = await console.running.door.call('fleet.applications', {}, { role: 'admin', trigger: 'manual' }, null);
  const id = /"id":"([^"]+)"/.exec(JSON.stringify(applications))?.[1] ?? 'pryde';
  const key = ['--idempotency-key', 'make-1'];
  const made = await run('hooks', 'create', 'ci', '--application', id, ...key);
  expect(made).toMatchObject({
    code: 0,
    out: expect.stringMatching(/post to http:\/\/127\.0\.0\.1:\d+\/hooks\/hook_\w+[^]*secret \(shown once\): [0-9a-f]{64}/),
  });
  const [, url, secret] = /(http:\S+)[^]*: ([0-9a-f]{64})/.exec(made.out) ?? [];
  const again = await run('hooks', 'create', 'ci', '--application', id, ...key);
  expect(again).toMatchObject({
    code: 0,
    error: expect.stringContaining('replayed: hooks.create'),
    out: expect.not.stringContaining(secret ?? '-'),
  });
  expect(await run('hooks', 'create', 'other', '--application', id, ...key)).toMatchObject({
    code: 4,
    error: expect.stringContaining('another body'),
  });
  const body = githubBody(Date.now(), { application: id });
  const post = async (): Promise<number> =>
    (
      await fetch(url ?? '', {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...githubHeaders(secret ?? '', body) },
        body,
      })
    ).status;
  // The signature is right, but no such release is rolling out.
  expect(await post()).toBe(422);
  const rotated = await run('hooks', 'rotate', 'ci', '--reason', 'It was in a chat');
  expect(rotated.out).not.toContain(secret ?? '-');
  expect(await post()).toBe(401);
  const listed = await run('hooks');
  expect(listed.out).toMatch(/ci {2}.*github[^]*refused 1: wrong signature/);
  expect(await run('hooks', 'remove', 'nope', '--reason', 'Because')).toMatchObject({
    code: 2,
    error: expect.stringContaining('There are: ci'),
  });
  expect(await run('hooks', 'remove', 'ci', '--reason', 'No longer used')).toMatchObject({ code: 0 });
  expect(await post()).toBe(404);
  const keys = await run('keys', '--json');
  expect(JSON.parse(keys.out)).toMatchObject({ replayed: 1, conflict: 1 });
  expect(await run('keys', '--idempotency-key', 'two words')).toMatchObject({
    code: 2,
    error: expect.stringContaining('visible characters'),
  });
  expect(await run('dispatch', 'list', id, '2.0.0')).toMatchObject({ code: 0, out: expect.stringContaining('No repository of') });
  expect(await run('dispatch', 'send', id, '2.0.0', '--reason', 'Crashes')).toMatchObject({ code: 4 });
});
