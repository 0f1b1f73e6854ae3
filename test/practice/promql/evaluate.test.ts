import { describe, expect, test } from 'vitest';
import { evaluate } from '../../../main/practice/promql/evaluate.ts';
import { parseQuery } from '../../../main/practice/promql/parse.ts';
import type { Series } from '../../../main/practice/promql/series.ts';

const times = Array.from({ length: 21 }, (_, index) => index * 15_000);
const end = 300_000;

function counter(name: string, labels: Record<string, string>, perStep: number | ((index: number) => number | null)): Series {
  const read = typeof perStep === 'number' ? (index: number) => index * perStep : perStep;
  return {
    labels: { __name__: name, app: 'x', channel: 'stable', platform: 'web', ...labels },
    times,
    values: times.map((_, index) => read(index)),
  };
}

function ask(query: string, series: readonly Series[], at = end): Record<string, number> | number {
  const value = evaluate(parseQuery(query), series, at);
  if (value.type === 'scalar') return value.value;
  return Object.fromEntries(value.samples.map((sample) => [sample.labels.release ?? '', sample.value]));
}

const total = [counter('t', { release: 'a' }, 150), counter('t', { release: 'b' }, 300)];
const errors = [counter('e', { release: 'b' }, 15)];

describe('practice metric queries', () => {
  test('R3.3 gives rates per second and increases per window', () => {
    expect(ask('sum by (release) (rate(t{app="x"}[1m]))', total)).toEqual({ a: 10, b: 20 });
    expect(ask('sum by (release, channel, platform) (increase(t{app="x"}[2m]))', total)).toEqual({ a: 1200, b: 2400 });
    expect(ask('sum(increase(t[2m]))', total)).toEqual({ '': 3600 });
  });

  test('R3.3 keeps a release without errors in a ratio', () => {
    const by = 'sum by (release, channel, platform)';
    const query = `(${by} (rate(e{app="x"}[1m])) or 0 * ${by} (rate(t{app="x"}[1m]))) / ${by} (rate(t{app="x"}[1m]))`;
    expect(ask(query, [...total, ...errors])).toEqual({ b: 0.05, a: 0 });
    expect(ask(`${by} (rate(e[1m])) / ${by} (rate(t[1m]))`, [...total, ...errors])).toEqual({ b: 0.05 });
  });

  test('R3.3 answers nothing for what it has not and NaN where there was no traffic', () => {
    expect(ask('rate(unknown[1m])', total)).toEqual({});
    expect(ask('rate(t[10s])', total)).toEqual({});
    const still = [counter('t', { release: 'a' }, () => 70)];
    expect(ask('sum by (release) (rate(t[1m])) / sum by (release) (rate(t[1m]))', still)).toEqual({ a: Number.NaN });
  });

  test('R3.3 filters by equal, unequal and patterns that cover the whole value', () => {
    expect(ask('rate(t{release="a",app!="y"}[1m])', total)).toEqual({ a: 10 });
    expect(ask('rate(t{release=~"a|c"}[1m])', total)).toEqual({ a: 10 });
    expect(ask('rate(t{release!~"a.*"}[1m])', total)).toEqual({ b: 20 });
    expect(ask('rate(t{release=~"aa?b"}[1m])', total)).toEqual({});
    expect(ask('rate(t{release="a\\"b"}[1m])', [counter('t', { release: 'a"b' }, 15)])).toEqual({ 'a"b': 1 });
  });

  test('R3.3 looks back five minutes for a gauge, and not past the end of a series', () => {
    const gauge = [counter('g', { release: 'a' }, (index) => (index <= 10 ? index : null))];
    expect(ask('sum by (release) (g{app="x"})', gauge, 150_000)).toEqual({ a: 10 });
    expect(ask('sum by (release) (g{app="x"})', gauge, 165_000)).toEqual({});
    expect(ask('sum by (release) (t)', total, end + 299_000)).toEqual({ a: 3000, b: 6000 });
    expect(ask('sum by (release) (t)', total, end + 300_000)).toEqual({});
  });

  test('R3.3 counts across a counter that began again', () => {
    const reset = [counter('t', { release: 'a' }, (index) => (index < 18 ? index * 10 : (index - 18) * 10))];
    expect(ask('sum by (release) (increase(t[1m]))', reset)).toEqual({ a: 30 });
  });

  test('R3.3 stretches a young series by half an interval only, and never below zero', () => {
    const young = [counter('t', { release: 'a' }, (index) => (index < 17 ? null : 100 + (index - 17) * 10))];
    expect(ask('sum by (release) (increase(t[5m]))', young)).toEqual({ a: 30 * (52.5 / 45) });
  });

  test('R3.3 finds a quantile inside its bucket, and needs the le label', () => {
    const bucket = (le: string, perStep: number): Series => counter('d_bucket', { release: 'a', le }, perStep);
    const series = [bucket('0.1', 50), bucket('0.2', 90), bucket('+Inf', 100)];
    const by = 'sum by (le, release, channel, platform) (rate(d_bucket{app="x"}[1m]))';
    expect(ask(`histogram_quantile(0.5, ${by})`, series)).toEqual({ a: 0.1 });
    expect(ask(`histogram_quantile(0.75, ${by}) * 8`, series)).toEqual({ a: 1.3 });
    expect(ask(`histogram_quantile(0.95, ${by})`, series)).toEqual({ a: 0.2 });
    expect(ask('histogram_quantile(0.95, sum by (release) (rate(d_bucket[1m])))', series)).toEqual({});
    expect(ask(`histogram_quantile(0.25, ${by}) * 1000`, series)).toEqual({ a: 50 });
  });

  test('R3.3 calculates with numbers in the usual order', () => {
    expect(ask('1 + 2 * 3 - 4 / 2', [])).toBe(5);
    expect(ask('-(2 + 1)', [])).toBe(-3);
    expect(ask('vector(1)', [])).toEqual({ '': 1 });
  });

  test('R3.3 says where a query cannot be read and what it can answer', () => {
    expect(() => parseQuery('')).toThrow('no expression found');
    expect(() => parseQuery('rate(t)')).toThrow('expected type range vector');
    expect(() => parseQuery('topk(3, t)')).toThrow(/1:1: .*topk.*practice fleet answers/);
    expect(() => parseQuery('rate(t[5m]')).toThrow('expected ")"');
    expect(() => parseQuery('t{app=x}')).toThrow('expected string');
    expect(() => parseQuery('t[5]')).toThrow('expected a duration');
    expect(() => evaluate(parseQuery('t * t'), [...total, counter('t', { release: 'a', le: '1' }, 1)], end)).not.toThrow();
  });
});
