import type { DrillRecord } from '../../main/core/model/drill.ts';

const second = 1000;
/** A Monday afternoon. */
export const drillDay = Date.UTC(2026, 10, 16, 14, 0, 0);

/** A drill in which Anna pressed 12 s after the gates spoke, and the release was gone 3 s later. */
export const playedDrill: DrillRecord = {
  id: 'drl_1',
  person: 'Anna',
  scenario: 'bad-release',
  title: 'A release turns bad',
  release: 'Pryde 2.4.0',
  planName: 'ours',
  planFile: 'ours.yaml',
  planHash: 'a'.repeat(64),
  byHand: true,
  speed: 30,
  state: 'contained',
  startedAt: drillDay,
  endedAt: drillDay + 60 * second,
  badAt: drillDay + 20 * second,
  detectedAt: drillDay + 45 * second,
  containedAt: drillDay + 60 * second,
  pressed: [
    { at: drillDay + 50 * second, who: 'Anna', says: 'Hold', contains: false },
    { at: drillDay + 57 * second, who: 'Anna', says: 'Contain', contains: true },
  ],
  targets: [
    { name: 'web', surface: 'web', exposedAt: drillDay + 4 * second, containedAt: drillDay + 59 * second },
    { name: 'mobile', surface: 'mobile', exposedAt: null, containedAt: null },
    { name: 'flag', surface: 'flag', exposedAt: drillDay + 4 * second, containedAt: drillDay + 60 * second },
  ],
  exposedUsersMax: 4180,
  notes: ['Feeling stayed blind and only watched.'],
};
