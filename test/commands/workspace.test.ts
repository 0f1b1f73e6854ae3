import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import type { PracticeHost } from '../../main/commands/world.ts';
import { callNames, contract } from '../../main/contract/index.ts';
import { StoreError } from '../../main/store/open.ts';
import { minute, plainPlan, planLike, runningRollout } from '../support/engine/bench.ts';
import { openWorld } from '../support/engine/world.ts';

const reason = 'Because a test wants it';
const secret = 'slack-hook-that-nobody-may-see';
const slack = { adapter: 'slack-webhook', name: 'team chat', settings: { url: `https://hooks.slack.com/services/T1/B1/${secret}` } };
const guardian = { adapter: 'guardian', name: 'gate', settings: { url: 'https://guardian.example', token: secret } };

describe('connections', () => {
  test('design 5 keep secrets in the vault: not in the store, the answers, the audit log or a push', async () => {
    const bench = await openWorld();
    const pushes: string[] = [];
    bench.hub.subscribe((push) => pushes.push(JSON.stringify(push)));
    for (const input of [slack, guardian]) {
      const row = await bench.ask('connections.save', input, { key: input.name });
      expect(row.secretsSet.length).toBeGreaterThan(0);
      await bench.ask('connections.test', { connectionId: row.id });
    }
    await bench.ask('connections.list', {});
    await bench.ask('audit.list', {});
    bench.hub.flush();
    expect(pushes.join()).toContain('team chat');
    expect([...bench.crossed, ...pushes].join()).not.toContain(secret);
    bench.store.database.pragma('wal_checkpoint(TRUNCATE)');
    for (const file of readdirSync(bench.folder)) expect(readFileSync(join(bench.folder, file)).includes(secret), `in ${file}`).toBe(false);
    expect(bench.vault.ids()).toHaveLength(2);
  });

  test('design 5 keep a stored secret that is left out or left empty when they are changed', async () => {
    const bench = await openWorld();
    const { id } = await bench.ask('connections.save', guardian);
    const changed = await bench.ask('connections.save', { ...guardian, id, settings: { url: 'https://guard.example', token: '' } });
    expect(changed.settings).toMatchObject({ url: 'https://guard.example' });
    expect(bench.vault.get(`${id}/token`)).toBe(secret);
  });

  test('design 5 are refused with the field when a setting is not right, and nothing is kept', async () => {
    const bench = await openWorld();
    const problem = await bench.refused('connections.save', { ...guardian, settings: { url: 'not an address', token: secret } });
    expect(problem).toMatchObject({ code: 'refused', fields: { url: expect.any(String) } });
    expect(bench.vault.ids()).toEqual([]);
    expect((await bench.refused('connections.save', { ...guardian, adapter: 'carrier-pigeon' })).message).toContain('Known adapters: ');
    expect(await bench.refused('connections.save', { ...guardian, name: 'chat' })).toMatchObject({ fields: { name: 'taken' } });
    expect((await bench.refused('connections.save', { ...guardian, id: 'con-none' })).code).toBe('notFound');
  });

  test('R6.3 say who uses them: targets by application and name, sources by the rollouts that need them', async () => {
    const bench = await openWorld();
    await runningRollout(bench);
    const rows = await bench.ask('connections.list', {});
    const usedBy = Object.fromEntries(rows.map((row) => [row.name, row.usedBy]));
    expect(usedBy).toEqual({ hosting: ['Pryde web'], numbers: ['Pryde web: 2.0.0'], chat: ['Pryde web: 2.0.0'], guardian: [] });
    await bench.run(5 * minute);
    expect((await bench.ask('connections.list', {})).find((row) => row.name === 'numbers')?.usedBy).toEqual([]);
  });

  test('R6.3 are removed with their secrets, unless a target needs them', async () => {
    const bench = await openWorld();
    const { id } = await bench.ask('connections.save', guardian);
    await bench.ask('connections.remove', { connectionId: id, reason });
    expect(bench.vault.ids()).toEqual([]);
    expect((await bench.refused('connections.remove', { connectionId: 'con-platform', reason })).message).toContain('used by web');
    expect((await bench.refused('connections.remove', { connectionId: id, reason })).code).toBe('notFound');
  });

  test('R6.3 are tested without throwing, and adapters are listed with their fields', async () => {
    const bench = await openWorld();
    expect(await bench.ask('connections.test', { connectionId: 'con-chat' })).toMatchObject({ ok: true, lines: [{ what: 'Connect' }] });
    bench.world.deps.desk.test = () => Promise.reject(new Error('no route'));
    expect(await bench.ask('connections.test', { connectionId: 'con-chat' })).toMatchObject({ ok: false, lines: [{ ok: false }] });
    const adapters = await bench.ask('connections.adapters', {});
    expect(adapters.map((one) => one.id)).toEqual(expect.arrayContaining(['github-releases', 'flagsmith', 'prometheus', 'guardian']));
  });
});

