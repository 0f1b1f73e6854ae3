import type { PostmortemRecord } from '../../../main/core/postmortem/index.ts';
import { recoverySplit } from '../../../main/core/recovery/index.ts';

export const start = Date.UTC(2026, 10, 21, 16, 0, 0);
const second = 1000;
export const grace = { kind: 'person', name: 'Grace Hopper', role: 'operator' } as const;
export const engine = { kind: 'system', name: 'system', role: 'admin' } as const;

const points = Array.from({ length: 60 }, (_, index) => [start + index * 10 * second, index < 40 ? 0.002 : 0.08] as const);

/** A release that a gate took back on web after 7 min; desktop refused once. */
export function badRelease(change: Partial<PostmortemRecord> = {}): PostmortemRecord {
  const decidedAt = start + 420 * second;
  const rollback = (target: string, finishedAt: number, problem: string | null) => ({
    target,
    operation: 'rollback',
    says: '4.8.1 → 4.7.3',
    state: 'confirmed',
    attempts: problem === null ? 1 : 2,
    problem,
    createdAt: decidedAt,
    sentAt: decidedAt + second,
    finishedAt,
  });
  const actions = [
    rollback('web', decidedAt + 4 * second, null),
    rollback('desktop', decidedAt + 30 * second, 'The platform answered 503'),
  ];
  const base: PostmortemRecord = {
    application: 'Harbor',
    version: '4.8.1',
    previousVersion: '4.7.3',
    severity: 'P1',
    title: 'Error rate is over its red bound',
    openedAt: decidedAt,
    closedAt: null,
    reach: [
      { target: 'web', usersMax: 12_400, usersNow: 0, percentMax: 10, percentNow: 0, source: 'The platform offers it to 0 %.' },
      { target: 'desktop', usersMax: 800, usersNow: 800, percentMax: 10, percentNow: 0, source: 'The platform offers it to 0 %.' },
    ],
    reachSays: { most: 'At most 13,200 of 132,000 users (10 %).', now: 'At most 800 of 132,000 users (0.61 %).' },
    recovery: recoverySplit({
      notBefore: null,
      openedAt: decidedAt,
      closedAt: null,
      shares: [{ ts: start, percent: 10 }],
      bad: [{ red: 0.05, value: 0.08, points }],
      spans: [{ gate: 'web/errors', kind: 'red', from: start + 415 * second }],
      decisions: [{ at: decidedAt, kind: 'rollback', recommendation: false }],
      actions: actions.map((action) => ({ ...action, targetId: action.target })),
    }),
    series: [{ gate: 'errors', title: 'Error rate', unit: 'rate', red: 0.05, points }],
    verdicts: [{ title: 'Error rate', kind: 'red', reason: '8 % is over 5 %', shadow: false }],
    decisions: [
      { at: start, kind: 'start', cause: 'person', actor: grace, reason: 'Weekly release', recommendation: false, target: 'web' },
      { at: decidedAt, kind: 'rollback', cause: 'red', actor: engine, reason: 'Error rate is 8 %', recommendation: false, target: 'web' },
      {
        at: decidedAt + 20,
        kind: 'rollback',
        cause: 'red',
        actor: engine,
        reason: 'Error rate is 8 %',
        recommendation: false,
        target: 'desktop',
      },
      {
        at: decidedAt + 5 * second,
        kind: 'wait',
        cause: 'busy',
        actor: engine,
        reason: 'Writes are under way',
        recommendation: false,
        target: 'web',
      },
    ],
    actions,
    entries: [{ at: decidedAt + 60 * second, kind: 'note', actor: grace, text: 'Grace Hopper looks at the log' }],
    told: [],
    practice: false,
  };
  return { ...base, ...change };
}
