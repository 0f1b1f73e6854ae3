import { expect, test } from 'vitest';
import { faultRun, kinds, places } from '../support/engine/faults.ts';

/** Two rounds of every kind at several awaits; `test/support/runs/faults.ts 1000` is the long run. */
const runs = kinds.length * 4;

test('R2.7 takes a release back under faults at every await of the act path without a double act, a lost entry or a false word', {
  timeout: 60_000,
}, async () => {
  const met = new Set<string>();
  let kills = 0;
  for (let seed = 1; seed <= runs; seed += 1) {
    const report = await faultRun(seed);
    for (const one of report.struck) met.add(one);
    kills += report.kills;
    expect(report).toMatchObject({ doubleActs: 0, lostAudit: [], untruths: [], unknownLeft: 0, settled: true });
  }
  for (const place of places) expect([...met].some((one) => one.startsWith(place))).toBe(true);
  for (const kind of kinds) expect([...met].some((one) => one.endsWith(kind))).toBe(true);
  expect(kills).toBeGreaterThan(5);
});