describe('applications and targets', () => {
  const target = {
    applicationId: 'pryde',
    connectionId: 'con-platform',
    channel: 'stable',
    name: 'Site',
    settings: { site: 'pryde', channels: 'alpha=10,live=100' },
    population: 500,
  };

  test('R6.3 are saved and listed with what the platform shows', async () => {
    const bench = await openWorld();
    expect(await bench.ask('fleet.saveApplication', { name: 'Harbor & Co.' })).toEqual({ id: 'harbor-co' });
    const saved = await bench.ask('fleet.saveTarget', target);
    expect(saved).toMatchObject({ name: 'Site', surface: 'web', connectionName: 'hosting', platform: { problem: { kind: 'invalid' } } });
    const [, pryde] = await bench.ask('fleet.applications', {});
    expect(pryde?.targets.map((one) => one.name).toSorted()).toEqual(['Site', 'web']);
  });

  test('R6.3 are refused with the field that is not right', async () => {
    const bench = await openWorld();
    expect(await bench.refused('fleet.saveTarget', { ...target, settings: {} })).toMatchObject({
      code: 'refused',
      fields: expect.objectContaining({ site: expect.any(String) }),
    });
    expect((await bench.refused('fleet.saveTarget', { ...target, connectionId: 'con-chat' })).message).toContain('gives notices');
    expect((await bench.refused('fleet.saveTarget', { ...target, applicationId: 'none' })).code).toBe('notFound');
  });

  test('R6.3 with rollouts on record cannot be removed', async () => {
    const bench = await openWorld();
    bench.addTarget('spare', 'web');
    await runningRollout(bench);
    expect((await bench.refused('fleet.removeTarget', { targetId: 'web', reason })).message).toContain('has rollouts on record');
    expect(await bench.ask('fleet.removeTarget', { targetId: 'spare', reason })).toEqual({});
  });
});

describe('plans', () => {
  test('R6.3 are checked, saved, listed and read, presets beside the team’s own', async () => {
    const bench = await openWorld();
    expect(await bench.ask('plans.check', { text: plainPlan })).toMatchObject({ ok: true, problems: [], hash: expect.any(String) });
    const saved = await bench.ask('plans.save', { file: 'mine.yaml', text: plainPlan });
    expect(saved).toMatchObject({ name: 'plain', origin: 'workspace', text: plainPlan, gates: 1 });
    const rows = await bench.ask('plans.list', {});
    expect(rows.map((row) => row.file)).toEqual(expect.arrayContaining(['mine.yaml', 'practice.yaml']));
    expect(rows.filter((row) => row.problems.length > 0)).toEqual([]);
    expect((await bench.ask('plans.get', { file: 'plain' })).file).toBe('mine.yaml');
    expect((await bench.refused('plans.get', { file: '../../etc/passwd' })).code).toBe('notFound');
  });

  test('R6.3 that are broken are refused with line and message, and not written', async () => {
    const bench = await openWorld();
    const problem = await bench.refused('plans.save', { file: 'mine.yaml', text: planLike(['bake: 1m', 'bake: soon']) });
    expect(problem).toMatchObject({ code: 'refused', message: expect.stringMatching(/^mine\.yaml was not saved: line 16, .*bake/) });
    expect(existsSync(join(bench.folder, 'plans', 'mine.yaml'))).toBe(false);
    const checked = await bench.ask('plans.check', { text: 'name: [' });
    expect(checked).toMatchObject({ ok: false, hash: null, problems: [expect.objectContaining({ line: expect.any(Number) })] });
  });

  test('R6.3 are only written into the plans folder', async () => {
    const { refused } = await openWorld();
    for (const file of ['../evil.yaml', 'a/b.yaml', 'plan.txt', ''])
      expect((await refused('plans.save', { file, text: plainPlan })).code, `as ${file}`).toBe('input');
  });

  test('R6.3 that somebody broke by hand are listed with their problems', async () => {
    const bench = await openWorld();
    mkdirSync(join(bench.folder, 'plans'));
    writeFileSync(join(bench.folder, 'plans', 'hand.yaml'), 'name: hand\nstages: 3\n');
    const row = (await bench.ask('plans.list', {})).find((one) => one.file === 'hand.yaml');
    expect(row?.problems.length).toBeGreaterThan(0);
  });
});

