import type { Expression, Operator } from './parse.ts';
import { quantileOf, type Bucket } from './quantile.ts';
import { increaseAt } from './rate.ts';
import { indexAt, nameLabel, selectSeries, type Labels, type Series } from './series.ts';
import { QueryProblem } from './tokens.ts';

export interface Sample {
  readonly labels: Labels;
  readonly value: number;
}

export type Value = { readonly type: 'scalar'; readonly value: number } | { readonly type: 'vector'; readonly samples: readonly Sample[] };

/** How long an instant selector looks back for a sample, ms. Prometheus' default. */
const lookbackMs = 5 * 60_000;

/** The value of an expression at a time, ms. */
export function evaluate(expression: Expression, all: readonly Series[], at: number): Value {
  switch (expression.node) {
    case 'number':
      return { type: 'scalar', value: expression.value };
    case 'select':
      return { type: 'vector', samples: selectNow(expression, all, at) };
    case 'range':
      return { type: 'vector', samples: growth(expression, all, at) };
    case 'vector':
      return { type: 'vector', samples: [{ labels: {}, value: scalar(evaluate(expression.of, all, at), 'vector') }] };
    case 'sum':
      return { type: 'vector', samples: sum(vector(evaluate(expression.of, all, at), 'sum'), expression.by) };
    case 'quantile':
      return { type: 'vector', samples: quantiles(expression, all, at) };
    case 'binary':
      return binary(expression.operator, evaluate(expression.left, all, at), evaluate(expression.right, all, at));
  }
}

function scalar(value: Value, where: string): number {
  if (value.type === 'scalar') return value.value;
  throw new QueryProblem(`invalid parameter "query": parse error: expected type scalar in ${where}, got instant vector`);
}

function vector(value: Value, where: string): readonly Sample[] {
  if (value.type === 'vector') return value.samples;
  throw new QueryProblem(`invalid parameter "query": parse error: expected type instant vector in ${where}, got scalar`);
}

function selectNow(expression: Extract<Expression, { node: 'select' }>, all: readonly Series[], at: number): readonly Sample[] {
  if (expression.rangeMs !== null) throw new QueryProblem('invalid parameter "query": a range vector needs a function such as rate()');
  const samples: Sample[] = [];
  for (const series of selectSeries(all, expression.name, expression.matchers)) {
    const index = indexAt(series.times, at);
    const value = series.values[index];
    if (value === null || value === undefined || at - (series.times[index] ?? 0) >= lookbackMs) continue;
    samples.push({ labels: series.labels, value });
  }
  return samples;
}

function growth(expression: Extract<Expression, { node: 'range' }>, all: readonly Series[], at: number): readonly Sample[] {
  const { of } = expression;
  if (of.node !== 'select' || of.rangeMs === null) return [];
  const samples: Sample[] = [];
  for (const series of selectSeries(all, of.name, of.matchers)) {
    const increase = increaseAt(series, at, of.rangeMs);
    if (increase === null) continue;
    const value = expression.function === 'rate' ? increase / (of.rangeMs / 1000) : increase;
    samples.push({ labels: withoutName(series.labels), value });
  }
  return samples;
}

function withoutName(labels: Labels): Labels {
  const { [nameLabel]: _name, ...rest } = labels;
  return rest;
}

/** Text that is equal for equal label sets. */
function keyOf(labels: Labels): string {
  const pairs = Object.entries(labels).filter(([name]) => name !== nameLabel);
  return JSON.stringify(pairs.toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

function sum(samples: readonly Sample[], by: readonly string[]): readonly Sample[] {
  const groups = new Map<string, { readonly labels: Labels; value: number }>();
  for (const sample of samples) {
    const labels = Object.fromEntries(by.flatMap((label) => (sample.labels[label] === undefined ? [] : [[label, sample.labels[label]]])));
    const key = keyOf(labels);
    const group = groups.get(key) ?? { labels, value: 0 };
    group.value += sample.value;
    groups.set(key, group);
  }
  return [...groups.values()];
}

function quantiles(expression: Extract<Expression, { node: 'quantile' }>, all: readonly Series[], at: number): readonly Sample[] {
  const quantile = scalar(evaluate(expression.quantile, all, at), 'histogram_quantile');
  const groups = new Map<string, { readonly labels: Labels; readonly buckets: Bucket[] }>();
  for (const sample of vector(evaluate(expression.of, all, at), 'histogram_quantile')) {
    const { le, [nameLabel]: _name, ...labels } = sample.labels;
    if (le === undefined) continue;
    const key = keyOf(labels);
    const group = groups.get(key) ?? { labels, buckets: [] };
    group.buckets.push({ upper: le === '+Inf' ? Infinity : Number(le), count: sample.value });
    groups.set(key, group);
  }
  return [...groups.values()].map(({ labels, buckets }) => ({ labels, value: quantileOf(quantile, buckets) }));
}

function calculate(operator: Operator, left: number, right: number): number {
  if (operator === '+') return left + right;
  if (operator === '-') return left - right;
  return operator === '*' ? left * right : left / right;
}

function binary(operator: Operator, left: Value, right: Value): Value {
  if (operator === 'or') return { type: 'vector', samples: union(vector(left, '"or"'), vector(right, '"or"')) };
  if (left.type === 'scalar' && right.type === 'scalar') return { type: 'scalar', value: calculate(operator, left.value, right.value) };
  if (left.type === 'scalar') return mapped(vector(right, operator), (value) => calculate(operator, left.value, value));
  if (right.type === 'scalar') return mapped(left.samples, (value) => calculate(operator, value, right.value));
  return { type: 'vector', samples: matched(operator, left.samples, right.samples) };
}

function mapped(samples: readonly Sample[], change: (value: number) => number): Value {
  return { type: 'vector', samples: samples.map((sample) => ({ labels: withoutName(sample.labels), value: change(sample.value) })) };
}

function union(left: readonly Sample[], right: readonly Sample[]): readonly Sample[] {
  const present = new Set(left.map((sample) => keyOf(sample.labels)));
  return [...left, ...right.filter((sample) => !present.has(keyOf(sample.labels)))];
}

function matched(operator: Operator, left: readonly Sample[], right: readonly Sample[]): readonly Sample[] {
  const byKey = new Map<string, Sample>();
  for (const sample of right) {
    const key = keyOf(sample.labels);
    if (byKey.has(key))
      throw new QueryProblem('found duplicate series for the match group on the right hand-side of the operation', 'execution');
    byKey.set(key, sample);
  }
  const seen = new Set<string>();
  const samples: Sample[] = [];
  for (const sample of left) {
    const key = keyOf(sample.labels);
    const other = byKey.get(key);
    if (other === undefined) continue;
    if (seen.has(key)) throw new QueryProblem('multiple matches for labels: many-to-one matching must be explicit', 'execution');
    seen.add(key);
    samples.push({ labels: withoutName(sample.labels), value: calculate(operator, sample.value, other.value) });
  }
  return samples;
}
