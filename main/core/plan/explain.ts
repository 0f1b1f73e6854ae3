import { refersTo, leavesOf } from '../gates/list.ts';
import type { GateSpec, MetricSpec, Plan, StageSpec } from '../model/plan.ts';
import { formatValue } from '../gates/format.ts';
import { durationInWords, listInWords } from '../words.ts';
import { gateLines } from './explain-gate.ts';
import { checkLines, freezeLine, signoffLine, stageLine } from './explain-stage.ts';

/** A plan in plain words, one line each: what happens when, what stops it, and who is told. */
export function explainPlan(plan: Plan): string[] {
  const shared = (plan.stages[0]?.gates ?? []).filter((gate) => plan.stages.every((stage) => has(stage, gate)));
  return [
    plan.description === '' ? `${plan.name}.` : `${plan.name}: ${plan.description}`,
    ...(plan.dryRun ? ['Dry run: everything is judged and recorded, nothing is sent.'] : []),
    `Reads metrics every ${durationInWords(plan.everyMs)} and the platform every ${durationInWords(plan.platformEveryMs)}.`,
    ...baselineLines(plan),
    ...checkLines(plan),
    ...(shared.length > 0 ? ['In every stage:'] : []),
    ...shared.flatMap((gate) => gateLines(plan, gate)),
    ...plan.stages.flatMap((stage, index) => [
      stageLine(plan, stage, index),
      ...stage.gates.filter((gate) => !shared.some((one) => same(one, gate))).flatMap((gate) => gateLines(plan, gate)),
    ]),
    ...plan.signoffs.map((signoff) => signoffLine(plan, signoff)),
    ...plan.freezes.map((freeze) => freezeLine(freeze, plan.zone)),
    ...redLines(plan),
    ...nextLines(plan),
    plan.notices.length === 0 ? 'Nobody is told.' : `Tells ${listInWords(plan.notices)} about rollbacks, holds and completion.`,
  ];
}

function same(a: GateSpec, b: GateSpec): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

function has(stage: StageSpec, gate: GateSpec): boolean {
  return stage.gates.some((one) => same(one, gate));
}

/** What the relative gates compare with, one line for each metric that has a baseline of its own making. */
function baselineLines(plan: Plan): string[] {
  const leaves = plan.stages.flatMap((stage) => stage.gates.flatMap(leavesOf));
  const needed = new Set(leaves.filter((leaf) => refersTo(leaf, 'baseline')).map((leaf) => leaf.metric));
  return plan.metrics
    .filter((metric) => needed.has(metric.id))
    .map((metric) => `Compares ${metric.title} with ${baselineWords(plan, metric)}.`);
}

function baselineWords(plan: Plan, { baseline, unit }: MetricSpec): string {
  const span = durationInWords(baseline.windowMs ?? plan.baselineWindowMs);
  switch (baseline.from) {
    case 'previous':
      return `the version before, over the ${span} before the start`;
    case 'sameStage':
      return `the version before at the same stage, or else over the ${span} before the start`;
    case 'lastWeek':
      return `${span} of the same time a week ago`;
    case 'fixed':
      return `${formatValue(baseline.value, unit)}, which the plan says`;
  }
}

function redLines(plan: Plan): string[] {
  const reach = plan.rollbackScope === 'release' ? 'on every target of the release together' : 'on this target only';
  const byHand = plan.stages.flatMap((stage, index) => (stage.automation.rollback ? [] : [`stage ${index + 1}`]));
  const who =
    byHand.length === 0
      ? 'by itself'
      : byHand.length === plan.stages.length
        ? 'once a person presses'
        : `by itself, but in ${listInWords(byHand)} once a person presses`;
  const acting = plan.stages.some((stage) => stage.gates.some((gate) => !gate.shadow && takesBack(gate)));
  return [
    acting
      ? `On red or emergency: takes the release back ${reach}, ${who}.`
      : 'No gate can roll back: none that acts has a red or emergency bound.',
    'On yellow, missing data or too few samples: holds the share.',
  ];
}

function takesBack(gate: GateSpec): boolean {
  return leavesOf(gate).some((leaf) => leaf.emergency !== null || (leaf.red !== null && gate.onRed === 'rollback'));
}

function nextLines({ next, follows, dryRun }: Plan): string[] {
  const before = follows === null ? [] : [`Waits until the release is complete on channel ${follows}, on the same surface.`];
  if (next === null) return before;
  if (dryRun) return [...before, `Would go on to channel ${next.channel}, but a dry run starts nothing.`];
  const who = next.start === 'auto' ? 'by itself' : 'once a person presses';
  return [...before, `When complete: the same release goes on to channel ${next.channel} under ${next.plan}, ${who}.`];
}
