import { z } from 'zod';
import type { JsonObject } from '../core/model/json.ts';
import { aggregates, checkMoments, directions, gateKinds, metricUnits, noDataPolicies, type Plan } from '../core/model/plan.ts';

const words = z.string();
const count = z.number();
const bound = z.number().nullable();

const Query = z.custom<JsonObject>((value) => typeof value === 'object' && value !== null && !Array.isArray(value));

const Metric = z.looseObject({
  id: words,
  title: words,
  source: words,
  unit: z.enum(metricUnits),
  aggregate: z.enum(aggregates),
  query: Query,
  lagMs: count,
});

const Gate = z.looseObject({
  id: words,
  title: words,
  metric: words,
  kind: z.enum(gateKinds),
  direction: z.enum(directions),
  yellow: bound,
  red: bound,
  emergency: bound,
  windowMs: count,
  forMs: count,
  consecutive: count,
  minSamples: count,
  minEvents: count,
  whenNoData: z.enum(noDataPolicies),
  shadow: z.boolean(),
});

/** Plans kept by earlier editions have checks without the last two. */
const Check = z.looseObject({
  id: words,
  title: words,
  source: words,
  moments: z.array(z.enum(checkMoments)),
  settings: Query.default({}),
  freshForMs: bound.default(null),
});

const Stage = z.looseObject({
  name: words,
  percent: count,
  bakeMs: count,
  automation: z.looseObject({ promote: z.boolean(), rollback: z.boolean() }),
  gates: z.array(Gate),
  approval: z.boolean(),
});

/** A compiled plan as a rollout keeps it. */
export const PlanShape: z.ZodType<Plan> = z.looseObject({
  name: words,
  description: words,
  everyMs: count,
  platformEveryMs: count,
  baselineWindowMs: count,
  rollbackScope: z.enum(['release', 'target']),
  metrics: z.array(Metric),
  checks: z.array(Check),
  stages: z.array(Stage),
  notices: z.array(words),
});
