import { createRequire } from 'node:module';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { compareVersions, isVersion, nextAbove, updatesTo } from '../../../main/core/reissue/index.ts';

const require = createRequire(import.meta.url);
const Semver = z.object({ compare: z.custom<(a: string, b: string) => number>((value) => typeof value === 'function') });
/** The very library the update client compares with. */
const { compare } = Semver.parse(createRequire(require.resolve('electron-updater/out/AppUpdater.js'))('semver'));

const part = fc.integer({ min: 0, max: 12 }).map(String);
const early = fc.array(fc.constantFrom('alpha', 'beta', 'rc', '1', '2', '10', 'x-y'), { maxLength: 3 });
const version = fc
  .tuple(part, part, part, early)
  .map(([major, minor, patch, rest]) => `${major}.${minor}.${patch}${rest.length > 0 ? `-${rest.join('.')}` : ''}`);

describe('the order of versions', () => {
  test('R1.2 is that of the update client, for any two versions', () => {
    fc.assert(
      fc.property(version, version, (a, b) => Math.sign(compareVersions(a, b) ?? Number.NaN) === compare(a, b)),
      { numRuns: 500 },
    );
  });

  test('R1.2 names a number that everybody below takes', () => {
    fc.assert(
      fc.property(fc.array(version, { minLength: 1, maxLength: 6 }), (versions) => {
        const next = nextAbove(versions);
        return next !== null && versions.every((one) => updatesTo(one, next));
      }),
    );
    expect(nextAbove(['2.3.0', '2.4.0'])).toBe('2.4.1');
    expect(nextAbove(['2.4.1-beta.2'])).toBe('2.4.1');
    expect(nextAbove(['nightly'])).toBeNull();
  });

  test('R1.2 takes no other text for a version', () => {
    for (const text of ['v2.4.0', '2.4', '2.4.0.1', '', 'two']) expect(isVersion(text)).toBe(false);
    expect(compareVersions('2.4.0', 'two')).toBeNull();
    expect(updatesTo('2.4.0', 'two')).toBe(false);
  });
});
