import { readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { openConsole } from '../../main/console-host.ts';
import type { Role } from '../../main/core/model/actor.ts';
import { memoryVault } from '../../main/drill/memory-vault.ts';
import { lockWorkspace } from '../../main/store/lock.ts';
import { openStore } from '../../main/store/open.ts';
import { plainPlan, planLike } from '../support/engine/bench.ts';
import { cliPlace } from '../support/cli.ts';
import { root } from '../support/repository.ts';

async function consoleOn(folder: string, role: Role): Promise<Awaited<ReturnType<typeof openConsole>>> {
  const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined };
  const open = await openConsole({
    folder,
    vault: memoryVault(),
    log: quiet,
    role,
    actor: 'Ada',
    port: 0,
    host: '127.0.0.1',
    names: [],
    showNotice: () => undefined,
    settingsChanged: () => undefined,
  });
  onTestFinished(() => open.stop());
  return open;
}

describe('usage', () => {
  test('R4.3 prints its help and its version, and nothing else', { timeout: 60_000 }, async () => {
    const { run } = cliPlace();
    const [help, version, ofPlan] = await Promise.all([run('--help'), run('--version'), run('plan', '--help')]);
    expect(help).toMatchObject({ code: 0, error: '' });
    for (const word of ['status', 'rollback', 'audit', 'backup', 'restore', 'drill', 'Exit codes:', '0  done', '4  refused'])
      expect(help.out).toContain(word);
    expect(version).toMatchObject({ code: 0, out: expect.stringMatching(/^\d+\.\d+\.\d+\n$/), error: '' });
    expect(ofPlan.out).toContain('explain');
    const readme = readFileSync(join(root, 'README.md'), 'utf8');
    const codes = [...help.out.matchAll(/^ {2}(\d) {2}(.+)$/gm)].map(([, code, meaning]) => `| ${code} | ${meaning} |`);
    expect(codes).toHaveLength(5);
    for (const line of codes) expect(readme).toContain(line);
    expect((await run('plan', 'check', '--help')).out).toContain('Exit codes:');
  });

  test('R4.3 ends with 2 on wrong usage and says what is wrong', { timeout: 60_000 }, async () => {
    const { run } = cliPlace();
    const [unknown, missing, option, scenario] = await Promise.all([
      run('explode'),
      run('hold', 'rol-1'),
      run('status', '--loud'),
      run('drill', 'nope'),
    ]);
    expect(scenario).toMatchObject({ code: 2, out: '', error: expect.stringMatching(/no scenario nope\. .*good-release, bad-release/) });
    expect(unknown).toMatchObject({ code: 2, error: expect.stringContaining("unknown command 'explode'") });
    expect(missing).toMatchObject({ code: 2, error: expect.stringContaining("'--reason <text>' not specified") });
    expect(option).toMatchObject({ code: 2, error: expect.stringContaining("unknown option '--loud'") });
  });
});

