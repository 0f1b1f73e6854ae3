import { boundsInWords } from '../gates/words.ts';
import type { CheckMoment, GateSpec, NoDataPolicy, Plan, StageSpec } from '../model/plan.ts';
import { counted, durationInWords, listInWords } from '../words.ts';

const silence: Record<NoDataPolicy, string> = {
  hold: 'holds without data',
  zero: 'reads no data as zero',
  red: 'rolls back without data',
};
const moments: Record<CheckMoment, string> = { beforeStart: 'before the start', afterStage: 'after each stage' };

/** A plan in plain words, one line each: what happens when, what stops it, and who is told. */
export function explainPlan(plan: Plan): string[] {
  const shared = (plan.stages[0]?.gates ?? []).filter((gate) => plan.stages.every((stage) => has(stage, gate)));
  return [
    plan.description === '' ? `${plan.name}.` : `${plan.name}: ${plan.description}`,
    `Reads metrics every ${durationInWords(plan.everyMs)} and the platform every ${durationInWords(plan.platformEveryMs)}.`,
    ...plan.checks.map(
      (check) => `Asks ${check.title} ${listInWords(check.moments.map((moment) => moments[moment]))}; a failure stops the release.`,
    ),
    ...(shared.length > 0 ? ['In every stage:'] : []),
    ...shared.map((gate) => `  ${gateLine(plan, gate)}`),
    ...plan.stages.flatMap((stage, index) => [
      stageLine(plan, stage, index),
      ...stage.gates.filter((gate) => !shared.some((one) => same(one, gate))).map((gate) => `  ${gateLine(plan, gate)}`),
    ]),
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

function gateLine(plan: Plan, gate: GateSpec): string {
  const metric = plan.metrics.find((one) => one.id === gate.metric);
  const bounds = metric === undefined ? '' : boundsInWords(gate, metric);
  const lasting =
    gate.forMs > 0
      ? `red after ${durationInWords(gate.forMs)}`
      : gate.consecutive > 1
        ? `red after ${gate.consecutive} checks in a row`
        : '';
  const parts = [
    bounds,
    `over ${durationInWords(gate.windowMs)}`,
    lasting,
    gate.minSamples > 0 ? `good only with ${counted(gate.minSamples, 'sample')}` : '',
    silence[gate.whenNoData],
    gate.shadow ? 'watched only, never acts' : '',
  ];
  return `${gate.title}: ${parts.filter((part) => part !== '').join(', ')}.`;
}

function stageLine(plan: Plan, stage: StageSpec, index: number): string {
  const name = stage.name === `${stage.percent} %` ? '' : ` (${stage.name})`;
  const enter = stage.approval ? ' once a person approves' : '';
  const watched = stage.bakeMs === 0 ? 'no bake time' : `watched for ${durationInWords(stage.bakeMs)}`;
  const step = index === plan.stages.length - 1 ? 'completes' : 'goes on';
  const then = stage.automation.promote ? `${step} by itself when all is green` : `asks a person before it ${step}`;
  const besides = stage.segments.length === 0 ? '' : ` and everybody in ${listInWords(stage.segments)}`;
  return `Stage ${index + 1}${name}: ${stage.percent} % of users${besides}${enter}, ${watched}, then ${then}.`;
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
  const acting = plan.stages.some((stage) => stage.gates.some((gate) => !gate.shadow && (gate.red !== null || gate.emergency !== null)));
  return [
    acting
      ? `On red or emergency: takes the release back ${reach}, ${who}.`
      : 'No gate can roll back: none that acts has a red or emergency bound.',
    'On yellow, missing data or too few samples: holds the share.',
  ];
}

function nextLines({ next, follows, dryRun }: Plan): string[] {
  const before = follows === null ? [] : [`Waits until the release is complete on channel ${follows}, on the same surface.`];
  if (next === null) return before;
  if (dryRun) return [...before, `Would go on to channel ${next.channel}, but a dry run starts nothing.`];
  const who = next.start === 'auto' ? 'by itself' : 'once a person presses';
  return [...before, `When complete: the same release goes on to channel ${next.channel} under ${next.plan}, ${who}.`];
}
