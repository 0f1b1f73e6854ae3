import type { JsonObject } from '../model/json.ts';
import type { MetricDraft } from '../plan/schema.ts';

/** What the practice fleet measures of itself, by the id its own plans use. */
export const fleetMetrics = ['error-rate', 'p95', 'auth-success', 'crash-rate'] as const;
export type FleetMetric = (typeof fleetMetrics)[number];

type Query = NonNullable<MetricDraft['query']>;

export interface StandIn {
  readonly metric: FleetMetric;
  /** The fleet counts the bad ones and the plan the good ones, or the other way round. */
  readonly inverted: boolean;
}

const rules: readonly { readonly unit: 'rate' | 'ms'; readonly words: RegExp; readonly standIn: StandIn }[] = [
  { unit: 'ms', words: /latency|duration|response|p9[059]|load|lcp/, standIn: { metric: 'p95', inverted: false } },
  { unit: 'rate', words: /crash.?free/, standIn: { metric: 'crash-rate', inverted: true } },
  { unit: 'rate', words: /crash/, standIn: { metric: 'crash-rate', inverted: false } },
  {
    unit: 'rate',
    words: /(auth|sign.?in|log.?in).*(fail|error|denied)|denied/,
    standIn: { metric: 'auth-success', inverted: true },
  },
  { unit: 'rate', words: /auth|sign.?in|log.?in/, standIn: { metric: 'auth-success', inverted: false } },
  { unit: 'rate', words: /succe|availab|uptime/, standIn: { metric: 'error-rate', inverted: true } },
  { unit: 'rate', words: /error|fail|5xx/, standIn: { metric: 'error-rate', inverted: false } },
];

/** The fleet's own measure that means the same as a metric of a plan, by its unit and name; null when none does. */
export function standInFor(id: string, metric: Pick<MetricDraft, 'title' | 'unit'>): StandIn | null {
  const words = `${id} ${metric.title ?? ''}`.toLowerCase();
  return rules.find((rule) => rule.unit === metric.unit && rule.words.test(words))?.standIn ?? null;
}

/** Query of the fleet's measure; a share that is counted the other way round is taken from 1. */
export function standInQuery(query: JsonObject, inverted: boolean): Query {
  const parts = Object.entries(query).filter((part): part is [string, string | number] => typeof part[1] !== 'object');
  return Object.fromEntries(parts.map(([key, value]) => [key, inverted && key === 'query' ? `1 - (${value})` : value]));
}

/** Name of the fleet's measure in words. */
export const standInWords: Readonly<Record<FleetMetric, string>> = {
  'error-rate': 'the error rate of the practice fleet',
  p95: 'the p95 latency of the practice fleet',
  'auth-success': 'the sign-in success of the practice fleet',
  'crash-rate': 'the crash rate of the practice fleet',
};
