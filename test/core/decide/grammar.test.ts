import { describe, expect, test } from 'vitest';
import { baselineOf, decide, judge, matrixOf, signoffsAt } from '../../../main/core/decide/index.ts';
import type { SignoffSpec, StageSpec } from '../../../main/core/model/plan.ts';
import { freshWatch, type Rollout } from '../../../main/core/model/rollout.ts';
import type { SignoffResult } from '../../../main/core/model/signoff.ts';
import type { Snapshot } from '../../../main/core/model/snapshot.ts';
import type { Verdict } from '../../../main/core/model/verdict.ts';
import {
  minute,
  now,
  sampleBaseline,
  sampleGate,
  samplePlan,
  sampleRollout,
  sampleSnapshot,
  sampleStage,
  sampleVerdict,
  second,
} from '../../support/core-samples.ts';

const hour = 60 * minute;
const day = 24 * hour;
const green = [sampleVerdict('green')];
const yellow = [sampleVerdict('yellow')];

/** A rollout in a stage like this, with a second one to go to. */
function inStage(stage: Partial<StageSpec>, verdicts: readonly Verdict[], rollout: Partial<Rollout> = {}, next: Partial<StageSpec> = {}) {
  const plan = samplePlan({ stages: [sampleStage(stage), sampleStage({ name: '50 %', percent: 50, ...next })] });
  return decide(sampleSnapshot({ plan, rollout: sampleRollout(rollout) }), verdicts);
}

describe('what red does', () => {
  const red = sampleVerdict('red', { onRed: 'pause' });
  test('R3.2 pauses instead of rolling back where the gate says so', () => {
    expect(inStage({}, [red])).toMatchObject({ kind: 'pause', cause: 'red', steps: [], next: 'needs a person: resume or roll back' });
  });

  test('R3.9 rolls back for an emergency all the same, and for another gate that is red', () => {
    expect(inStage({}, [sampleVerdict('emergency', { onRed: 'pause' })]).kind).toBe('rollback');
    expect(inStage({}, [red, sampleVerdict('red')]).kind).toBe('rollback');
  });

  test('R3.2 keeps a paused rollout where it is and never advances it while red', () => {
    expect(inStage({}, [red], { state: 'held' })).toMatchObject({ kind: 'hold', cause: 'held' });
    expect(inStage({}, [red], { state: 'running', observedMs: 10 * hour }).kind).toBe('pause');
  });
});

describe('what yellow does', () => {
  test('R1.5 pauses once for each episode of yellow', () => {
    const paused = inStage({ onYellow: { action: 'pause', extendMs: 0 } }, yellow);
    expect(paused).toMatchObject({ kind: 'pause', cause: 'yellow', next: 'needs a person to resume' });
    expect(paused.watch).toMatchObject({ yellow: true, paused: true });
    const stage = { onYellow: { action: 'pause' as const, extendMs: 0 } };
    const held = inStage(stage, yellow, { state: 'held', watch: paused.watch });
    expect(held).toMatchObject({ kind: 'hold', cause: 'held' });
    const resumed = inStage(stage, yellow, { watch: held.watch });
    expect(resumed).toMatchObject({ kind: 'hold', cause: 'yellow' });
    const calm = inStage(stage, green, { watch: resumed.watch });
    expect(calm).toMatchObject({ kind: 'advance', watch: { paused: false } });
    expect(inStage(stage, yellow, { watch: calm.watch }).kind).toBe('pause');
  });

  test('R1.7 makes the bake longer once for each episode, whatever was hidden in between', () => {
    const stage = { onYellow: { action: 'extend' as const, extendMs: hour } };
    const first = inStage(stage, yellow).watch;
    expect(first).toMatchObject({ extraBakeMs: hour, yellow: true });
    const still = inStage(stage, yellow, { watch: first }).watch;
    expect(still.extraBakeMs).toBe(hour);
    const blind = inStage(stage, [sampleVerdict('blind')], { watch: still }).watch;
    expect(inStage(stage, yellow, { watch: blind }).watch.extraBakeMs).toBe(hour);
    const calm = inStage(stage, green, { watch: blind }).watch;
    expect(calm).toMatchObject({ yellow: false, extraBakeMs: hour });
    expect(inStage(stage, yellow, { watch: calm }).watch.extraBakeMs).toBe(2 * hour);
  });

  test('R1.7 waits for the longer bake, says why, and then goes on', () => {
    const stage = { onYellow: { action: 'extend' as const, extendMs: hour } };
    const watch = { ...freshWatch, extraBakeMs: hour };
    const waiting = inStage(stage, green, { watch, observedMs: 20 * minute });
    expect(waiting).toMatchObject({ kind: 'wait', cause: 'bake' });
    expect(waiting.reason).toContain('of 1 h 10 min at 10 %, 1 h of it for yellow');
    expect(inStage(stage, green, { watch, observedMs: 70 * minute }).kind).toBe('advance');
  });
});