describe('plan files', () => {
  test('R6.3 ends with 0 on a good plan and with 1 on a broken one, naming file, line, column and path', { timeout: 60_000 }, async () => {
    const { run, file } = cliPlace();
    const good = file('good.yaml', plainPlan);
    const broken = file('broken.yaml', planLike(['bake: 1m', 'bake: soon']));
    const [checked, problems, json, told, none] = await Promise.all([
      run('plan', 'check', good),
      run('plan', 'check', broken),
      run('plan', 'check', broken, '--json'),
      run('plan', 'explain', good),
      run('plan', 'check', join('nowhere', 'none.yaml')),
    ]);
    expect(checked).toMatchObject({ code: 0, out: expect.stringContaining('no problems'), error: '' });
    expect(problems.code).toBe(1);
    expect(problems.out).toMatch(/broken\.yaml:16:\d+ stages\[0\]\.bake /);
    expect(JSON.parse(json.out)).toMatchObject({ ok: false, problems: [{ line: 16, path: 'stages[0].bake' }] });
    expect(told).toMatchObject({ code: 0, out: expect.stringContaining('10 %') });
    expect(none).toMatchObject({ code: 2, error: expect.stringMatching(/^There is no file .*none\.yaml\. Check the path/) });
  });

  test('R6.3 ends with 2 on what cannot be a plan, and names a command that can be pasted', { timeout: 60_000 }, async () => {
    const { run, file, folder } = cliPlace();
    const broken = file('my plan.yaml', planLike(['bake: 1m', 'bake: soon']));
    const large = file('large.yaml', '');
    truncateSync(large, 50 * 1024 * 1024);
    const binary = join(folder, 'binary.yaml');
    writeFileSync(binary, Buffer.from([0xff, 0xfe, 0x00, 0x80]));
    const [of, ofLarge, ofBinary, explained] = await Promise.all([
      run('plan', 'explain', folder),
      run('plan', 'check', large),
      run('plan', 'check', binary, '--json'),
      run('plan', 'explain', broken),
    ]);
    expect(of).toMatchObject({ code: 2, error: expect.stringMatching(/is a folder\. Name one plan file in it/) });
    expect(ofLarge).toMatchObject({ code: 2, error: expect.stringContaining('too large for a plan: 50 MB, at most 1 MB') });
    expect(ofBinary).toMatchObject({ code: 2, error: expect.stringContaining('is not a text file') });
    expect(JSON.parse(ofBinary.out)).toMatchObject({ error: { code: 'usage' } });
    expect(explained).toMatchObject({ code: 1, error: expect.stringContaining(`npm run --silent tidegate -- plan check '${broken}'`) });
  });
});

describe('without a running console', () => {
  test('R4.3 shows the status as words and as JSON', { timeout: 60_000 }, async () => {
    const { run } = cliPlace();
    expect(await run('status')).toMatchObject({ code: 0, out: expect.stringContaining('nothing is rolling'), error: '' });
    const json = await run('status', '--json');
    expect(JSON.parse(json.out)).toMatchObject({ rolling: [], needs: [], status: { needsSetup: true } });
    expect(await run('rollouts', '--all')).toMatchObject({ code: 0, out: 'no rollouts\n' });
    expect(await run('rollouts')).toMatchObject({ code: 0, out: expect.stringMatching(/^no rollout is active; .*rollouts --all\n$/) });
    expect(await run('rollouts', '--json')).toMatchObject({ code: 0, out: '[]\n' });
  });

  test('R4.3 ends with 4 when a press is refused, with the reason on its own line', { timeout: 60_000 }, async () => {
    const { run } = cliPlace();
    const refused = await run('hold', 'rol-none', '--reason', 'Because');
    expect(refused).toMatchObject({ code: 4, error: 'There is no rollout rol-none.\n', out: '' });
    const json = await run('rollback', 'pryde', '2.0.0', '--reason', 'Because', '--json');
    expect(json.code).toBe(4);
    expect(JSON.parse(json.out)).toMatchObject({ error: { code: 'refused' } });
    expect(await run('hold', 'rol-none', '--reason', 'x')).toMatchObject({
      code: 4,
      error: 'The reason does not fit: Say why in at least three characters.\n',
    });
  });

  test('R4.11 backs up, restores and proves the log, which goes on after it', { timeout: 90_000 }, async () => {
    const { run, workspace } = cliPlace();
    const made = await run('backup', '--json');
    expect(made.code).toBe(0);
    const { file } = JSON.parse(made.out) as { file: string };
    // Beside each backup lies what proves it.
    expect(readdirSync(join(workspace, 'backups')).filter((name) => name.endsWith('.db'))).toHaveLength(1);
    expect(await run('audit', 'verify')).toMatchObject({ code: 0, out: 'All 1 entries are as they were written.\n' });
    const restored = await run('restore', file, '--reason', 'Practice');
    expect(restored).toMatchObject({ code: 0, out: expect.stringContaining('the replaced database is'), error: '' });
    const after = await run('audit', 'verify', '--json');
    expect(JSON.parse(after.out)).toMatchObject({ ok: true, entries: 1 });
    expect(await run('restore', 'no-such.db', '--reason', 'Practice')).toMatchObject({
      code: 4,
      error: expect.stringContaining('There is no backup no-such.db'),
    });
  });

  test('design 2.9 ends with 1 when an audit entry was changed', { timeout: 60_000 }, async () => {
    const { run, workspace } = cliPlace();
    await run('backup');
    const store = await openStore({ folder: workspace, now: () => 0 });
    const triggers = store.reader.all("SELECT name FROM sqlite_master WHERE type = 'trigger'");
    for (const { name } of triggers) store.writer.run(`DROP TRIGGER ${String(name)}`);
    store.writer.run(`UPDATE audit SET body = replace(body, 'hand', 'foot')`);
    store.close();
    expect(await run('audit', 'verify')).toMatchObject({ code: 1, out: expect.stringContaining('Entry 1 ') });
  });

  test('R4.11 says what to do with a truncated database, and puts a backup in its place', { timeout: 90_000 }, async () => {
    const { run, workspace } = cliPlace();
    const { file } = JSON.parse((await run('backup', '--json')).out) as { file: string };
    for (const name of ['tidegate.db-wal', 'tidegate.db-shm']) rmSync(join(workspace, name), { force: true });
    truncateSync(join(workspace, 'tidegate.db'), 5000);
    const broken = await run('status');
    expect(broken).toMatchObject({
      code: 1,
      error: expect.stringMatching(
        /tidegate\.db is damaged .*: npm run --silent tidegate -- restore \S+\.db --reason WHY --workspace \S+workspace\n$/,
      ),
    });
    expect(await run('restore', file, '--reason', 'The disk broke')).toMatchObject({ code: 0 });
    expect(await run('status')).toMatchObject({ code: 0 });
    expect(JSON.parse((await run('audit', 'verify', '--json')).out)).toMatchObject({ ok: true });
  });

  test('R4.3 has no link to give', { timeout: 60_000 }, async () => {
    const { run } = cliPlace();
    expect(await run('open')).toMatchObject({ code: 1, error: expect.stringContaining('No console runs on this workspace') });
  });
});

