import { expect, test } from 'vitest';
import { countsFrom, responseClock, severityRules } from '../../../main/core/incident/severity.ts';

const minute = 60_000;

test('R4.9 gives each severity an order of people', () => {
  for (const rule of Object.values(severityRules)) expect(rule.escalation.length).toBeGreaterThan(0);
});

test('R4.9 runs until somebody acknowledges it, and says when it is overdue', () => {
  const open = { severitySince: 0, acknowledgedAt: null, closedAt: null } as const;
  expect(responseClock(open, 15 * minute, 15 * minute)).toEqual({ state: 'running', dueAt: 15 * minute });
  expect(responseClock(open, 15 * minute, 15 * minute + 1).state).toBe('overdue');
  expect(responseClock({ ...open, acknowledgedAt: 10 * minute }, 15 * minute, 99 * minute).state).toBe('met');
  expect(responseClock({ ...open, acknowledgedAt: 16 * minute }, 15 * minute, 99 * minute).state).toBe('late');
  expect(responseClock({ ...open, closedAt: 3 * minute }, 15 * minute, 99 * minute).state).toBe('over');
});

test('R4.9 counts anew when it gets worse, and from the opening when it gets better', () => {
  expect(countsFrom({ from: 'P2', to: 'P0', openedAt: 5, now: 100 })).toBe(100);
  expect(countsFrom({ from: 'P0', to: 'P2', openedAt: 5, now: 100 })).toBe(5);
});
