import { expect, test } from 'vitest';
import { drillLimitMs } from '../../main/drill/drive.ts';

const hour = 60 * 60_000;

test('R4.3 gives a plan of one’s own time for all its stages, however long, and never less than the plans that ship need', () => {
  expect(drillLimitMs(0)).toBe(60 * hour);
  for (const lasts of [48 * hour, 7 * 24 * hour]) expect(drillLimitMs(lasts)).toBeGreaterThan(2 * lasts);
});
