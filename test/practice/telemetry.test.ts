import { expect, test } from 'vitest';
import { IntakeBatch } from '../../main/engine/intake.ts';
import { createFleet } from '../../main/practice/fleet.ts';
import { scenarioById } from '../../main/practice/scenarios.ts';
import { createTelemetry } from '../../main/practice/telemetry.ts';

const began = Date.parse('2026-11-20T10:00:00Z');

test('R5.6 the practice applications report their errors by cause, each in a batch that the intake takes', () => {
  let now = began;
  const fleet = createFleet({ scenario: scenarioById('good-release'), seed: 1, now: () => now });
  expect(fleet.telemetry()).toEqual([]);
  const seen = [];
  for (let turn = 0; turn < 20; turn += 1) {
    now += 3000;
    const events = fleet.telemetry();
    expect(IntakeBatch.safeParse({ events }).error).toBeUndefined();
    seen.push(...events);
  }
  const names = new Set(seen.filter((event) => event.kind === 'error').map((event) => event.name));
  expect(names).toEqual(new Set(['TypeError', 'HttpError', 'TimeoutError']));
  expect(seen.filter((event) => event.kind === 'swUpdate').every((event) => event.platform === 'web')).toBe(true);
  expect(seen.every((event) => event.count >= 1 && Number.isInteger(event.count))).toBe(true);
});

test('R5.6 a release that turned bad reports causes that a good one never has', () => {
  const now = (): number => began;
  const state = createFleet({ scenario: scenarioById('bad-release'), seed: 1, now }).image();
  const telemetry = createTelemetry({ state, now });
  telemetry();
  const group = Object.values(state.groups).find((one) => one.application === 'pryde' && one.platform === 'web');
  if (group === undefined) throw new Error('Nobody uses Pryde on the web.');
  Object.assign(group.counts, { requests: group.counts.requests + 1000, errors: group.counts.errors + 100 });
  const events = telemetry();
  expect(events.map((event) => [event.name, event.count])).toEqual([
    ['TypeError', 56],
    ['HttpError', 20],
    ['ChunkLoadError', 12],
    ['TypeError', 12],
  ]);
  expect(events.every((event) => event.release === '2.3.0' && event.platform === 'web')).toBe(true);
});
