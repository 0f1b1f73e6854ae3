import { expect, test } from 'vitest';
import { signoffs, waitingDetail } from '../../support/fixture/judgement.ts';
import { approvalBlocked, promotesAlone } from '../../../renderer/views/rollout/approval.ts';
import { boundWords, keeps } from '../../../renderer/views/rollout/signoff-words.ts';

const value = { unit: 'points', direction: 'below', bound: 40, strict: false } as const;

test('R4.5 says the bound of a typed value in words, and keeps it as the engine does', () => {
  expect(boundWords({ value })).toBe('at least 40 points');
  expect(boundWords({ value: { ...value, strict: true } })).toBe('more than 40 points');
  expect(boundWords({ value: { ...value, direction: 'above', unit: '' } })).toBe('at most 40');
  expect(boundWords({ value: { ...value, direction: 'above', strict: true } })).toBe('less than 40 points');
  expect([39, 40, 41].map((typed) => keeps({ value }, typed))).toEqual([false, true, true]);
  expect([39, 40, 41].map((typed) => keeps({ value: { ...value, strict: true } }, typed))).toEqual([false, false, true]);
  expect(signoffs.filter((row) => row.value === null).every((row) => keeps(row, -1))).toBe(true);
});

test('R4.5 knows who may approve, and when a promote would be approval enough', () => {
  const ahead = waitingDetail.ahead && { ...waitingDetail.ahead, approvals: [{ role: 'admin' as const, count: 1, given: 0 }] };
  const byAdmin = { ...waitingDetail, ahead };
  expect(approvalBlocked(waitingDetail, { name: 'Robin', role: 'operator' })).toBeNull();
  expect(approvalBlocked(waitingDetail, { name: 'Grace', role: 'operator' })).toContain('somebody else');
  expect(approvalBlocked(byAdmin, { name: 'Robin', role: 'operator' })).toBe('Needs the role admin; yours is operator');
  expect(promotesAlone(waitingDetail, { name: 'Robin', role: 'operator' })).toBe(true);
  expect(promotesAlone(waitingDetail, { name: 'Grace', role: 'admin' })).toBe(false);
  expect(promotesAlone(byAdmin, { name: 'Robin', role: 'operator' })).toBe(false);
  expect(promotesAlone({ ...waitingDetail, ahead: null }, null)).toBe(true);
});