describe('a streak', () => {
  const stage = { streakMs: hour };
  const watch = (streakMs: number) => ({ watch: { ...freshWatch, streakMs } });
  test('R4.5 goes on after green without interruption', () => {
    const short = inStage(stage, green, watch(30 * minute));
    expect(short).toMatchObject({ kind: 'wait', cause: 'bake' });
    expect(short.nextAt).toBeGreaterThan(now);
    expect(inStage(stage, green, watch(hour)).kind).toBe('advance');
  });

  test('R4.5 begins again after yellow, and only stands still while nobody sees anything', () => {
    expect(inStage(stage, yellow, watch(50 * minute)).watch.streakMs).toBe(0);
    for (const kind of ['blind', 'thin', 'pending'] as const) {
      expect(inStage(stage, [sampleVerdict(kind)], watch(50 * minute)).watch.streakMs).toBe(50 * minute);
    }
    expect(inStage(stage, green, watch(50 * minute)).watch.streakMs).toBe(50 * minute + 15 * second);
  });
});

describe('the pace', () => {
  const stage = { bakeMs: hour, accelerated: { bakeMs: 10 * minute, gates: ['errors'], atMost: 0 } };
  const seen = (value: number, observedMs: number, over: Partial<Rollout['watch']> = {}) =>
    inStage(stage, [sampleVerdict('green', { value })], { observedMs, watch: { ...freshWatch, peaks: { errors: value }, ...over } });

  test('R2.3 takes the fast way when nothing was ever seen', () => {
    expect(seen(0, 10 * minute).kind).toBe('advance');
    const early = seen(0, 9 * minute);
    expect(early.reason).toContain('of 10 min at 10 %, accelerated');
  });

  test('R2.3 takes the slow way once something was seen, also when it is over', () => {
    expect(seen(0.001, 10 * minute)).toMatchObject({ kind: 'wait', cause: 'bake' });
    expect(seen(0, 10 * minute, { peaks: { errors: 0.001 } })).toMatchObject({ kind: 'wait', cause: 'bake' });
    expect(seen(0.001, hour).kind).toBe('advance');
  });

  test('R2.3 takes the slow way when a named gate never spoke, and after yellow', () => {
    const silent = inStage(stage, [sampleVerdict('green', { gate: 'other' })], { observedMs: 10 * minute });
    expect(silent).toMatchObject({ kind: 'wait', cause: 'bake' });
    expect(seen(0, 10 * minute, { extraBakeMs: minute })).toMatchObject({ kind: 'wait', cause: 'bake' });
  });

  test('R2.3 keeps the worst value of each gate on its bad side', () => {
    const below = sampleGate({ id: 'success', direction: 'below' });
    const plan = samplePlan({ stages: [sampleStage({ gates: [sampleGate(), below] })] });
    const rollout = sampleRollout({ watch: { ...freshWatch, peaks: { errors: 0.01, success: 0.98 } } });
    const verdicts = [sampleVerdict('green', { value: 0.02 }), sampleVerdict('green', { gate: 'success', value: 0.99 })];
    expect(decide(sampleSnapshot({ plan, rollout }), verdicts).watch.peaks).toEqual({ errors: 0.02, success: 0.98 });
  });
});

describe('the earliest day', () => {
  const started = (agoMs: number) => inStage({}, green, { startedAt: now - agoMs }, { earliestDay: 3 });
  test('R1.3 does not enter a stage before its day, however green', () => {
    expect(started(2 * day - 1)).toMatchObject({ kind: 'wait', cause: 'notYet', nextAt: now + 1 });
    expect(started(2 * day - 1).reason).toContain('is for day 3 of the rollout; this is day 2');
    expect(started(2 * day).kind).toBe('advance');
  });
});

