import { describe, expect, test } from 'vitest';
import { decide, freezeAt, freezeEnds } from '../../../main/core/decide/index.ts';
import type { FreezeSpec } from '../../../main/core/model/plan.ts';
import { now, samplePlan, sampleRollout, sampleSnapshot, sampleVerdict } from '../../support/core-samples.ts';

const freeze = (over: Partial<FreezeSpec>): FreezeSpec => ({
  title: 'Quiet',
  days: [],
  fromMinute: 0,
  toMinute: 24 * 60,
  dates: null,
  ...over,
});
const at = (text: string) => Date.parse(text);
const holds = (zone: string, spec: FreezeSpec, text: string) => freezeAt({ zone, freezes: [spec] }, at(text)) !== null;
const friday = 5;
const saturday = 6;

describe('hours', () => {
  const evening = freeze({ fromMinute: 18 * 60, toMinute: 22 * 60 });
  test.each([
    ['2026-11-20T17:59:59Z', false],
    ['2026-11-20T18:00:00Z', true],
    ['2026-11-20T21:59:59Z', true],
    ['2026-11-20T22:00:00Z', false],
  ])('R2.9 freezes from 18:00 to 22:00: %s %s', (text, frozen) => {
    expect(holds('UTC', evening, text)).toBe(frozen);
  });

  test.each([
    ['Europe/Berlin', '2026-11-20T17:30:00Z', true],
    ['Europe/Berlin', '2026-07-20T16:30:00Z', true],
    ['America/New_York', '2026-11-20T18:30:00Z', false],
    ['America/New_York', '2026-11-20T23:30:00Z', true],
    ['Asia/Kolkata', '2026-11-20T12:30:00Z', true],
    ['Asia/Kathmandu', '2026-11-20T12:14:59Z', false],
    ['Asia/Kathmandu', '2026-11-20T12:15:00Z', true],
  ])('design 4 reads the hours on the clock of %s: %s %s', (zone, text, frozen) => {
    expect(holds(zone, evening, text)).toBe(frozen);
  });
});

describe('days and dates', () => {
  const weekend = freeze({ days: [friday], fromMinute: 18 * 60, toMinute: 6 * 60 });
  test.each([
    ['2026-11-20T17:00:00Z', false],
    ['2026-11-20T23:59:00Z', true],
    ['2026-11-21T00:00:00Z', true],
    ['2026-11-21T05:59:00Z', true],
    ['2026-11-21T06:00:00Z', false],
    ['2026-11-21T20:00:00Z', false],
  ])('design 4 lets a freeze that runs over midnight belong to the day it began on: %s %s', (text, frozen) => {
    expect(holds('UTC', weekend, text)).toBe(frozen);
  });

  test('design 4 freezes whole days, also with midnight written as 00:00', () => {
    for (const toMinute of [24 * 60, 0]) {
      const whole = freeze({ days: [saturday], toMinute });
      expect(['2026-11-21T00:00:00Z', '2026-11-21T23:59:59Z', '2026-11-22T00:00:00Z'].map((text) => holds('UTC', whole, text))).toEqual([
        true,
        true,
        false,
      ]);
    }
  });

  test('design 4 freezes from the first to the last calendar day of the zone', () => {
    const holidays = freeze({ dates: { from: '2026-12-24', to: '2026-12-26' } });
    expect(
      ['2026-12-23T22:59:59Z', '2026-12-23T23:00:00Z', '2026-12-26T22:59:59Z', '2026-12-26T23:00:00Z'].map((text) =>
        holds('Europe/Berlin', holidays, text),
      ),
    ).toEqual([false, true, true, false]);
  });
});

describe('daylight saving', () => {
  const night = freeze({ fromMinute: 2 * 60, toMinute: 3 * 60 });
  test('design 4 freezes both of the hours that the clock shows twice, and none that it leaves out', () => {
    expect(
      ['2026-10-25T00:30:00Z', '2026-10-25T01:30:00Z', '2026-10-25T02:30:00Z'].map((text) => holds('Europe/Berlin', night, text)),
    ).toEqual([true, true, false]);
    expect(['2026-03-29T00:30:00Z', '2026-03-29T01:30:00Z'].map((text) => holds('Europe/Berlin', night, text))).toEqual([false, false]);
  });

  test('design 4 keeps an evening an evening when the clock changes', () => {
    const evening = freeze({ fromMinute: 18 * 60, toMinute: 20 * 60 });
    expect(holds('Europe/Berlin', evening, '2026-10-24T16:30:00Z')).toBe(true);
    expect(holds('Europe/Berlin', evening, '2026-10-25T16:30:00Z')).toBe(false);
    expect(holds('Europe/Berlin', evening, '2026-10-25T17:30:00Z')).toBe(true);
  });
});

describe('the end', () => {
  test.each([
    ['UTC', freeze({ fromMinute: 18 * 60, toMinute: 22 * 60 }), '2026-11-20T19:07:00Z', '2026-11-20T22:00:00Z'],
    ['UTC', freeze({ fromMinute: 18 * 60, toMinute: 22 * 60 + 15 }), '2026-11-20T22:05:00Z', '2026-11-20T22:15:00Z'],
    ['Europe/Berlin', freeze({ dates: { from: '2026-12-24', to: '2027-01-02' } }), '2026-12-25T10:00:00Z', '2027-01-02T23:00:00Z'],
    ['Asia/Kathmandu', freeze({ fromMinute: 18 * 60, toMinute: 20 * 60 }), '2026-11-20T13:00:00Z', '2026-11-20T14:15:00Z'],
  ])('design 2 says when a freeze in %s is over', (zone, spec, text, end) => {
    expect(freezeEnds({ zone, freezes: [spec] }, at(text))).toBe(at(end));
  });

  test('design 2 finds a short gap between two freezes', () => {
    const freezes = [freeze({ fromMinute: 18 * 60, toMinute: 20 * 60 + 15 }), freeze({ fromMinute: 20 * 60 + 45, toMinute: 23 * 60 })];
    expect(freezeEnds({ zone: 'UTC', freezes }, at('2026-11-20T19:00:00Z'))).toBe(at('2026-11-20T20:15:00Z'));
  });

  test('design 2 knows no end of a freeze that never ends', () => {
    expect(freezeEnds({ zone: 'UTC', freezes: [freeze({})] }, now)).toBeNull();
  });
});

describe('a sweep in a freeze', () => {
  const plan = samplePlan({ freezes: [freeze({ title: 'Release freeze' })] });

  test('design 4 neither starts, advances nor completes', () => {
    const green = [sampleVerdict('green')];
    const preparing = sampleRollout({ state: 'preparing', stage: -1, expected: null });
    const last = sampleRollout({ stage: 2, expected: null });
    for (const rollout of [preparing, sampleRollout(), last]) {
      expect(decide(sampleSnapshot({ plan, rollout }), green)).toMatchObject({ kind: 'hold', cause: 'freeze', steps: [], nextAt: null });
    }
  });

  test('design 3 still takes a bad release back', () => {
    expect(decide(sampleSnapshot({ plan }), [sampleVerdict('red')])).toMatchObject({ kind: 'rollback', cause: 'red' });
  });
});