describe('settings', () => {
  test('design 2.6 may lower the role of a console, never raise it above what it was opened with', async () => {
    const operator = await openWorld({ openedAs: 'operator' });
    expect(await operator.ask('system.saveSettings', { role: 'viewer' })).toMatchObject({ role: 'viewer' });
    expect(await operator.ask('system.saveSettings', { role: 'operator' })).toMatchObject({ role: 'operator' });
    expect(await operator.refused('system.saveSettings', { role: 'admin' })).toMatchObject({
      code: 'refused',
      message: expect.stringContaining('opened as operator: it cannot become admin'),
    });
    expect(await operator.ask('system.settings', {})).toMatchObject({ role: 'operator', workspaceFolder: operator.folder });
  });

  test('R6.3 keep what was not named, and are on record', async () => {
    const bench = await openWorld();
    await bench.ask('system.saveSettings', { theme: 'dark' });
    expect(await bench.ask('system.saveSettings', { actorName: 'Grace' })).toMatchObject({ theme: 'dark', actorName: 'Grace' });
    expect(bench.audited()).toEqual(['settings.saved', 'settings.saved']);
  });
});

describe('backups', () => {
  test('R4.11 are made checked, listed and put back, which the log that goes on notes', async () => {
    const bench = await openWorld();
    const made = await bench.ask('system.backup', {});
    expect(made).toMatchObject({ intact: true, reason: 'by hand' });
    expect(await bench.ask('system.backups', {})).toHaveLength(1);
    await bench.ask('system.restore', { file: made.file, reason });
    expect(bench.restored).toEqual([made.file]);
    expect(bench.audited()).toEqual(['backup.made', 'backup.restored']);
  });

  test('R4.11 that cannot be put back are refused with the reason, and leave no entry', async () => {
    const bench = await openWorld();
    const restore = (): Promise<string> => Promise.reject(new StoreError('damaged', 'b.db is damaged, so it was not restored.'));
    Object.assign(bench.world, { restore });
    expect(await bench.refused('system.restore', { file: 'b.db', reason })).toEqual({
      code: 'refused',
      message: 'b.db is damaged, so it was not restored.',
    });
    expect(bench.audited()).toEqual([]);
  });
});

describe('first start and practice', () => {
  function practiceHost(): PracticeHost {
    const host = {
      networkUp: true,
      setUp: vi.fn<() => Promise<void>>(async () => undefined),
      scenarios: () => [{ id: 'bad-release', title: 'Bad', summary: 'Turns bad', watch: 'errors', running: false }],
      play: () => ({ applicationId: 'pryde', version: '2.0.0', plan: 'plain', flagPlan: 'plain' }),
      history: () => [],
      setNetwork(up: boolean) {
        host.networkUp = up;
      },
    };
    return host;
  }

  test('R6.1 asks for a choice once, and sets the practice fleet up', async () => {
    const practice = practiceHost();
    const bench = await openWorld({ practice });
    expect(await bench.ask('fleet.status', {})).toMatchObject({ needsSetup: true, practice: false });
    await bench.ask('system.setup', { choice: 'practice' });
    expect(practice.setUp).toHaveBeenCalledOnce();
    expect(await bench.ask('fleet.status', {})).toMatchObject({ needsSetup: false, practice: true });
  });

  test('R6.1 plays a scenario on the fleet, and cuts its network', async () => {
    const bench = await openWorld({ practice: practiceHost() });
    await bench.ask('plans.save', { file: 'plain.yaml', text: plainPlan });
    bench.addTarget('switch', 'flag');
    expect(await bench.ask('practice.scenarios', {})).toHaveLength(1);
    expect(await bench.ask('practice.play', { scenario: 'bad-release' })).toEqual({ applicationId: 'pryde', version: '2.0.0' });
    expect(await bench.ask('rollouts.list', {})).toHaveLength(2);
    expect(await bench.ask('practice.state', {})).toEqual({ networkUp: true });
    expect(await bench.ask('practice.network', { up: false })).toEqual({ up: false });
    expect(await bench.ask('practice.state', {})).toEqual({ networkUp: false });
  });

  test('R6.1 says why a workspace of your own has no scenarios', async () => {
    const bench = await openWorld();
    expect(await bench.ask('practice.scenarios', {})).toEqual([]);
    expect(await bench.ask('practice.state', {})).toEqual({ networkUp: null });
    expect((await bench.refused('practice.play', { scenario: 'x' })).message).toContain('your own platforms');
    expect((await bench.refused('practice.network', { up: true })).code).toBe('refused');
  });
});

test('design 2.6 has every call of the contract tried somewhere in these files', () => {
  const folder = import.meta.dirname;
  const text = readdirSync(folder)
    .filter((file) => file.endsWith('.test.ts'))
    .map((file) => readFileSync(join(folder, file), 'utf8'))
    .join('\n');
  expect(callNames.filter((name) => !text.includes(`'${name}'`))).toEqual([]);
  expect(Object.keys(contract)).toHaveLength(callNames.length);
});
