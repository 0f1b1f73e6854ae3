import { describe, expect, test } from 'vitest';
import { classifyCanaryMetric } from '../../../main/core/statistics/canary-metric.ts';
import { scoreCanary, type ScoredMetric } from '../../../main/core/statistics/canary-score.ts';

interface Case {
  readonly title: string;
  readonly metrics: readonly ScoredMetric[];
  readonly weights?: Readonly<Record<string, number>>;
  readonly score: number;
}

function metric(label: ScoredMetric['label'], group = 'a', critical = false): ScoredMetric {
  return { label, critical, groups: [group] };
}

/** The cases and scores of Kayenta's own ScorerSuite. */
const kayenta: readonly Case[] = [
  { title: 'one passed metric', metrics: [metric('pass')], score: 100 },
  { title: 'one failed metric', metrics: [metric('high')], score: 0 },
  { title: 'one metric without data', metrics: [metric('nodata')], score: 0 },
  { title: 'a group without data beside one that passed', metrics: [metric('pass'), metric('pass'), metric('nodata', 'b')], score: 100 },
  { title: 'one of two passed', metrics: [metric('pass'), metric('high')], score: 50 },
  { title: 'one of three passed', metrics: [metric('pass'), metric('high'), metric('low')], score: 33.33 },
  { title: 'unlike weights', metrics: [metric('pass'), metric('pass'), metric('high', 'b')], weights: { a: 75, b: 25 }, score: 75 },
  { title: 'like weights', metrics: [metric('pass'), metric('high'), metric('high', 'b')], weights: { a: 50, b: 50 }, score: 25 },
  {
    title: 'a metric without data in a group that passed',
    metrics: [metric('pass'), metric('nodata'), metric('high', 'b')],
    weights: { a: 50, b: 50 },
    score: 50,
  },
  { title: 'a failed critical metric', metrics: [metric('pass'), metric('high', 'a', true)], score: 0 },
  { title: 'a passed critical metric', metrics: [metric('low'), metric('pass', 'a', true)], score: 50 },
  { title: 'a critical metric without data', metrics: [metric('pass'), metric('nodata', 'a', true)], score: 0 },
  {
    title: 'a third of a light group',
    metrics: [metric('high'), metric('low'), metric('pass'), metric('high', 'b')],
    weights: { a: 15, b: 85 },
    score: 5,
  },
];

describe("design 5 scores a canary as Kayenta's judge does", () => {
  test.each(kayenta)('design 5 scores $title with $score', ({ metrics, weights, score }) => {
    expect(scoreCanary(metrics, { weights: weights ?? {}, pass: 95, marginal: 75 }).score).toBe(score);
  });

  test('design 5 calls a score pass, marginal or fail from the bound on', () => {
    const metrics = [metric('pass'), metric('pass'), metric('pass'), metric('high')];
    const verdictAt = (pass: number, marginal: number): string => scoreCanary(metrics, { weights: {}, pass, marginal }).verdict;
    expect([verdictAt(75, 50), verdictAt(75.01, 75), verdictAt(90, 75.01)]).toStrictEqual(['pass', 'marginal', 'fail']);
  });

  test('design 5 tells why a score was set to 0, and what each group weighs', () => {
    const found = scoreCanary([metric('pass'), metric('nodataFail', 'b'), metric('pass', 'c')], {
      weights: { a: 60 },
      pass: 95,
      marginal: 75,
    });
    expect(found.groups).toStrictEqual([
      { name: 'a', score: 100, weight: 60, hasData: true, metrics: 1 },
      { name: 'b', score: 0, weight: 20, hasData: true, metrics: 1 },
      { name: 'c', score: 100, weight: 20, hasData: true, metrics: 1 },
    ]);
    expect(found).toMatchObject({ score: 80, verdict: 'marginal', failedBy: null });
    expect(scoreCanary([metric('pass'), metric('nodata')], { weights: {}, pass: 95, marginal: 75 }).failedBy).toBe('tooLittleData');
    expect(scoreCanary([metric('high', 'a', true)], { weights: {}, pass: 95, marginal: 75 }).failedBy).toBe('critical');
    expect(scoreCanary([], { weights: {}, pass: 95, marginal: 75 })).toMatchObject({ verdict: 'fail', failedBy: 'tooLittleData' });
  });

  test('design 5 reads missing readings by the policy of the metric', () => {
    const control = [1, 2, 3, 4, 5];
    expect(classifyCanaryMetric([null, null], control).label).toBe('nodata');
    expect(classifyCanaryMetric([null, null], control, { mustHaveData: true }).label).toBe('nodataFail');
    expect(classifyCanaryMetric([null, null], control, { mustHaveData: true, critical: true })).toMatchObject({
      label: 'nodata',
      critical: true,
    });
    expect(classifyCanaryMetric([], control, { missing: 'replace' }).label).toBe('pass');
    expect(
      classifyCanaryMetric(
        Array.from({ length: 20 }, () => null),
        Array.from({ length: 20 }, (_, index) => 50 + index),
        { missing: 'replace' },
      ).label,
    ).toBe('low');
    expect(classifyCanaryMetric([1], [2]).label).toBe('nodata');
  });

  test('design 5 drops an extreme reading where the metric asks for it', () => {
    const control = Array.from({ length: 40 }, (_, index) => 100 + (index % 5));
    const canary = [...control.map((value) => value + 1), 90_000];
    expect(classifyCanaryMetric(canary, control, { outliers: 'remove' }).ratio).toBeLessThan(1.02);
    expect(classifyCanaryMetric(canary, control).ratio).toBeGreaterThan(10);
  });
});
