import type { z } from 'zod';
import { roles } from '../model/actor.ts';
import {
  aggregates,
  baselineKinds,
  checkMoments,
  directions,
  evidenceModes,
  gateKinds,
  metricUnits,
  nextStarts,
  noDataPolicies,
  redActions,
  yellowActions,
} from '../model/plan.ts';
import {
  amount,
  block,
  bound,
  clockTime,
  day,
  duration,
  fraction,
  id,
  json,
  list,
  map,
  number,
  oneOf,
  text,
  wholeNumber,
  yesNo,
} from './fields.ts';

export const weekdays = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'] as const;

const automation = block(
  {
    promote: yesNo('Advance and complete without a person; false turns it into a recommendation').optional(),
    rollback: yesNo('Roll back without a person; false turns it into a recommendation').optional(),
  },
  'What Tidegate does without a person',
);

const baseline = block(
  {
    from: oneOf(
      baselineKinds,
      'previous: the version before over the window; sameStage: the release before at the same stage; lastWeek; fixed',
    ).optional(),
    window: duration('History it is taken from; the plan’s baselineWindow by default').optional(),
    value: bound('Value of a fixed baseline').optional(),
  },
  'What relative gates compare this metric with',
);

const metric = block(
  {
    title: text('Name people read').optional(),
    source: text('Name of the metric connection, or intake for the console’s own event intake'),
    unit: oneOf(metricUnits, 'rate is 0–1, shown as percent'),
    aggregate: oneOf(aggregates, 'How readings inside a window become one value; last suits queries with a window of their own').optional(),
    lag: duration('How late the source usually is').optional(),
    query: json('Question to the source, in the words of its adapter').optional(),
    baseline: baseline.optional(),
  },
  'Where a number comes from',
);

const condition = block(
  {
    metric: id('Id of the metric that decides'),
    above: bound('The gate speaks while the metric is over this').optional(),
    below: bound('The gate speaks while the metric is under this').optional(),
    window: duration('Length of time its value is taken over; the gate’s window by default').optional(),
  },
  'The gate speaks only while this holds',
);

const canary = block(
  {
    confidence: fraction('Two-sided confidence of the rank test, 0–1; 0.98 by default').optional(),
    tolerance: fraction('Shift that counts as no difference, relative; 0.25 by default').optional(),
  },
  'How the release is told from the version before',
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
  inclusive: yesNo('A value on the bound is beyond it; true for circuitBreaker and weightedScore, else false').optional(),
  evidence: oneOf(evidenceModes, 'raw takes the value as it is; interval and sequential want to be sure of it').optional(),
  confidence: fraction('How sure interval and sequential must be, 0–1; 0.95 by default').optional(),
  while: condition.optional(),
  onRed: oneOf(redActions, 'What red does; rollback by default').optional(),
  canary: canary.optional(),
  twice: id('Metric that counts people who saw both versions, for sampleRatio').optional(),
  critical: yesNo('As a member of a canaryScore: its failure alone fails the whole').optional(),
  group: text('As a member of a canaryScore: its group').optional(),
  weight: number('As a member of a canaryScore: weight of its group; 1 by default').optional(),
  metrics: list(id('Id of a metric'), 'The metrics a weightedScore adds up', 1).optional(),
  weights: map(number('Weight of this metric'), 'Weights of a weightedScore by metric id').optional(),
  defaultWeight: number('Weight of a metric without one of its own; 1 by default').optional(),
  pass: number('Points from which a canaryScore is green; 95 by default').optional(),
  marginal: number('Points under which a canaryScore is red; 75 by default').optional(),
};
const metricOfGate = id('Id of the metric it judges');
const windowOfGate = duration('Length of time one value is taken over');

const member = block(
  { id: id('Id of the member'), metric: metricOfGate.optional(), window: windowOfGate.optional(), ...gateRest },
  'A gate that speaks through the one it is part of',
);
const members = list(member, 'The gates an anyOf, allOf or canaryScore judges by', 1);

const gate = block(
  { id: id('Id of the gate'), metric: metricOfGate.optional(), window: windowOfGate.optional(), ...gateRest, gates: members.optional() },
  'A rule that turns readings into a verdict',
);

const stageGate = block(
  {
    id: id('Id of the plan-wide gate to change, or of a new one'),
    metric: metricOfGate.optional(),
    window: windowOfGate.optional(),
    ...gateRest,
    gates: members.optional(),
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
    stages: list(text('Name of a stage'), 'Stages it belongs to; all by default', 1).optional(),
  },
  'An external verdict, such as Guardian',
);

