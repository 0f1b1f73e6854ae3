import { describe, expect, test } from 'vitest';
import { decide, judge } from '../../../main/core/decide/index.ts';
import type { AdapterProblem } from '../../../main/core/model/connection.ts';
import type { PlatformState } from '../../../main/core/model/platform-state.ts';
import type { Snapshot } from '../../../main/core/model/snapshot.ts';
import type { Verdict } from '../../../main/core/model/verdict.ts';
import {
  minute,
  now,
  pointsOf,
  sampleGate,
  samplePlan,
  samplePlatformState,
  sampleRollout,
  sampleSibling,
  sampleSnapshot,
  sampleStage,
  sampleVerdict,
  second,
} from '../../support/core-samples.ts';

const green = [sampleVerdict('green')];
const red = [sampleVerdict('red', { reason: '8 %, over the red bound of 5 %' })];
const conclude = (over: Partial<Snapshot>, verdicts: readonly Verdict[] = green) => decide(sampleSnapshot(over), verdicts);
const platform = sampleSnapshot().platform;
const showing = (over: Partial<PlatformState>) => ({ ...platform, state: samplePlatformState(over) });
const drifted = showing({ percent: 50 });
const down: AdapterProblem = { kind: 'unavailable', message: 'The platform answers 503', detail: null, retryAt: null };

test('R3.1 advances to the next stage once everything asked for was seen', () => {
  const conclusion = conclude({});
  expect(conclusion).toMatchObject({ kind: 'advance', cause: 'green', recommendation: false, next: 'to 50 %', nextAt: now });
  expect(conclusion.steps).toEqual([{ rolloutId: 'rol-1', targetId: 'web', operation: { op: 'expose', version: '4.8.0', percent: 50 } }]);
});

test('R3.1 completes after the last stage without a write', () => {
  const rollout = sampleRollout({ stage: 2, expected: { version: '4.8.0', percent: 100, status: 'live' } });
  const live = showing({ percent: 100, status: 'live' });
  expect(conclude({ rollout, platform: live })).toMatchObject({ kind: 'complete', cause: 'green', steps: [], next: 'completes' });
});

test('R3.1 has nothing to do for a rollout that is over', () => {
  for (const state of ['completed', 'rolledBack', 'cancelled'] as const) {
    expect(conclude({ rollout: sampleRollout({ state }) }, red)).toMatchObject({ kind: 'wait', steps: [] });
  }
});

