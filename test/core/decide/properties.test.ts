import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decide } from '../../../main/core/decide/index.ts';
import { actionStates } from '../../../main/core/model/action.ts';
import { rolloutStates } from '../../../main/core/model/rollout.ts';
import type { Snapshot } from '../../../main/core/model/snapshot.ts';
import { verdictKinds, type Verdict } from '../../../main/core/model/verdict.ts';
import { minute, now, samplePlan, sampleRollout, sampleSnapshot, sampleVerdict, second } from '../../support/core-samples.ts';

const time = fc.integer({ min: -10, max: 400 }).map((steps) => now - steps * second);
const maybe = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | null> => fc.option(value, { nil: null });

const verdicts: fc.Arbitrary<Verdict[]> = fc.array(
  fc
    .record({ kind: fc.constantFrom(...verdictKinds), shadow: fc.boolean(), next: maybe(time), seen: maybe(time) })
    .map((one) => sampleVerdict(one.kind, { shadow: one.shadow, nextChangeAt: one.next, observedAt: one.seen })),
  { maxLength: 5 },
);

const snapshots: fc.Arbitrary<Snapshot> = fc
  .record({
    state: fc.constantFrom(...rolloutStates),
    stage: fc.constantFrom(0, 1, 2),
    observedMs: fc.constantFrom(0, 9 * minute, 10 * minute),
    lastSweepAt: maybe(time),
    gapSince: maybe(time),
    readAt: maybe(time),
    failingSince: maybe(time),
    percent: fc.constantFrom(10, 50),
    promote: fc.boolean(),
    rollback: fc.boolean(),
    override: fc.boolean(),
    actions: fc.array(fc.constantFrom(...actionStates), { maxLength: 2 }),
  })
  .map((one) => {
    const stage = one.state === 'preparing' ? -1 : one.stage;
    const automation = { promote: one.promote, rollback: one.rollback };
    const { state, observedMs, lastSweepAt, gapSince } = one;
    const sample = sampleSnapshot({ plan: samplePlan() });
    return {
      ...sample,
      rollout: sampleRollout({ state, stage, observedMs, lastSweepAt, gapSince, automationOverride: one.override ? automation : null }),
      platform: {
        ...sample.platform,
        state: sample.platform.state === null ? null : { ...sample.platform.state, percent: one.percent },
        readAt: one.readAt,
        failingSince: one.failingSince,
      },
      actions: one.actions.map((action, index) => ({ id: `a${index}`, state: action, op: 'expose' as const })),
    };
  });

const forward = ['start', 'advance', 'complete'];

test('design 4 never goes on while an acting gate is anything but green', () => {
  fc.assert(
    fc.property(snapshots, verdicts, (snapshot, list) => {
      const conclusion = decide(snapshot, list);
      const notGreen = snapshot.rollout.state !== 'preparing' && list.some((one) => !one.shadow && one.kind !== 'green');
      expect(notGreen && forward.includes(conclusion.kind)).toBe(false);
      expect(conclusion.observedMs).toBeGreaterThanOrEqual(snapshot.rollout.observedMs);
      expect(conclusion.reason).not.toMatch(/NaN|undefined|null/);
    }),
    { numRuns: 1000 },
  );
});

test('design 4 never rolls back on blindness or thin evidence', () => {
  fc.assert(
    fc.property(snapshots, verdicts, (snapshot, list) => {
      const calm = list.filter((one) => one.shadow || (one.kind !== 'red' && one.kind !== 'emergency'));
      expect(decide(snapshot, calm).kind).not.toBe('rollback');
    }),
    { numRuns: 500 },
  );
});

test('design 3 changes no decision when shadow gates are added', () => {
  fc.assert(
    fc.property(snapshots, verdicts, (snapshot, list) => {
      expect(decide(snapshot, list)).toEqual(
        decide(
          snapshot,
          list.filter((one) => !one.shadow),
        ),
      );
    }),
    { numRuns: 500 },
  );
});

test('design 5 writes nothing but a way back while a write is under way, and nothing that was only recommended', () => {
  fc.assert(
    fc.property(snapshots, verdicts, (snapshot, list) => {
      const conclusion = decide(snapshot, list);
      const underWay = snapshot.actions.some((action) => ['intended', 'sent', 'unknown'].includes(action.state));
      const still =
        (underWay && conclusion.kind !== 'rollback') ||
        conclusion.recommendation ||
        conclusion.kind === 'wait' ||
        conclusion.kind === 'hold';
      expect(still && conclusion.steps.length > 0).toBe(false);
    }),
    { numRuns: 500 },
  );
});

test('design 3 always protects a release that is red, unless a write, a drift or an end comes first', () => {
  fc.assert(
    fc.property(snapshots, verdicts, (snapshot, list) => {
      fc.pre(['running', 'held'].includes(snapshot.rollout.state));
      const { kind, cause } = decide(snapshot, [...list, sampleVerdict('red')]);
      expect(kind === 'rollback' ? 'protected' : cause).toMatch(/^(protected|busy|drift)$/);
    }),
    { numRuns: 500 },
  );
});
