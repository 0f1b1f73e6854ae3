import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { assignmentHealth } from '../../../main/core/statistics/sample-ratio.ts';
import recorded from '../../recorded/statistics/split.json' with { type: 'json' };
import { expectNear } from '../../support/statistics/near.ts';

describe('design 5 watches whether people reach the versions as planned', () => {
  test("design 5 agrees with SciPy's chi-square test of a split", () => {
    for (const { observed, shares, chiSquare, p } of recorded.cases) {
      const found = assignmentHealth(observed, shares);
      expect(Math.abs((found.chiSquare ?? 9) - chiSquare)).toBeLessThan(1e-9);
      expectNear(found.p ?? 9, p, 1e-9);
      expect(found.ratioOk).toBe(p >= 0.001);
    }
  });

  test('design 5 finds a split unhealthy that chance makes once in a thousand at most', () => {
    expect(assignmentHealth([5_000, 5_160], [1, 1])).toMatchObject({ ok: true, expected: [5_080, 5_080] });
    expect(assignmentHealth([5_000, 5_360], [1, 1])).toMatchObject({ ok: false, ratioOk: false, exposureOk: true });
  });

  test('design 5 finds an assignment unhealthy that shows many people both versions', () => {
    expect(assignmentHealth([990, 1_000], [1, 1], 15)).toMatchObject({ ok: true, multipleShare: 15 / 2_005 });
    expect(assignmentHealth([990, 1_000], [1, 1], 30)).toMatchObject({ ok: false, ratioOk: true, exposureOk: false });
    expect(assignmentHealth([990, 1_000], [1, 1], 30, { mostMultiple: 0.05 }).ok).toBe(true);
  });

  test('design 5 says nothing of a split of a few people', () => {
    expect(assignmentHealth([0, 7], [1, 1])).toMatchObject({ ok: true, p: null, chiSquare: null });
    expect(assignmentHealth([0, 0], [1, 9])).toMatchObject({ ok: true, p: null, multipleShare: 0 });
  });

  test('design 5 judges a split the same in any order of the versions and any unit of the shares', () => {
    const counts = fc.array(fc.integer({ min: 50, max: 100_000 }), { minLength: 2, maxLength: 5 });
    fc.assert(
      fc.property(counts, fc.integer({ min: 1, max: 1_000 }), (observed, unit) => {
        const shares = observed.map((_, index) => index + 1);
        const one = assignmentHealth(observed, shares);
        const other = assignmentHealth(observed.toReversed(), shares.map((share) => share * unit).toReversed());
        expect(Math.abs((one.p ?? 1) - (other.p ?? 1))).toBeLessThan(1e-9);
      }),
    );
  });

  test('design 5 refuses a plan that does not fit the counts', () => {
    expect(() => assignmentHealth([1], [1])).toThrow('two versions or more');
    expect(() => assignmentHealth([1, 2], [1, 0])).toThrow('Every planned share must be above 0');
    expect(() => assignmentHealth([1, -2], [1, 1])).toThrow('observed');
  });
});
