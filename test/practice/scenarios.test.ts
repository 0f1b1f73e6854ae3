import { readdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { Scenario } from '../../main/practice/scenario.ts';
import { listScenarios, scenarioById } from '../../main/practice/scenarios.ts';
import { compareVersions } from '../../main/practice/version.ts';

describe('practice scenarios', () => {
  test('R1.12 lists every file of the folder once', () => {
    const files = readdirSync(new URL('../../resources/practice', import.meta.url)).filter((name) => name.endsWith('.json'));
    expect(
      listScenarios()
        .map((scenario) => `${scenario.id}.json`)
        .toSorted(),
    ).toEqual(files.toSorted());
  });

  test('R1.12 offers every drill with the outcome each must have', () => {
    const expected = Object.fromEntries(listScenarios().map((scenario) => [scenario.id, scenario.expected]));
    expect(expected).toEqual({
      'good-release': 'completed',
      'bad-release': 'rolledBack',
      'slow-release': 'rolledBack',
      'blind-source': 'held',
      'thin-traffic': 'waiting',
      drift: 'held',
      'flaky-platform': 'rolledBack',
      crash: 'rolledBack',
      'partial-failure': 'partial',
      'no-way-back': 'held',
      'drift-during-rollback': 'rolledBack',
      'lost-network-mid-press': 'rolledBack',
      'emergency-cli': 'rolledBack',
      'two-consoles': 'rolledBack',
      'asks-people': 'completed',
    });
  });

  test('R1.12 releases a newer version than the one before', () => {
    for (const scenario of listScenarios()) expect(compareVersions(scenario.version, scenario.previousVersion)).toBeGreaterThan(0);
  });

  test('R1.12 refuses an unknown field and an unknown id with words', () => {
    expect(() => Scenario.parse({ ...scenarioById('drift'), surprise: true })).toThrow(/surprise/);
    expect(() => scenarioById('nope')).toThrow(/good-release/);
  });
});
