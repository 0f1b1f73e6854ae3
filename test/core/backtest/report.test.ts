import { describe, expect, test } from 'vitest';
import { type Replayed, reportOf } from '../../../main/core/backtest/index.ts';
import type { BacktestStop, OwnReplay } from '../../../main/core/model/backtest.ts';
import type { PastRollout } from '../../../main/core/model/past-rollout.ts';
import { minute, now, sampleGate, samplePlan, sampleStage, second } from '../../support/core-samples.ts';
import { samplePast } from '../../support/past-samples.ts';

const start = now - 180 * minute;

function stopAt(afterMs: number, over: Partial<BacktestStop> = {}): BacktestStop {
  const at = start + afterMs;
  return {
    at,
    percent: 10,
    stage: 0,
    gate: 'errors',
    title: 'Error rate',
    kind: 'red',
    reason: 'too many',
    recommendation: false,
    through: null,
    ...over,
  };
}

function replayed(past: PastRollout, stop: BacktestStop | null, over: Partial<OwnReplay> = {}): Replayed {
  const alarms =
    stop === null ? [] : [{ gate: stop.gate, title: stop.title, at: stop.at, kind: stop.kind, reason: stop.reason, shadow: false }];
  const held = { yellow: 0, blind: 0, thin: 0 };
  return { past, end: past.endedAt ?? now, replay: { stop, paused: null, alarms, held, paceMs: 15 * second, read: true, ...over } };
}

const plan = samplePlan({ stages: [sampleStage({ gates: [sampleGate()] })] });
const taken = samplePast({ outcome: 'rolledBack', decidedAt: start + 90 * minute });

describe('R1.6 a backtest in figures', () => {
  test.each([
    ['caughtEarlier', taken, stopAt(30 * minute)],
    ['caughtSame', taken, stopAt(90 * minute - 15 * second)],
    ['caughtLater', taken, stopAt(91 * minute)],
    ['missed', taken, null],
    ['falseAlarm', samplePast(), stopAt(30 * minute)],
    ['letThrough', samplePast(), null],
    ['unknown', samplePast({ outcome: 'cancelled' }), stopAt(30 * minute)],
  ] as const)('R1.6 calls it %s', (kind, past, stop) => {
    expect(reportOf(plan, 'h', [replayed(past, stop)]).releases.map((one) => one.class)).toEqual([kind]);
  });

  test('R1.6 calls a release without any reading by its name instead of missed', () => {
    expect(reportOf(plan, 'h', [replayed(taken, null, { read: false })]).releases[0]?.class).toBe('noReadings');
  });

  test('R1.6 counts the time saved, users who never got it, and the minutes users had it', () => {
    const [release] = reportOf(plan, 'h', [replayed(taken, stopAt(30 * minute))]).releases;
    expect(release?.savedMs).toBe(60 * minute);
    // 40,000 people: 100 % was reached later, 10 % had it at the stop.
    expect(release?.usersSpared).toBe(36_000);
    // Half an hour at 10 %, half an hour at 50 %.
    expect(release?.userMinutesSpared).toBe(40_000 * 0.1 * 30 + 40_000 * 0.5 * 30);
    const nobody = samplePast({ ...taken, population: null });
    expect(reportOf(plan, 'h', [replayed(nobody, stopAt(30 * minute))]).releases[0]).toMatchObject({
      usersSpared: null,
      savedMs: 60 * minute,
    });
  });

  test('R1.6 says of each gate how often it was right and how often it was first', () => {
    const good = samplePast({ id: 'past-2', version: '4.9.0' });
    const { gates, totals } = reportOf(plan, 'h', [replayed(taken, stopAt(30 * minute)), replayed(good, stopAt(40 * minute))]);
    expect(gates).toEqual([{ gate: 'errors', title: 'Error rate', shadow: false, alarms: 2, trueAlarms: 1, falseAlarms: 1, first: 2 }]);
    expect(totals).toMatchObject({ releases: 2, stopped: 2, classes: { caughtEarlier: 1, falseAlarm: 1, missed: 0 } });
  });
});

describe('R1.8 targets of one release', () => {
  const web = samplePast({ id: 'web', outcome: 'rolledBack', decidedAt: start + 90 * minute });
  const mobile = { ...web, id: 'mobile', targetName: 'Harbor mobile', surface: 'mobile' as const };

  test('R1.8 go back together when one of them is stopped', () => {
    const { releases, gates } = reportOf(plan, 'h', [replayed(web, stopAt(70 * minute, { percent: 50 })), replayed(mobile, null)]);
    expect(releases.map((one) => one.class)).toEqual(['caughtEarlier', 'caughtEarlier']);
    expect(releases[1]?.replay.stop).toMatchObject({ at: start + 70 * minute, percent: 50, through: 'web' });
    expect(gates[0]?.first).toBe(1);
  });

  test('R1.8 do not start any more once one of them was stopped', () => {
    const when = { startedAt: start + 40 * minute, endedAt: start + 220 * minute };
    const late = samplePast({ id: 'mobile', outcome: 'rolledBack', decidedAt: start + 90 * minute, ...when });
    const { releases } = reportOf(plan, 'h', [replayed(web, stopAt(30 * minute)), replayed(late, null)]);
    expect(releases[1]?.replay.stop).toMatchObject({ at: late.startedAt, percent: 0, through: 'web' });
  });

  test('R1.8 stand for themselves under a plan for single targets, and when a person has to be asked', () => {
    const alone = reportOf({ ...plan, rollbackScope: 'target' }, 'h', [replayed(web, stopAt(70 * minute)), replayed(mobile, null)]);
    expect(alone.releases[1]?.class).toBe('missed');
    const asked = reportOf(plan, 'h', [replayed(web, stopAt(70 * minute, { recommendation: true })), replayed(mobile, null)]);
    expect(asked.releases[1]?.class).toBe('missed');
  });
});