describe('the order of a sweep', () => {
  test('design 5 settles a write under way before anything but taking back', () => {
    const actions = [{ id: 'a1', state: 'sent', op: 'expose' }] as const;
    expect(conclude({ actions, platform: drifted })).toMatchObject({ kind: 'wait', cause: 'busy', steps: [] });
    for (const state of ['intended', 'sent', 'unknown'] as const) {
      const busy = conclude({ actions: [{ id: 'a1', state, op: 'expose' }], platform: drifted }, red);
      expect(busy).toMatchObject({ kind: 'rollback', cause: 'red', steps: [{ operation: { op: 'rollback' } }] });
    }
    const unknown = conclude({ actions: [{ id: 'a1', state: 'unknown', op: 'expose' }] });
    expect(unknown.reason).toBe('Whether expose was applied on Harbor web is not known; the platform is read until it is.');
  });

  test('R1.8 waits while a release is being taken back, and asks for a person when a step failed', () => {
    const rollout = sampleRollout({ state: 'rollingBack' });
    expect(conclude({ rollout }, red)).toMatchObject({ kind: 'wait', cause: 'busy', next: 'finishes the rollback', steps: [] });
    expect(conclude({ rollout, actions: [{ id: 'a1', state: 'failed', op: 'rollback' }] }).next).toBe('needs a person: a write failed');
  });

  test('design 3 holds on drift before anything is written over it, and names both sides', () => {
    const conclusion = conclude({ platform: drifted });
    expect(conclusion).toMatchObject({ kind: 'hold', cause: 'drift', steps: [] });
    expect(conclusion.reason).toBe('Harbor web says 4.8.0 at 50 % (rolling), last written was 4.8.0 at 10 % (rolling).');
    expect(conclude({ platform: drifted }, red).reason).toContain(
      'Error rate is red (8 %, over the red bound of 5 %): rolling back by hand',
    );
  });

  test('design 3 sees drift in version and status too, but not in rounding or in an older reading', () => {
    expect(conclude({ platform: showing({ version: '4.9.0' }) }).cause).toBe('drift');
    expect(conclude({ platform: showing({ status: 'halted' }) }).cause).toBe('drift');
    expect(conclude({ platform: showing({ percent: null }) }).cause).toBe('drift');
    expect(conclude({ platform: showing({ percent: 10.000001 }) }).cause).toBe('green');
    const before = { ...drifted, readAt: now - 61 * minute };
    expect(conclude({ platform: before }).cause).toBe('green');
  });

  test('design 3 rolls back on red before gap, hold, and an unreachable platform are asked', () => {
    const rollout = sampleRollout({ state: 'held', gapSince: now - minute });
    const conclusion = conclude({ rollout, platform: { ...platform, failingSince: now - 60 * minute, problem: down } }, red);
    expect(conclusion).toMatchObject({ kind: 'rollback', cause: 'red', next: 'back to 4.7.3' });
  });

  test('design 4 holds after a gap until the platform was read again', () => {
    const slept = sampleRollout({ lastSweepAt: now - 46 * second });
    expect(conclude({ rollout: slept })).toMatchObject({ kind: 'hold', cause: 'gap', observedMs: slept.observedMs });
    expect(conclude({ rollout: sampleRollout({ lastSweepAt: now - 45 * second }) }).cause).toBe('green');
    expect(conclude({ rollout: sampleRollout({ lastSweepAt: now + minute }) }).reason).toContain('The clock went back by 1 min.');
    expect(conclude({ rollout: sampleRollout({ gapSince: now - 20 * second }) }).cause).toBe('gap');
    expect(conclude({ rollout: sampleRollout({ gapSince: now - 40 * second }) }).cause).toBe('green');
    expect(conclude({ rollout: sampleRollout({ gapSince: now - 40 * second, lastSweepAt: now - minute }) }).cause).toBe('gap');
    const ahead = { ...platform, readAt: now + minute };
    expect(conclude({ rollout: sampleRollout({ gapSince: now - minute }), platform: ahead }).cause).toBe('gap');
  });

  test('R6.3 stays held by a person until a person resumes', () => {
    const conclusion = conclude({ rollout: sampleRollout({ state: 'held', heldReason: 'looking at tickets' }) });
    expect(conclusion).toMatchObject({ kind: 'hold', cause: 'held', reason: 'Held by a person: looking at tickets.', nextAt: null });
    expect(conclude({ rollout: sampleRollout({ state: 'held' }) }).reason).toBe('Held by a person.');
  });

  test('design 4 holds while the platform cannot be read', () => {
    const never = { state: null, readAt: null, failingSince: now, problem: down };
    expect(conclude({ platform: never })).toMatchObject({ kind: 'hold', cause: 'unreachable' });
    const failing = { ...platform, failingSince: now - 181 * second, problem: down };
    expect(conclude({ platform: failing }).reason).toBe('Harbor web has not answered for 3 min 1 s. The platform answers 503.');
    expect(conclude({ platform: { ...failing, failingSince: now - 180 * second } }).cause).toBe('green');
  });

  test('design 5 keeps a failed write in sight: it holds, and does not stop protection', () => {
    const actions = [{ id: 'a1', state: 'failed', op: 'expose' }] as const;
    expect(conclude({ actions })).toMatchObject({ kind: 'hold', cause: 'busy' });
    expect(conclude({ actions }, red).kind).toBe('rollback');
  });

  test.each([
    ['yellow', 'hold', 'holds until it is green'],
    ['blind', 'hold', 'holds: nothing to judge by'],
    ['thin', 'hold', 'needs more samples'],
    ['pending', 'wait', 'fills its first window'],
  ] as const)('design 3 answers %s with %s', (kind, decision, next) => {
    expect(conclude({}, [sampleVerdict('green'), sampleVerdict(kind)])).toMatchObject({ kind: decision, cause: kind, next, steps: [] });
  });

  test('design 2 passes on when a verdict can change', () => {
    const lasting = [sampleVerdict('yellow', { nextChangeAt: now + minute })];
    expect(conclude({}, lasting)).toMatchObject({ next: 'rolls back unless it recovers', nextAt: now + minute });
    expect(conclude({}, [sampleVerdict('blind', { observedAt: now - 4 * minute })]).next).toBe('holds: silent for 4 min');
  });

  test('design 4 waits for observed bake time and says when it would end', () => {
    const conclusion = conclude({ rollout: sampleRollout({ observedMs: 4 * minute }) });
    expect(conclusion).toMatchObject({ kind: 'wait', cause: 'bake', next: 'to 50 %', nextAt: now + 6 * minute - 15 * second });
    expect(conclusion.reason).toBe('Observed for 4 min 15 s of 10 min at 10 %.');
    const last = sampleRollout({ stage: 2, observedMs: 0, expected: null });
    expect(conclude({ rollout: last }).next).toBe('completes');
  });
});

