import { expect, test } from 'vitest';
import { respondMsAt, respondProblems, usualRespondMs } from '../../../main/core/incident/respond.ts';

const minute = 60_000;
const day = 24 * 60 * minute;

test('R4.9 gives the worst severity the shortest response time, and the usual times can be set again', () => {
  const times = Object.values(usualRespondMs);
  expect(times).toEqual(times.toSorted((a, b) => a - b));
  expect(respondProblems(usualRespondMs)).toEqual({});
});

test('R4.9 counts the response time that was in force when the clock began', () => {
  const history = [
    { from: 100, times: { ...usualRespondMs, P0: minute } },
    { from: 200, times: { ...usualRespondMs, P0: 2 * minute } },
  ];
  expect([99, 100, 199, 200, 300].map((since) => respondMsAt(history, 'P0', since))).toEqual(
    [5, 1, 1, 2, 2].map((minutes) => minutes * minute),
  );
  expect(respondMsAt([], 'P3', 0)).toBe(day);
});

test.each([
  [{ P0: 0 }, 'P0', 'Give P0 from 1 min to 30 d'],
  [{ P0: 30_000 }, 'P0', 'Give P0 whole minutes'],
  [{ P0: Number.NaN }, 'P0', 'Give P0 whole minutes'],
  [{ P3: 31 * day }, 'P3', 'Give P3 from 1 min to 30 d'],
  [{ P1: 2 * minute }, 'P1', 'P1 is less urgent than P0: give it 5 min or more'],
])('R4.9 says what is wrong with response times such as %o', (part, severity, says) => {
  expect(respondProblems({ ...usualRespondMs, ...part })).toMatchObject({ [severity]: says });
});
