import { expect, test } from 'vitest';
import { fill } from '../../../main/core/incident/fill.ts';
import { type FillFacts, fillNames, fillValues } from '../../../main/core/incident/values.ts';

const openedAt = Date.UTC(2026, 10, 21, 16, 3, 12);
const facts: FillFacts = {
  id: 'inc_1',
  application: 'Harbor',
  version: '4.8.1',
  previousVersion: '4.7.3',
  severity: 'P1',
  title: 'Error rate is over its bound',
  openedAt,
  closedAt: null,
  now: openedAt + 90_000,
  targets: ['web', 'desktop'],
  sharePercent: 10,
  users: 12_400.4,
  usersNow: null,
  red: [{ title: 'Error rate', reason: '8 % is over 5 %.' }],
  recovery: [
    { moment: 'introduced', at: openedAt - 600_000, tookMs: null, says: '' },
    { moment: 'contained', at: openedAt + 30_000, tookMs: null, says: '' },
  ],
};

test('R4.9 gives every name a value in words and with its unit, or null', () => {
  expect(fillValues(facts)).toEqual({
    application: 'Harbor',
    version: '4.8.1',
    previousVersion: '4.7.3',
    severity: 'P1',
    title: 'Error rate is over its bound',
    incident: 'inc_1',
    targets: 'web and desktop',
    share: '10 %',
    users: '12,400',
    usersNow: null,
    gate: 'Error rate',
    reason: '8 % is over 5 %',
    openedAt: '2026-11-21 16:03 UTC',
    closedAt: null,
    now: '2026-11-21 16:04 UTC',
    duration: '1 min 30 s',
    introducedAt: '2026-11-21 15:53 UTC',
    detectedAt: null,
    containedAt: '2026-11-21 16:03 UTC',
    recoveredAt: null,
    recoveryTime: '10 min 30 s',
  });
});

test('R4.9 fills an empty list in as not known', () => {
  const values = fillValues({ ...facts, targets: [], red: [] });
  expect(fill('{{targets}} {{gate}}', values).unknown).toEqual(['targets', 'gate']);
});

test('R4.9 names every value', () => {
  expect(Object.keys(fillValues(facts))).toEqual([...fillNames]);
});
