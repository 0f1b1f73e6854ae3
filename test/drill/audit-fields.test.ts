import { expect, test } from 'vitest';
import type { AuditEntry } from '../../main/core/model/audit.ts';
import { runDrill } from '../../main/drill/run.ts';
import { listAudit } from '../../main/store/audit.ts';

test('R1.11 has every field in every entry about a rollback, through a whole bad release', { timeout: 120_000 }, async () => {
  let entries: AuditEntry[] = [];
  await runDrill('bad-release', 7, async (running) => {
    entries = listAudit(running.world.deps.store.reader, { limit: 5000 });
  });
  const back = entries.filter((entry) => entry.action === 'rollout.rolledBack');
  expect(back).toHaveLength(4);
  for (const entry of back) {
    expect(entry).toMatchObject({
      actor: { kind: 'system' },
      trigger: 'gate',
      applicationId: expect.any(String),
      targetId: expect.any(String),
      channel: expect.any(String),
      rolloutId: expect.any(String),
      version: expect.any(String),
      toVersion: expect.any(String),
      usersAffected: expect.any(Number),
      durationMs: expect.any(Number),
      idempotencyKey: expect.any(String),
      snapshotHash: expect.any(String),
      before: { version: expect.any(String), percent: expect.any(Number) },
      after: { status: expect.any(String) },
    });
    expect(entry.reason).toMatch(/\d/);
  }
  const sent = entries.filter((entry) => entry.action === 'action.sent' && entry.toVersion !== null);
  expect(sent.length).toBeGreaterThanOrEqual(4);
  for (const entry of sent) expect(entry.reason).toMatch(/^Take .* back to .*\.$|; try \d+\.$/);
  const decided = entries.find((entry) => entry.action === 'rollout.rollback');
  expect(decided).toMatchObject({
    toVersion: expect.any(String),
    snapshotHash: expect.any(String),
    idempotencyKey: expect.stringMatching(/^dec_/),
  });
  // Nothing in the log speaks like a machine.
  expect(entries.map((entry) => entry.reason).filter((reason) => /^\w+, try \d|^[a-z]\w*: |undefined|null|NaN/.test(reason))).toEqual([]);
});
