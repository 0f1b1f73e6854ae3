import { expect, test } from 'vitest';
import { boundsInWords, formatValue, redLine } from '../../../main/core/gates/index.ts';
import { formatDifference } from '../../../main/core/gates/format.ts';
import type { MetricUnit } from '../../../main/core/model/plan.ts';
import { sampleBaseline, sampleGate, sampleMetric } from '../../support/core-samples.ts';

const values: [number | null, MetricUnit, string][] = [
  [0.0042, 'rate', '0.42 %'],
  [0.02, 'rate', '2 %'],
  [0.1234, 'rate', '12.3 %'],
  [0.00001, 'rate', '< 0.01 %'],
  [0, 'rate', '0 %'],
  [412, 'ms', '412 ms'],
  [1204, 'count', '1,204'],
  [-3, 'count', '−3'],
  [4.56, 'perMinute', '4.56/min'],
  [4.5, 'score', '4.5'],
  [1_500_000_000, 'bytes', '1.5 GB'],
  [0, 'bytes', '0 B'],
  [null, 'ms', '—'],
];

test.each(values)('R3.5 shows %s of unit %s as %s', (value, unit, words) => {
  expect(formatValue(value, unit)).toBe(words);
});

test('R3.5 shows differences of rates in points', () => {
  expect([formatDifference(0.06, 'rate'), formatDifference(0.002, 'rate'), formatDifference(80, 'ms')]).toEqual([
    '6.0 points',
    '0.2 points',
    '80 ms',
  ]);
});

test('R3.3 writes bounds as a person would', () => {
  const metric = sampleMetric();
  expect(boundsInWords(sampleGate(), metric)).toBe('yellow > 2 %, red > 5 %, emergency > 20 %');
  expect(boundsInWords(sampleGate({ kind: 'baselineRatio', yellow: null, red: 0.2, emergency: null }), metric)).toBe('red > base +20 %');
  expect(boundsInWords(sampleGate({ kind: 'baselineRatio', direction: 'below', yellow: 0.1, red: null, emergency: null }), metric)).toBe(
    'yellow < base −10 %',
  );
  expect(boundsInWords(sampleGate({ kind: 'baselineDelta', yellow: null, red: 0.002, emergency: null }), metric)).toBe(
    'red > base +0.2 points',
  );
});

test('R3.5 places the red line on the axis of the metric', () => {
  expect(redLine(sampleGate(), null)).toBe(0.05);
  expect(redLine(sampleGate({ red: null }), null)).toBeNull();
  expect(redLine(sampleGate({ kind: 'baselineRatio', red: 0.2 }), sampleBaseline(400))).toBe(480);
  expect(redLine(sampleGate({ kind: 'baselineRatio', red: 0.2, direction: 'below' }), sampleBaseline(400))).toBe(320);
  expect(redLine(sampleGate({ kind: 'baselineDelta', red: 0.5 }), sampleBaseline(1))).toBe(1.5);
  expect(redLine(sampleGate({ kind: 'baselineRatio', red: 0.2 }), null)).toBeNull();
});
