import type { GateSpec, MetricSpec } from '../model/plan.ts';
import { durationInWords } from '../words.ts';
import { type GateContext, note } from './gate-context.ts';

/** A range selector of PromQL with its length, such as `[5m]` or `[1h30m]`. */
const range = /\[((?:\d+(?:ms|[smhdwy]))+)(?::[^\]]*)?\]/g;
const unitMs = new Map(Object.entries({ ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000, y: 31_536_000_000 }));

/** How far back one reading of a metric looks by its own query, or by that of its samples, ms; null when neither says. */
export function ownWindow({ query }: Pick<MetricSpec, 'query'>): number | null {
  const texts = [query['query'], query['samples']].filter((text) => typeof text === 'string');
  const lengths = texts.flatMap((text) => [...text.matchAll(range)]).map(([, length = '']) => lengthMs(length));
  return lengths.length === 0 ? null : Math.max(...lengths);
}

function lengthMs(length: string): number {
  const parts = [...length.matchAll(/(\d+)(ms|[smhdwy])/g)];
  return parts.reduce((sum, [, count = '0', unit = 's']) => sum + Number(count) * (unitMs.get(unit) ?? 0), 0);
}

/**
 * Evidence counts events, so each may be counted once only. Readings of a query that looks back over a window of its own share events
 * with their neighbours: `last` takes them a gate window apart, which has to be at least as long as the query's.
 */
export function checkOwnWindow(gate: GateSpec, metric: MetricSpec, context: GateContext): void {
  const own = ownWindow(metric);
  if (gate.evidence === 'raw' || own === null) return;
  const looksBack = `counts each event once, and the query of ${metric.id} looks back over ${durationInWords(own)}`;
  if (metric.aggregate !== 'last' && own > context.everyMs) {
    const why = `so that readings ${durationInWords(context.everyMs)} apart share events`;
    note(context, 'evidence', `${gate.evidence} ${looksBack}, ${why}; give ${metric.id} aggregate: last, or use raw`);
    return;
  }
  if (metric.aggregate === 'last' && gate.evidence === 'sequential' && own > gate.windowMs) {
    const why = `sequential ${looksBack}`;
    note(
      context,
      'window',
      `of ${durationInWords(gate.windowMs)} is shorter: ${why}; use ${durationInWords(own)}, or a shorter range in the query`,
    );
  }
}
