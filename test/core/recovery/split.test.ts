import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type RecoveryRecord, recoverySplit, recoveryTime } from '../../../main/core/recovery/index.ts';

const second = 1000;
const minute = 60 * second;

function record(part: Partial<RecoveryRecord> = {}): RecoveryRecord {
  return {
    notBefore: null,
    openedAt: 10 * minute,
    closedAt: null,
    shares: [
      { ts: minute, percent: 0 },
      { ts: 2 * minute, percent: 10 },
    ],
    bad: [
      {
        red: 0.05,
        value: 0.08,
        points: [
          [8 * minute, 0.01],
          [9 * minute, 0.06],
          [10 * minute, 0.08],
        ],
      },
    ],
    spans: [
      { gate: 'web/errors', kind: 'green', from: 3 * minute },
      { gate: 'web/errors', kind: 'red', from: 10 * minute },
    ],
    decisions: [{ at: 10 * minute, kind: 'rollback', recommendation: false }],
    actions: [action({})],
    ...part,
  };
}

function action(part: Partial<RecoveryRecord['actions'][number]>): RecoveryRecord['actions'][number] {
  const base = { targetId: 'web', operation: 'rollback', state: 'confirmed', createdAt: 10 * minute };
  return { ...base, sentAt: 10 * minute + second, finishedAt: 10 * minute + 5 * second, ...part };
}

function times(of: RecoveryRecord): (number | null)[] {
  return recoverySplit(of).map(({ at }) => at);
}

describe('the recovery split', () => {
  test('R4.9 splits a recovery into its seven moments', () => {
    const steps = recoverySplit(record({ spans: [...record().spans, { gate: 'web/errors', kind: 'green', from: 12 * minute }] }));
    expect(steps.map(({ at }) => at)).toEqual([
      2 * minute,
      9 * minute,
      10 * minute,
      10 * minute,
      10 * minute + second,
      10 * minute + 5 * second,
      12 * minute,
    ]);
    expect(steps.map(({ tookMs }) => tookMs)).toEqual([null, 7 * minute, minute, 0, second, 4 * second, 115 * second]);
    expect(recoveryTime(steps)).toBe(10 * minute);
  });

  test('R4.9 knows a bound that is broken from above', () => {
    const points = [[8 * minute, 0.99] as const, [9 * minute, 0.85] as const];
    expect(times(record({ bad: [{ red: 0.9, value: 0.85, points }] }))[1]).toBe(9 * minute);
  });

  test('R4.9 leaves open what the record does not hold, and says why', () => {
    const steps = recoverySplit(record({ spans: [], bad: [], actions: [] }));
    expect(steps.map(({ at }) => at)).toEqual([2 * minute, null, null, 10 * minute, null, null, null]);
    expect(steps[2]?.says).toBe('No gate was red; a person saw it.');
    expect(steps[3]?.tookMs).toBe(8 * minute);
    expect(recoveryTime(steps)).toBeNull();
  });

  test('R4.9 counts a target as contained by its newest try, and not before all are', () => {
    const refused = action({ targetId: 'shop', state: 'failed' });
    const again = action({ targetId: 'shop', createdAt: 11 * minute, sentAt: 11 * minute, finishedAt: 11 * minute + second });
    expect(times(record({ actions: [action({}), refused] }))[5]).toBeNull();
    expect(times(record({ actions: [action({}), refused, again] }))[5]).toBe(11 * minute + second);
  });

  test('R4.9 takes the closing by a person as recovered only when the release was contained, and says so', () => {
    const closed = recoverySplit(record({ closedAt: 30 * minute })).at(-1);
    expect(closed).toMatchObject({ at: 30 * minute, says: 'A person closed the incident; nothing was measured.' });
    expect(times(record({ closedAt: 30 * minute, actions: [] })).at(-1)).toBeNull();
  });

  test('R4.9 leaves an earlier incident of the same release and mere recommendations out', () => {
    const decisions = [
      { at: 4 * minute, kind: 'rollback', recommendation: false },
      { at: 10 * minute, kind: 'rollback', recommendation: true },
      { at: 13 * minute, kind: 'rollback', recommendation: false },
    ];
    const later = times(record({ notBefore: 6 * minute, decisions, actions: [] }));
    expect(later.slice(0, 4)).toEqual([6 * minute, 9 * minute, 10 * minute, 13 * minute]);
  });

  test('R4.9 never goes back in time, whatever was recorded', () => {
    const time = fc.integer({ min: 0, max: 30 * minute });
    const made = fc.record({ opened: time, share: time, red: time, green: time, decided: time, created: time, sent: time, done: time });
    fc.assert(
      fc.property(made, (one) => {
        const steps = recoverySplit(
          record({
            openedAt: one.opened,
            shares: [{ ts: one.share, percent: 5 }],
            spans: [
              { gate: 'g', kind: 'red', from: one.red },
              { gate: 'g', kind: 'green', from: one.green },
            ],
            decisions: [{ at: one.decided, kind: 'rollback', recommendation: false }],
            actions: [action({ createdAt: one.created, sentAt: one.created + one.sent, finishedAt: one.created + one.sent + one.done })],
          }),
        );
        const known = steps.flatMap(({ at }) => (at === null ? [] : [at]));
        expect(steps.every(({ tookMs }) => tookMs === null || tookMs >= 0)).toBe(true);
        expect(steps.reduce((sum, { tookMs }) => sum + (tookMs ?? 0), 0)).toBe((known.at(-1) ?? 0) - (known[0] ?? 0));
      }),
    );
  });
});