describe('channels', () => {
  const preparing = sampleRollout({ state: 'preparing', stage: -1, stageEnteredAt: null, startedAt: null, expected: null });
  test('R1.12 waits for the channel it follows', () => {
    const plan = samplePlan({ follows: 'alpha' });
    expect(decide(sampleSnapshot({ plan, rollout: preparing }), [])).toMatchObject({ kind: 'hold', cause: 'channel', steps: [] });
    expect(decide(sampleSnapshot({ plan, rollout: preparing, channelsDone: ['beta'] }), []).cause).toBe('channel');
    expect(decide(sampleSnapshot({ plan, rollout: preparing, channelsDone: ['alpha'] }), []).kind).toBe('start');
  });
});

describe('approvals', () => {
  const wanted = {
    approval: true,
    approvals: [
      { role: 'operator' as const, count: 2 },
      { role: 'admin' as const, count: 1 },
    ],
  };
  const yes = (name: string, role: 'viewer' | 'operator' | 'admin', stage = 1) => ({ stage, name, role, at: now });
  const given = (approvals: readonly ReturnType<typeof yes>[]) => inStage({}, green, { approvals }, wanted);

  test('R4.5 needs the wanted number of people of each role', () => {
    expect(given([]).reason).toContain('needs the approval of 0 of 2 operators and an admin');
    expect(given([yes('Ada', 'operator')]).reason).toContain('1 of 2 operators and an admin');
    expect(given([yes('Ada', 'operator'), yes('Ben', 'operator')])).toMatchObject({ cause: 'approval', recommendation: true, steps: [] });
    expect(given([yes('Ada', 'operator'), yes('Cleo', 'admin')])).toMatchObject({ kind: 'advance', cause: 'green' });
  });

  test('R4.5 counts nobody twice, no viewer, and no yes to another stage', () => {
    expect(given([yes('Ada', 'admin'), yes('Ada', 'admin')]).reason).toContain('1 of 2 operators');
    expect(given([yes('Ada', 'admin'), yes('Vic', 'viewer')]).cause).toBe('approval');
    expect(given([yes('Ada', 'admin', 2), yes('Ben', 'admin', 2)]).cause).toBe('approval');
  });
});

describe('signoffs', () => {
  const spec = (over: Partial<SignoffSpec>): SignoffSpec => ({
    id: 'item',
    title: 'Item',
    role: 'operator',
    moments: ['afterStage'],
    stages: null,
    dueMs: null,
    expiresMs: 0,
    evidence: false,
    gate: null,
    value: null,
    ...over,
  });
  const answer = (over: Partial<SignoffResult> = {}): SignoffResult => ({
    signoff: 'item',
    moment: 'afterStage',
    stage: 0,
    go: true,
    value: null,
    note: '',
    actor: { kind: 'person', name: 'Ada', role: 'operator' },
    at: now,
    ...over,
  });
  const answered = (one: SignoffSpec, signoffs: readonly SignoffResult[], verdicts = green) =>
    decide(sampleSnapshot({ plan: samplePlan({ signoffs: [one] }), signoffs }), verdicts);

  test('R3.8 waits for a person, goes on with a go and holds at a no', () => {
    expect(answered(spec({}), [])).toMatchObject({ kind: 'wait', cause: 'signoff', next: 'needs a go for Item' });
    expect(answered(spec({}), [answer()]).kind).toBe('advance');
    expect(answered(spec({}), [answer({ go: false, note: 'not yet' })])).toMatchObject({ kind: 'hold', cause: 'signoffRefused' });
    expect(answered(spec({}), [answer({ go: false, at: now - 2 }), answer({ at: now - 1 })]).kind).toBe('advance');
  });

  test('R3.8 counts answers of this stage and moment only', () => {
    expect(answered(spec({}), [answer({ stage: 1 })]).cause).toBe('signoff');
    expect(answered(spec({}), [answer({ moment: 'beforeStart' })]).cause).toBe('signoff');
    expect(answered(spec({ stages: ['50 %'] }), []).kind).toBe('advance');
  });

  test('R4.5 lets a go lapse, and a no never', () => {
    const lapsing = spec({ expiresMs: hour });
    expect(answered(lapsing, [answer({ at: now - hour + 1 })]).kind).toBe('advance');
    expect(answered(lapsing, [answer({ at: now - hour })])).toMatchObject({ kind: 'wait', cause: 'signoff' });
    expect(answered(lapsing, [answer({ at: now - 9 * hour, go: false })]).cause).toBe('signoffRefused');
  });

  test('R3.8 is filled in by its gate, and by nobody while the gate is not green', () => {
    const filled = spec({ gate: 'errors' });
    expect(answered(filled, []).kind).toBe('advance');
    const snapshot = sampleSnapshot({ plan: samplePlan({ signoffs: [filled] }) });
    expect(signoffsAt(snapshot, [sampleVerdict('thin')], 'afterStage')).toMatchObject([
      { state: 'open', words: 'Error rate is thin: it is thin.' },
    ]);
    expect(signoffsAt(snapshot, green, 'afterStage')).toMatchObject([{ state: 'go' }]);
  });

  test('R4.5 says when an item is wanted', () => {
    const snapshot = sampleSnapshot({ plan: samplePlan({ signoffs: [spec({ dueMs: day })] }) });
    expect(signoffsAt(snapshot, green, 'afterStage')[0]?.due).toBe((snapshot.rollout.stageEnteredAt ?? 0) + day);
  });
});

