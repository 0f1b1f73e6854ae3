import { describe, expect, test } from 'vitest';
import { runDrill } from '../../main/drill/run.ts';
import { listScenarios } from '../../main/practice/scenarios.ts';

const seed = 7;
const others = listScenarios().filter((scenario) => scenario.id !== 'bad-release');

describe('R1.12 rehearses', () => {
  for (const scenario of others) {
    test(`R1.12 ends ${scenario.id} as ${scenario.expected}, with nothing done twice`, { timeout: 90_000 }, async () => {
      const report = await runDrill(scenario.id, seed);
      expect(report).toMatchObject({ outcome: scenario.expected, doubleActs: 0, auditVerified: true });
    });
  }
});

test('R1.8 takes a bad release back on every target within two seconds of the decision, with nothing done twice', {
  timeout: 90_000,
}, async () => {
  const report = await runDrill('bad-release', seed);
  expect(report).toMatchObject({ outcome: 'rolledBack', doubleActs: 0, auditVerified: true });
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
