import { expect, test } from 'vitest';
import { beforeIt, drillsCsv, playable, pressWords, promisesOf, reminderOf, timesOf } from '../../../main/core/drill/index.ts';
import { drillDay, playedDrill } from '../../support/drill-samples.ts';

const day = 86_400_000;

test('R4.3 a drill is split into fault, detected, pressed and contained, which add up', () => {
  const times = timesOf(playedDrill);
  expect(times).toEqual({ detectedMs: 25_000, pressMs: 12_000, containedMs: 3000, totalMs: 40_000, flagMs: 3000 });
});

test('R4.3 a person who presses before the gates spoke waited for nothing, and a moment that never came is unknown', () => {
  const early = { ...playedDrill, detectedAt: null };
  expect(timesOf(early)).toMatchObject({ detectedMs: null, pressMs: 0, containedMs: 3000 });
  const nobody = { ...playedDrill, pressed: [], state: 'open' as const, containedAt: null };
  expect(timesOf(nobody)).toMatchObject({ pressMs: null, containedMs: null, totalMs: null });
});

test('R4.3 where Tidegate takes the release back by itself, the time runs from its decision', () => {
  expect(timesOf({ ...playedDrill, byHand: false, pressed: [] })).toMatchObject({ pressMs: null, containedMs: 15_000 });
});

test('R4.2 the times are held against what the ways back promise', () => {
  expect(promisesOf(timesOf(playedDrill))).toEqual([
    { title: 'Switch the flag off', promiseMs: 60_000, tookMs: 3000, kept: true },
    { title: 'Take the whole release back', promiseMs: 30 * 60_000, tookMs: 3000, kept: true },
  ]);
  const slow = { ...playedDrill, containedAt: drillDay + 40 * 60_000, targets: [] };
  expect(promisesOf(timesOf(slow))).toMatchObject([{ kept: false }]);
});

test('R1.12 a drill is compared with the same person’s last one of the scenario, else of any', () => {
  const anna = { ...playedDrill, id: 'drl_0', startedAt: drillDay - day };
  const other = { ...anna, id: 'drl_x', scenario: 'slow-release', startedAt: drillDay - day / 2 };
  const robin = { ...anna, id: 'drl_r', person: 'Robin' };
  const stopped = { ...anna, id: 'drl_c', state: 'cancelled' as const, startedAt: drillDay - day / 4 };
  expect(beforeIt(playedDrill, [playedDrill, stopped, other, robin, anna])?.id).toBe('drl_0');
  expect(beforeIt(playedDrill, [playedDrill, other])?.id).toBe('drl_x');
  expect(beforeIt(playedDrill, [playedDrill, robin, stopped])).toBeNull();
});

test('R1.12 a drill is due when none was played to its end for the set days, and never when nobody wants to be reminded', () => {
  expect(reminderOf(null, 30, drillDay).due).toBe(true);
  expect(reminderOf(drillDay - 30 * day, 30, drillDay).due).toBe(false);
  expect(reminderOf(drillDay - 30 * day - 1, 30, drillDay).due).toBe(true);
  expect(reminderOf(null, 0, drillDay).due).toBe(false);
});

test('R1.12 the record leaves as CSV whose cells are quoted, and never run as formulas', () => {
  const [head, line] = drillsCsv([{ ...playedDrill, person: '=cmd', title: 'Bad, "very" bad' }]).split('\r\n');
  expect(head).toMatch(/^started,person,scenario/);
  expect(line).toBe(`2026-11-16T14:00:00.000Z,'=cmd,"Bad, ""very"" bad",Pryde 2.4.0,ours,yes,contained,25,12,3,40,4180,Hold; Contain`);
});

test('R4.3 presses are told in words, and only those about releases belong into a drill', () => {
  expect(pressWords('rollouts.rollback')).toEqual({ says: 'Contain', contains: true });
  expect(pressWords('incidents.close')).toEqual({ says: 'incidents: close', contains: false });
  expect(['rollouts.emergency', 'incidents.close', 'channels.stay'].every(playable)).toBe(true);
  expect(['connections.save', 'plans.save', 'system.restore', 'drills.begin'].some(playable)).toBe(false);
});
