import { describe, expect, test } from 'vitest';
import { readReleases } from '../../main/core/history/index.ts';
import { pastFiles } from '../../main/practice/past.ts';
import { pastReadings } from '../../main/practice/past-readings.ts';
import { pastCount, pastReleases } from '../../main/practice/past-releases.ts';

const now = Date.UTC(2026, 2, 12, 15, 20);
const range = { earliest: 0, latest: now };

describe('history of the practice fleet', () => {
  test('design 3 looks back on forty releases of which six were taken back, the same for the whole day', () => {
    const releases = pastReleases(now);
    expect(releases).toHaveLength(pastCount);
    expect(releases.filter((past) => past.outcome === 'rolledBack')).toHaveLength(6);
    expect(new Set(releases.map((past) => `${past.application} ${past.version} ${past.surface}`)).size).toBe(pastCount);
    expect(releases.every((past) => past.decidedAt < now)).toBe(true);
    expect(pastFiles(now)).toEqual(pastFiles(now + 3_600_000));
  });

  test('design 3 gives its releases in the form that is imported, without a problem', () => {
    const file = pastFiles(now).find((one) => one.kind === 'releases');
    const read = readReleases('csv', file?.text ?? '', range);
    expect(read.problems).toEqual([]);
    expect(read.releases).toHaveLength(pastCount);
    expect(read.releases.filter((release) => release.outcome === 'rolledBack').every((release) => release.reason.length > 8)).toBe(true);
  });

  test('R1.7 shows a bad release in the metric that was bad, and the version before as healthy', () => {
    const bad = pastReleases(now)[4];
    if (bad === undefined) throw new Error('no release');
    const errors = pastReadings(bad).filter((reading) => reading.metric === 'error-rate');
    const late = errors.filter((reading) => reading.release === bad.version && reading.at > (bad.stages[0]?.from ?? 0) + 5 * 60_000);
    expect(late.length).toBeGreaterThan(20);
    expect(late.every((reading) => reading.value > 0.05 && reading.samples >= 50)).toBe(true);
    const before = errors.filter((reading) => reading.release === bad.previousVersion);
    expect(before.length).toBeGreaterThan(20);
    expect(before.every((reading) => reading.value < 0.02)).toBe(true);
  });
});
