import { describe, expect, test } from 'vitest';
import { type CanaryMetricOptions, classifyCanaryMetric } from '../../../main/core/statistics/canary-metric.ts';
import { commonLanguageEffect } from '../../../main/core/statistics/effect-size.ts';
import { mannWhitney } from '../../../main/core/statistics/mann-whitney.ts';
import recorded from '../../recorded/statistics/kayenta.json' with { type: 'json' };

const samples = new Map<string, readonly number[]>(Object.entries(recorded.samples));

function sample(name: string): readonly number[] {
  const values = samples.get(name);
  if (values === undefined) throw new Error(`no sample ${name}`);
  return values;
}

/** JSON carries the options' words as plain texts. */
function optionsOf(options: object): Partial<CanaryMetricOptions> {
  return { ...options };
}

describe("design 5 reproduces Kayenta's judge", () => {
  test.each(recorded.cases)(
    'design 5 finds what Kayenta finds for $title ($label)',
    ({ canary, control, options, label, critical, ...more }) => {
      for (const precision of [1e-4, null]) {
        const found = classifyCanaryMetric(sample(canary), sample(control), { ...optionsOf(options), precision });
        expect({ label: found.label, critical: found.critical }).toStrictEqual({ label, critical });
        if ('ratioIsNull' in more) expect(found.ratio).toBeNull();
      }
    },
  );

  test.each(recorded.intervals)(
    'design 5 finds the interval Kayenta documents for $canary',
    ({ canary, control, confidence, low, high, estimate }) => {
      const found = mannWhitney(sample(canary), sample(control), { confidence, precision: 1e-4 });
      expect(Math.abs(found.low - low)).toBeLessThan(1e-9);
      expect(Math.abs(found.high - high)).toBeLessThan(1e-9);
      if (estimate !== null) expect(Math.abs(found.estimate - estimate)).toBeLessThan(1e-9);
    },
  );

  test.each(recorded.effects)(
    'design 5 finds the common language effect Kayenta documents for $canary',
    ({ canary, control, cles, within }) => {
      expect(Math.abs((commonLanguageEffect(sample(canary), sample(control)) ?? 9) - cles)).toBeLessThan(within);
    },
  );
});