const signoff = block(
  {
    id: id('Id of the item'),
    title: text('What is signed off').optional(),
    role: oneOf(roles, 'Least role that may give it; operator by default').optional(),
    moments: list(oneOf(checkMoments, 'When it is asked for'), 'When it is asked for; afterStage by default', 1).optional(),
    stages: list(text('Name of a stage'), 'Stages it belongs to; all by default', 1).optional(),
    due: duration('Wanted this long after the stage was entered').optional(),
    expires: duration('A go older than this counts no more').optional(),
    evidence: yesNo('A note about the evidence must come with it').optional(),
    gate: id('Gate that fills it in by itself').optional(),
    value: block(
      {
        unit: text('Unit of the typed value').optional(),
        atLeast: number('The value must be at least this').optional(),
        atMost: number('The value must be at most this').optional(),
        over: number('The value must be over this').optional(),
        under: number('The value must be under this').optional(),
      },
      'A number a person types in, such as an NPS',
    ).optional(),
  },
  'A go or no-go by a person, or by a gate in their place',
);

const approval = block(
  {
    role: oneOf(roles, 'Least role that may approve; operator by default').optional(),
    count: wholeNumber('How many people; 1 by default', 1, 20).optional(),
  },
  'People who must approve',
);

const accelerated = block(
  {
    bake: duration('Observed time needed while every named gate stays at its best'),
    gates: list(id('Id of a gate'), 'Gates that must stay at their best', 1),
    atMost: number('Worst value they may have shown (least, where the bad side is below); 0 by default').optional(),
  },
  'A shorter bake for a stage in which nothing went wrong',
);

const freeze = block(
  {
    title: text('Name people read').optional(),
    days: list(oneOf(weekdays, 'A day of the week'), 'Days it begins on; every day by default', 1).optional(),
    from: clockTime('Time of day it begins; 00:00 by default').optional(),
    to: clockTime('Time of day it ends; 24:00 by default').optional(),
    firstDay: day('First calendar day').optional(),
    lastDay: day('Last calendar day').optional(),
  },
  'Hours in which nothing is started, advanced or completed',
);

const stage = block(
  {
    name: text('Name people read; the percent by default').optional(),
    percent: amount('Share of users, more than 0 and at most 100', 'a share such as 10 or 10 %'),
    bake: duration('Observed time needed before going on'),
    approval: yesNo('A person must approve before this stage is entered').optional(),
    approvals: list(approval, 'Who must approve before this stage is entered', 1).optional(),
    onYellow: oneOf(yellowActions, 'What yellow does; hold by default, extend adds to the bake time').optional(),
    extend: duration('Time each episode of yellow adds to the bake').optional(),
    streak: duration('Green without interruption needed before going on').optional(),
    earliestDay: wholeNumber('Not entered before this day of the rollout; day 1 is the first 24 hours', 1, 365).optional(),
    accelerated: accelerated.optional(),
    segments: list(text('Name of a segment'), 'Segments that get the release besides the share (flags only)', 1).optional(),
    automation: automation.optional(),
    gates: list(stageGate, 'Gates changed or added in this stage').optional(),
  },
  'One step of the rollout',
);

const next = block(
  {
    channel: text('Channel of the target it goes on to, of the same application and surface'),
    plan: text('Plan it goes on under: a file such as beta.yaml, or the name of a plan'),
    start: oneOf(nextStarts, 'ask waits for a person, the default; auto starts by itself').optional(),
  },
  'Where the same release goes once this rollout is complete',
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
    signoffs: list(signoff, 'Go and no-go items').optional(),
    dryRun: yesNo('Everything is judged and recorded, nothing is sent').optional(),
    follows: text('Channel this release must have completed before, on the same surface').optional(),
    next: next.optional(),
    zone: text('IANA time zone of the freezes, such as Europe/Berlin; UTC by default').optional(),
    freezes: list(freeze, 'Hours in which nothing reaches more users').optional(),
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
export type GateMemberDraft = NonNullable<GateDraft['gates']>[number];
export type SignoffDraft = NonNullable<PlanDraft['signoffs']>[number];
export type FreezeDraft = NonNullable<PlanDraft['freezes']>[number];
export type AutomationDraft = NonNullable<PlanDraft['automation']>;
