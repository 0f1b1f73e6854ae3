import { readFileSync } from 'node:fs';
import { readPlan } from '../../main/core/plan/index.ts';
import type { Plan } from '../../main/core/model/plan.ts';

/** A good plan that tests break in one place at a time. Its line numbers are part of those tests. */
export const goodPlan = `name: sample
description: For tests
every: 15s
metrics:
  error-rate:
    source: prometheus
    unit: rate
    lag: 15s
    query:
      query: errors{app="{{application}}"}
  p95:
    source: prometheus
    unit: ms
    query: { query: p95 }
gates:
  - id: errors
    metric: error-rate
    window: 5m
    yellow: 2 %
    red: 5 %
    emergency: 20 %
    minSamples: 50
  - id: latency
    title: p95 latency
    metric: p95
    kind: baselineRatio
    window: 10m
    red: 30 %
    for: 15m
checks:
  - id: guardian
    source: guard
    moments: [beforeStart, afterStage]
stages:
  - percent: 10
    bake: 24h
  - percent: 50
    bake: 24h
    approval: true
    automation: { promote: false }
    gates:
      - id: errors
        red: 3 %
  - percent: 100
    bake: 1h
notices: [chat]
`;

/** The good plan with one piece replaced. Throws when the piece is not there, so that no test passes by accident. */
export function planWith(piece: string, other: string): string {
  if (!goodPlan.includes(piece)) throw new Error(`The sample plan has no ${piece}`);
  return goodPlan.replace(piece, () => other);
}

/** A plan that must be good. */
export function planOf(text: string): Plan {
  const read = readPlan(text, 'plan.yaml');
  if (!read.ok) throw new Error(JSON.stringify(read.problems, null, 2));
  return read.plan;
}

/** A plan that ships with Tidegate, as text. */
export function presetText(file: string): string {
  return readFileSync(new URL(`../../resources/plans/${file}`, import.meta.url), 'utf8');
}
