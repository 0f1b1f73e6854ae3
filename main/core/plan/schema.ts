import type { z } from 'zod';
import { aggregates, checkMoments, directions, gateKinds, metricUnits, noDataPolicies } from '../model/plan.ts';
import { amount, block, bound, duration, id, json, list, map, oneOf, text, wholeNumber, yesNo } from './fields.ts';

const automation = block(
  {
    promote: yesNo('Advance and complete without a person; false turns it into a recommendation').optional(),
    rollback: yesNo('Roll back without a person; false turns it into a recommendation').optional(),
  },
  'What Tidegate does without a person',
);

const metric = block(
  {
    title: text('Name people read').optional(),
    source: text('Name of the metric connection, or intake for the console’s own event intake'),
    unit: oneOf(metricUnits, 'rate is 0–1, shown as percent'),
    aggregate: oneOf(aggregates, 'How readings inside a window become one value; last suits queries with a window of their own').optional(),
    lag: duration('How late the source usually is').optional(),
    query: json('Question to the source, in the words of its adapter').optional(),
  },
  'Where a number comes from',
);

const gateRest = {
  title: text('Name people read').optional(),
  kind: oneOf(gateKinds, 'absolute compares with the bound itself, the others with the value before the rollout').optional(),
  direction: oneOf(directions, 'The bad side of the bounds; above by default').optional(),
  yellow: bound('Bound that holds').optional(),
  red: bound('Bound that rolls back').optional(),
  emergency: bound('Bound that rolls back at once and alarms everybody').optional(),
  for: duration('A red breach must have lasted this long').optional(),
  consecutive: wholeNumber('A red breach must stand in this many checks in a row', 1, 1000).optional(),
  minSamples: wholeNumber('Samples needed before the gate counts as good', 0, 1_000_000_000).optional(),
  minEvents: wholeNumber('Bad events a rate needs before it may be red; 3 by default', 0, 1_000_000).optional(),
  whenNoData: oneOf(noDataPolicies, 'What silence means; hold by default').optional(),
  shadow: yesNo('Judged and shown, never acted on').optional(),
};
const metricOfGate = id('Id of the metric it judges');
const windowOfGate = duration('Length of time one value is taken over');

const gate = block(
  { id: id('Id of the gate'), metric: metricOfGate, window: windowOfGate, ...gateRest },
  'A rule that turns readings into a verdict',
);

const stageGate = block(
  {
    id: id('Id of the plan-wide gate to change, or of a new one'),
    metric: metricOfGate.optional(),
    window: windowOfGate.optional(),
    ...gateRest,
  },
  'A gate of this stage: the keys given replace those of the plan-wide gate with the same id',
);

const check = block(
  {
    id: id('Id of the check'),
    title: text('Name people read').optional(),
    source: text('Name of the check connection'),
    moments: list(oneOf(checkMoments, 'When it is asked'), 'When it is asked; beforeStart by default', 1).optional(),
    with: json('What is asked in particular, in the words of its adapter: labels, budgets, allowed counts').optional(),
    freshFor: duration('How long an answer holds; after that it is asked again before the next step').optional(),
  },
  'An external verdict, such as Guardian',
);

const stage = block(
  {
    name: text('Name people read; the percent by default').optional(),
    percent: amount('Share of users, more than 0 and at most 100', 'a share such as 10 or 10 %'),
    bake: duration('Observed time needed before going on'),
    approval: yesNo('A person must approve before this stage is entered').optional(),
    automation: automation.optional(),
    gates: list(stageGate, 'Gates changed or added in this stage').optional(),
  },
  'One step of the rollout',
);

/** The grammar of a plan file. Further words are added here; what they mean is filled in by `compilePlan`. */
export const planSchema = block(
  {
    name: text('Name of the plan'),
    description: text('What the plan is for').optional(),
    every: duration('Time between metric polls; 15s by default').optional(),
    platformEvery: duration('Time between reads of the platform; 1m by default').optional(),
    baselineWindow: duration('History a baseline is taken from; 1h by default').optional(),
    automation: automation.optional(),
    rollbackScope: oneOf(['release', 'target'], 'release takes every target of the release back together; the default').optional(),
    metrics: map(metric, 'Metrics by id'),
    gates: list(gate, 'Gates of every stage', 1),
    checks: list(check, 'External checks').optional(),
    stages: list(stage, 'Stages in order', 1),
    notices: list(text('Name of a notice connection'), 'Notice connections told about rollbacks, holds and completion').optional(),
  },
  'A Tidegate rollout plan',
);

export type PlanDraft = z.infer<typeof planSchema>;
export type MetricDraft = PlanDraft['metrics'][string];
export type GateDraft = PlanDraft['gates'][number];
export type StageDraft = PlanDraft['stages'][number];
export type StageGateDraft = NonNullable<StageDraft['gates']>[number];
export type AutomationDraft = NonNullable<PlanDraft['automation']>;