describe('what a person keeps in hand', () => {
  const manual = { promote: false, rollback: false };

  test('R6.3 recommends instead of acting when a stage is not automatic', () => {
    const plan = samplePlan({ stages: [sampleStage({ automation: manual }), sampleStage({ percent: 50 })] });
    expect(conclude({ plan })).toMatchObject({ kind: 'advance', recommendation: true, steps: [], next: 'needs a person: to 50 %' });
    expect(conclude({ plan }, red)).toMatchObject({ kind: 'rollback', cause: 'red', recommendation: true, steps: [] });
    expect(conclude({ plan, rollout: sampleRollout({ observedMs: 0 }) }).next).toBe('asks for 50 %');
    const single = samplePlan({ stages: [sampleStage({ automation: manual })] });
    expect(conclude({ plan: single })).toMatchObject({ kind: 'complete', recommendation: true, next: 'needs a person to complete it' });
    expect(conclude({ plan: single, rollout: sampleRollout({ observedMs: 0 }) }).next).toBe('asks to complete');
  });

  test('R6.3 lets a person switch automation for the rest of a rollout', () => {
    const rollout = sampleRollout({ automationOverride: { promote: false, rollback: true } });
    expect(conclude({ rollout }).recommendation).toBe(true);
    expect(conclude({ rollout }, red)).toMatchObject({ kind: 'rollback', recommendation: false });
  });

  test('R4.5 asks for approval before a stage that wants it, and goes on once it is there', () => {
    const plan = samplePlan({
      stages: [sampleStage(), sampleStage({ name: 'half', percent: 50, approval: true, approvals: [{ role: 'operator', count: 1 }] })],
    });
    expect(conclude({ plan })).toMatchObject({ kind: 'advance', cause: 'approval', recommendation: true, next: 'needs approval for 50 %' });
    expect(conclude({ plan, rollout: sampleRollout({ observedMs: 0 }) }).next).toBe('asks for approval of 50 %');
    expect(conclude({ plan, rollout: sampleRollout({ approvedStage: 1 }) })).toMatchObject({ kind: 'advance', recommendation: false });
    const both = sampleRollout({ approvedStage: 1, automationOverride: manual });
    expect(conclude({ plan, rollout: both }).steps).toHaveLength(1);
  });
});

describe('taking a release back', () => {
  const siblings = [
    sampleSibling({ rolloutId: 'rol-3', targetId: 'mobile', surface: 'mobile', previousVersion: '4.7.2' }),
    sampleSibling({ rolloutId: 'rol-2', targetId: 'desktop', surface: 'desktop', state: 'completed' }),
    sampleSibling({ rolloutId: 'rol-4', targetId: 'flag', surface: 'flag', state: 'held', previousVersion: null }),
    sampleSibling({ rolloutId: 'rol-5', targetId: 'gone', state: 'rolledBack' }),
    sampleSibling({ rolloutId: 'rol-6', targetId: 'waiting', state: 'preparing', exposed: false }),
    sampleSibling(),
  ];

  test('R1.8 takes web, desktop and mobile of one release back together, fastest first', () => {
    const conclusion = conclude({ siblings }, red);
    expect(conclusion.steps.map((step) => [step.rolloutId, step.targetId, step.operation])).toEqual([
      ['rol-4', 'flag', { op: 'rollback', version: '4.8.0', toVersion: null }],
      ['rol-1', 'web', { op: 'rollback', version: '4.8.0', toVersion: '4.7.3' }],
      ['rol-2', 'desktop', { op: 'rollback', version: '4.8.0', toVersion: '4.7.3' }],
      ['rol-3', 'mobile', { op: 'rollback', version: '4.8.0', toVersion: '4.7.2' }],
    ]);
    expect(conclusion.reason).toBe('Error rate: 8 %, over the red bound of 5 %. Taking 4.8.0 back on 4 targets.');
  });

  test('R1.8 takes one target back when the plan says so', () => {
    expect(conclude({ siblings, plan: samplePlan({ rollbackScope: 'target' }) }, red).steps.map((step) => step.targetId)).toEqual(['web']);
  });

  test('R3.9 rolls back on an emergency as such', () => {
    const first = sampleRollout({ previousVersion: null });
    expect(conclude({ rollout: first }, [sampleVerdict('red'), sampleVerdict('emergency')])).toMatchObject({
      kind: 'rollback',
      cause: 'emergency',
      next: 'takes it back',
    });
  });

  test('design 3 never acts on a shadow gate', () => {
    expect(conclude({}, [...green, sampleVerdict('emergency', { shadow: true })]).kind).toBe('advance');
  });
});

test('design 2 judges the gates of the current stage from the snapshot', () => {
  const gates = [sampleGate({ red: 0.001, yellow: null, emergency: null, minEvents: 1 }), sampleGate({ id: 'watched', shadow: true })];
  const snapshot = sampleSnapshot({ plan: samplePlan({ stages: [sampleStage({ gates })] }) });
  expect(judge(snapshot).map((verdict) => [verdict.gate, verdict.kind, verdict.shadow])).toEqual([
    ['errors', 'red', false],
    ['watched', 'green', true],
  ]);
  expect(judge({ ...snapshot, rollout: sampleRollout({ stage: -1 }) })).toEqual([]);
  expect(judge({ ...snapshot, windows: [] })[0]?.kind).toBe('blind');
  const broken = samplePlan({ stages: [sampleStage({ gates: [sampleGate({ metric: 'ghost' })] })] });
  expect(() => judge(sampleSnapshot({ plan: broken }))).toThrow('Gate errors names metric ghost');
});

test('design 1 reaches the same conclusion from a stored copy of the snapshot', () => {
  const snapshot = sampleSnapshot({
    windows: [{ metric: 'errors', points: pointsOf([0.3]), control: [], failingSince: null, problem: null }],
  });
  const copy = structuredClone(snapshot);
  expect(decide(copy, judge(copy))).toEqual(decide(snapshot, judge(snapshot)));
});
