import { describe, expect, test } from 'vitest';
import { judge } from '../../../main/core/decide/index.ts';
import type { Verdict } from '../../../main/core/model/verdict.ts';
import { minute, pointsOf, sampleGate, sampleMetric, samplePlan, sampleSnapshot, sampleStage } from '../../support/core-samples.ts';

const people = sampleMetric({ id: 'people', title: 'People', unit: 'count', aggregate: 'sum' });
const both = sampleMetric({ id: 'both', title: 'People who saw both', unit: 'count', aggregate: 'sum' });
const split = sampleGate({
  id: 'split',
  title: 'Assignment',
  metric: 'people',
  kind: 'sampleRatio',
  twice: 'both',
  yellow: null,
  red: null,
  emergency: null,
  windowMs: minute,
  minSamples: 0,
  confidence: 0.999,
});

/** People counted each 15 s in the last minute: on the release, on the version before, on both. */
function seen(release: number, before: number, saw = 0, percent = 10): Verdict | undefined {
  const plan = samplePlan({ metrics: [people, both], stages: [sampleStage({ percent, gates: [split] })] });
  const of = (each: number) => pointsOf([each, each, each, each], null);
  const window = { failingSince: null, problem: null };
  const windows = [
    { ...window, metric: 'people', points: of(release), control: of(before) },
    { ...window, metric: 'both', points: of(saw), control: [] },
  ];
  return judge(sampleSnapshot({ plan, windows }))[0];
}

describe('the health of the assignment', () => {
  test('design 5 is green while people are split as planned', () => {
    expect(seen(100, 900)).toMatchObject({ kind: 'green', value: 400 });
  });

  test('design 5 holds when the split is not the planned one, with what was seen and what was planned', () => {
    expect(seen(60, 940)).toMatchObject({
      kind: 'yellow',
      reason: '6 % of 4,000 people, planned are 10 % (p < 0.001): the assignment is broken',
    });
  });

  test('design 5 holds when too many people saw both versions', () => {
    expect(seen(100, 900, 30)).toMatchObject({ kind: 'yellow', reason: '2.91 % of people saw both versions' });
  });

  test('design 5 says too few while a side would have fewer than five', () => {
    expect(seen(1, 9)).toMatchObject({ kind: 'thin' });
  });

  test('design 5 has nothing to hold against once everybody gets the release', () => {
    expect(seen(1000, 0, 0, 100)).toMatchObject({ kind: 'green' });
  });

  test('design 4 is blind without the version before', () => {
    const plan = samplePlan({ metrics: [people, both], stages: [sampleStage({ gates: [split] })] });
    const windows = [{ metric: 'people', points: pointsOf([100]), control: [], failingSince: null, problem: null }];
    expect(judge(sampleSnapshot({ plan, windows }))[0]).toMatchObject({ kind: 'blind' });
  });
});