describe('beside another console', () => {
  test('R4.3 ends with 3 when the workspace is busy and its console does not answer', { timeout: 60_000 }, async () => {
    const { run, workspace } = cliPlace();
    await run('status');
    const lock = lockWorkspace(workspace);
    onTestFinished(() => lock?.release());
    expect(await run('status')).toMatchObject({ code: 3, error: expect.stringContaining('Another Tidegate runs on') });
  });

  test('design 2.6 asks a running console through its door, with the role that console has', { timeout: 60_000 }, async () => {
    const { run, workspace } = cliPlace();
    const open = await consoleOn(workspace, 'viewer');
    const [status, backup, link] = await Promise.all([run('status', '--json'), run('backup'), run('open')]);
    expect(JSON.parse(status.out)).toMatchObject({ status: { role: 'viewer', actor: 'Ada' } });
    expect(backup).toMatchObject({ code: 4, error: expect.stringContaining('This needs the role operator; you are viewer') });
    expect(link.out.trim()).toMatch(new RegExp(`^${open.listening.url}/login\\?token=`));
    const login = await fetch(link.out.trim(), { redirect: 'manual' });
    expect(login.status).toBe(302);
  });

  test('design 5 leaves its key only to its owner, and takes it away when it stops', { timeout: 60_000 }, async () => {
    const { workspace } = cliPlace();
    const open = await consoleOn(workspace, 'admin');
    const file = join(workspace, 'console.json');
    const address = JSON.parse(readFileSync(file, 'utf8')) as { key: string };
    expect(readdirSync(workspace)).toContain('console.json');
    expect(address.key.length).toBeGreaterThan(30);
    await open.stop();
    expect(readdirSync(workspace)).not.toContain('console.json');
  });
});
