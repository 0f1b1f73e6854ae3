import { describe, expect, test } from 'vitest';
import type { AuditEntry } from '../../main/core/model/audit.ts';
import { runDrill } from '../../main/drill/run.ts';
import { listScenarios } from '../../main/practice/scenarios.ts';
import type { Running } from '../../main/start.ts';
import { listAudit } from '../../main/store/audit.ts';
import { type LookBack, lookBack } from '../support/drill/look-back.ts';

const seed = 7;
/** What each drill looks like when it is computed again afterwards. */
const lookedBack = new Map<string, LookBack>();
let auditOfBadRelease: readonly AuditEntry[] = [];

async function remember(id: string, running: Running): Promise<void> {
  lookedBack.set(id, await lookBack(running));
}

const extended = process.env['TIDEGATE_TESTS'] === 'extended';
/** One drill of each kind of end, and those in which something breaks in the middle; the extended tests run all. */
const often = ['good-release', 'bad-release', 'blind-source', 'drift', 'partial-failure'];
const scenarios = listScenarios().filter((scenario) => extended || often.includes(scenario.id));
const others = scenarios.filter((scenario) => scenario.id !== 'bad-release');

describe('R1.12 rehearses', () => {
  for (const scenario of others) {
    // Most of a drill is waiting for answers, so a few run side by side; the one whose times count runs alone.
    test.concurrent(`R1.12 ends ${scenario.id} as ${scenario.expected}, with nothing done twice and a true report`, {
      timeout: 90_000,
    }, async () => {
      const report = await runDrill(scenario.id, seed, (running) => remember(scenario.id, running));
      expect(report).toMatchObject({ outcome: scenario.expected, doubleActs: 0, auditVerified: true, untruths: [] });
    });
  }
});

test('R1.8 takes a bad release back on every target within two seconds of the decision, with nothing done twice', {
  timeout: 90_000,
}, async () => {
  const report = await runDrill('bad-release', seed, async (running) => {
    auditOfBadRelease = listAudit(running.world.deps.store.reader, { limit: 5000 });
    await remember('bad-release', running);
  });
  expect(report).toMatchObject({ outcome: 'rolledBack', doubleActs: 0, auditVerified: true, untruths: [] });
  const back = report.actions.filter((action) => action.operation === 'rollback');
  expect(back.map((action) => [action.target, action.result])).toEqual([
    ['web', 'confirmed'],
    ['desktop', 'confirmed'],
    ['mobile', 'confirmed'],
    ['flag', 'confirmed'],
  ]);
  expect(report.sentMs).toBeLessThanOrEqual(2000);
  // 72,000 people use the application, and the first stage is open to 10 % of them.
  expect(report.exposedUsersMax).toBeLessThanOrEqual(7200);
  expect(report.exposedUsersMax).toBeGreaterThan(0);
});

describe('R1.12 looks back', () => {
  // The drills above, seen again: running them a second time would say nothing new.
  test.each(scenarios.map((scenario) => scenario.id))('R1.12 backtests %s as it was decided live, case by case', (id) => {
    const { cases = [] } = lookedBack.get(id) ?? {};
    expect(cases.length).toBeGreaterThan(0);
    expect(cases.map(({ target, backtest }) => ({ target, stopped: backtest }))).toEqual(
      cases.map(({ target, live }) => ({ target, stopped: live })),
    );
  });

  test.each(scenarios.map((scenario) => scenario.id))('R6.2 computes every decision of %s again as it was recorded', (id) => {
    const { decisions = 0, differing = [] } = lookedBack.get(id) ?? {};
    expect(decisions).toBeGreaterThan(0);
    expect(differing).toEqual([]);
  });
});

test('R1.11 has every field in every entry about a rollback, through a whole bad release', () => {
  const entries = auditOfBadRelease;
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
