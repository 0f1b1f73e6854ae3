import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { vaultOrphans } from '../../main/commands/vault-orphans.ts';
import { listAudit } from '../../main/store/audit.ts';
import { openWorld, type TestWorld } from '../support/engine/world.ts';
import { hour } from '../support/engine/bench.ts';

const made = { name: 'ci', applicationId: 'pryde', shape: 'standard' } as const;

test('R1.9 makes a webhook for an application, shows its secret once and keeps it in the vault alone', async () => {
  const bench = await openWorld();
  expect((await bench.refused('hooks.create', made, { role: 'operator' })).code).toBe('role');
  expect((await bench.refused('hooks.create', { ...made, applicationId: 'nobody' })).code).toBe('notFound');
  const { hook, secret } = await bench.ask('hooks.create', made, { key: 'k-1' });
  expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
  expect(hook).toMatchObject({ name: 'ci', applicationName: expect.any(String), path: `/hooks/${hook.id}`, secretKept: true, used: 0 });
  // The same press again: the answer that was kept has no secret in it.
  expect(await bench.call('hooks.create', made, { key: 'k-1' })).toMatchObject({ ok: true, replayed: true, answer: { secret: null } });
  expect((await bench.refused('hooks.create', made)).message).toContain('A webhook named ci exists already');
  expect((await bench.ask('hooks.list', {})).hooks.map((one) => one.name)).toEqual(['ci']);
  const files = ['tidegate.db', 'tidegate.db-wal'].map((name) => readFileSync(join(bench.folder, name), 'latin1')).join('');
  expect(files).toContain('hook.created');
  expect(files).not.toContain(secret ?? '-');
  expect(bench.vault.ids()).toEqual([`hook/${hook.id}/secret`]);
});

test('R1.9 changes the secret of a webhook, with or without a time in which both are taken', async () => {
  const bench = await openWorld();
  const { hook, secret } = await bench.ask('hooks.create', { ...made, shape: 'github' });
  expect(secret).toMatch(/^[0-9a-f]{64}$/);
  const soft = await bench.ask('hooks.rotate', { hookId: hook.id, keepFormerHours: 24, reason: 'Every quarter' });
  expect(soft.hook).toMatchObject({ formerUntil: bench.clock.now() + 24 * hour, rotatedAt: bench.clock.now() });
  expect(soft.secret).not.toBe(secret);
  expect(bench.vault.get(`hook/${hook.id}/former`)).toBe(secret);
  const hard = await bench.ask('hooks.rotate', { hookId: hook.id, reason: 'It was in a chat' });
  expect(hard.hook.formerUntil).toBeNull();
  expect(bench.vault.ids()).toEqual([`hook/${hook.id}/secret`]);
  expect((await bench.refused('hooks.rotate', { hookId: 'nope', reason: 'Because' })).code).toBe('notFound');
});

test('R1.9 removes a webhook with its secrets, and keeps who did it and why', async () => {
  const bench = await openWorld();
  const { hook } = await bench.ask('hooks.create', made);
  await bench.ask('hooks.remove', { hookId: hook.id, reason: 'The program is gone' });
  expect((await bench.ask('hooks.list', {})).hooks).toEqual([]);
  expect(bench.vault.ids()).toEqual([]);
  const [entry] = listAudit(bench.store.reader, { limit: 1 });
  expect(entry).toMatchObject({ action: 'hook.removed', reason: 'The program is gone', applicationId: 'pryde', actor: { name: 'Ada' } });
  expect((await bench.refused('hooks.remove', { hookId: hook.id, reason: 'Again' })).code).toBe('notFound');
});

/** From now on the named change of a webhook fails when its transaction is to end, as on a disk that is full by then. */
function failAtCommit(bench: TestWorld, change: 'INSERT' | 'UPDATE' | 'DELETE'): void {
  bench.store.database.exec(`
    CREATE TABLE nowhere (id INTEGER PRIMARY KEY);
    CREATE TABLE broken (nowhere_id INTEGER REFERENCES nowhere (id) DEFERRABLE INITIALLY DEFERRED);
    CREATE TRIGGER break_${change} AFTER ${change} ON hook BEGIN INSERT INTO broken VALUES (1); END;`);
}

test('R1.9 keeps the secret that senders have when a rotation cannot be stored, the one before it too', async () => {
  const bench = await openWorld();
  const { hook, secret } = await bench.ask('hooks.create', made);
  const second = await bench.ask('hooks.rotate', { hookId: hook.id, keepFormerHours: 24, reason: 'Every quarter' });
  failAtCommit(bench, 'UPDATE');
  for (const keepFormerHours of [0, 24]) {
    expect((await bench.refused('hooks.rotate', { hookId: hook.id, keepFormerHours, reason: 'Again' })).code).toBe('internal');
    expect([bench.vault.get(`hook/${hook.id}/secret`), bench.vault.get(`hook/${hook.id}/former`)]).toEqual([second.secret, secret]);
  }
  expect(bench.audited().filter((action) => action === 'hook.rotated')).toHaveLength(1);
});

test('R1.9 changes nothing when the vault cannot be written', async () => {
  const bench = await openWorld();
  const { hook } = await bench.ask('hooks.create', made);
  const before = (await bench.ask('hooks.list', {})).hooks;
  const set = vi.spyOn(bench.vault, 'set').mockImplementation(() => {
    throw new Error('The disk with vault.json is full.');
  });
  expect((await bench.refused('hooks.rotate', { hookId: hook.id, reason: 'Every quarter' })).message).toContain('is full');
  expect((await bench.refused('hooks.create', { ...made, name: 'other' })).message).toContain('is full');
  set.mockRestore();
  expect((await bench.ask('hooks.list', {})).hooks).toEqual(before);
  expect(bench.vault.ids()).toEqual([`hook/${hook.id}/secret`]);
});

test('R1.9 keeps the secret of a webhook that could not be removed, and finds one that outlived its webhook', async () => {
  const bench = await openWorld();
  const { hook, secret } = await bench.ask('hooks.create', made);
  failAtCommit(bench, 'DELETE');
  expect((await bench.refused('hooks.remove', { hookId: hook.id, reason: 'Gone' })).code).toBe('internal');
  expect(bench.vault.get(`hook/${hook.id}/secret`)).toBe(secret);
  bench.store.database.exec('DROP TRIGGER break_DELETE');
  const remove = vi.spyOn(bench.vault, 'remove').mockImplementation(() => {
    throw new Error('The disk with vault.json is full.');
  });
  await bench.ask('hooks.remove', { hookId: hook.id, reason: 'Gone' });
  remove.mockRestore();
  expect(bench.logged.map((line) => line.message)).toContain('the secrets of a removed webhook could not be removed from the vault');
  expect(vaultOrphans(bench.world)).toMatchObject([{ count: 1, examples: [`hook/${hook.id}/secret`] }]);
});

test('R1.9 says when a webhook has no secret on this machine, as after a restore elsewhere', async () => {
  const bench = await openWorld();
  const { hook } = await bench.ask('hooks.create', made);
  bench.vault.remove(`hook/${hook.id}/secret`);
  expect((await bench.ask('hooks.list', {})).hooks[0]).toMatchObject({ secretKept: false });
});