describe('a dry run', () => {
  test('R3.7 concludes everything and sends nothing', () => {
    const dry = (over: Partial<Snapshot>, verdicts: readonly Verdict[]) =>
      decide(sampleSnapshot({ plan: samplePlan({ dryRun: true }), ...over }), verdicts);
    const preparing = sampleRollout({ state: 'preparing', stage: -1, expected: null });
    for (const conclusion of [
      dry({ rollout: preparing }, []),
      dry({}, green),
      dry({}, [sampleVerdict('red')]),
      dry({}, [sampleVerdict('emergency')]),
    ]) {
      expect(conclusion.steps).toEqual([]);
      expect(conclusion.reason).toMatch(/^Dry run, nothing is sent\. /);
    }
    expect(dry({}, green).kind).toBe('advance');
    expect(dry({}, [sampleVerdict('red')]).kind).toBe('rollback');
  });
});

describe('baselines by stage', () => {
  const own = { ...sampleBaseline(200, 'p95'), stage: 1 };
  const all = sampleBaseline(100, 'p95');
  test('R3.3 compares with the same stage of the release before, and else with what serves all', () => {
    const baselines = [all, own];
    expect(baselineOf(sampleRollout({ stage: 1, baselines }), 'p95')?.value).toBe(200);
    expect(baselineOf(sampleRollout({ stage: 0, baselines }), 'p95')?.value).toBe(100);
    expect(baselineOf(sampleRollout({ stage: 2, baselines: [own] }), 'p95')).toBeNull();
    expect(baselineOf(sampleRollout({ stage: 1, baselines }), 'errors')).toBeNull();
  });
});

describe('the matrix', () => {
  const cells = (stage: Partial<StageSpec>, gate = sampleGate(), automation = { promote: true, rollback: true }) => {
    const whole = sampleStage({ gates: [gate], ...stage });
    return matrixOf(samplePlan(), whole, automation, [sampleVerdict('yellow')])[0]?.cells.map((cell) => cell.outcome);
  };
  test('R3.7 says what each verdict leads to by the stage, the gate and the automation', () => {
    expect(cells({})).toEqual(['goes on', 'holds', 'rolls back', 'rolls back at once, pages everybody', 'holds']);
    expect(cells({ onYellow: { action: 'pause', extendMs: 0 } }, sampleGate({ onRed: 'pause', whenNoData: 'red' }))).toEqual([
      'goes on',
      'pauses',
      'pauses',
      'rolls back at once, pages everybody',
      'rolls back',
    ]);
    expect(cells({ onYellow: { action: 'extend', extendMs: hour } }, sampleGate(), { promote: true, rollback: false })).toEqual([
      'goes on',
      'holds, then watches 1 h longer',
      'asks for a rollback',
      'pages everybody, asks for a rollback',
      'holds',
    ]);
    expect(new Set(cells({}, sampleGate({ shadow: true })))).toEqual(new Set(['only shown']));
  });

  test('R3.7 marks the present cell, and none before the first verdict', () => {
    const stage = sampleStage();
    const automation = { promote: true, rollback: true };
    expect(matrixOf(samplePlan(), stage, automation, judge(sampleSnapshot()))[0]?.current).toBe('green');
    expect(matrixOf(samplePlan(), stage, automation, [sampleVerdict('thin')])[0]?.current).toBe('noData');
    expect(matrixOf(samplePlan(), stage, automation, [])[0]?.current).toBeNull();
  });
});
