import { formatValue } from '../gates/format.ts';
import { boundsInWords } from '../gates/words.ts';
import type { EvidenceMode, GateSpec, NoDataPolicy, Plan } from '../model/plan.ts';
import { counted, durationInWords, listInWords } from '../words.ts';

const silence: Record<NoDataPolicy, string> = {
  hold: 'holds without data',
  zero: 'reads no data as zero',
  red: 'rolls back without data',
};

/** A gate in plain words, its members below it. `indent` leads each line. */
export function gateLines(plan: Plan, gate: GateSpec, indent = '  '): string[] {
  const words = gate.members.length > 0 ? compositeParts(gate) : leafParts(plan, gate);
  const parts = [...words, gate.onRed === 'pause' ? 'red pauses for a person' : '', gate.shadow ? 'watched only, never acts' : ''];
  const line = `${indent}${gate.title}: ${parts.filter((part) => part !== '').join(', ')}.`;
  return [line, ...gate.members.flatMap((member) => gateLines(plan, member, `${indent}  `))];
}

function compositeParts(gate: GateSpec): string[] {
  if (gate.score === null) return [boundsInWords(gate, { unit: 'score' })];
  return [boundsInWords(gate, { unit: 'score' }), 'scored by the members that pass'];
}

function leafParts(plan: Plan, gate: GateSpec): string[] {
  const metric = plan.metrics.find((one) => one.id === gate.metric);
  return [
    metric === undefined ? '' : boundsInWords(gate, metric),
    scoreWords(plan, gate),
    `over ${durationInWords(gate.windowMs)}`,
    lastingWords(gate),
    gate.canary === null ? '' : `told from the version before with ${formatValue(gate.canary.confidence, 'rate')} confidence`,
    evidenceWords(gate),
    conditionWords(plan, gate),
    memberWords(gate),
    gate.minSamples > 0 ? `good only with ${counted(gate.minSamples, 'sample')}` : '',
    silence[gate.whenNoData],
  ];
}

function lastingWords(gate: GateSpec): string {
  if (gate.forMs > 0) return `red after ${durationInWords(gate.forMs)}`;
  return gate.consecutive > 1 ? `red after ${gate.consecutive} checks in a row` : '';
}

function scoreWords(plan: Plan, gate: GateSpec): string {
  const score = gate.kind === 'weightedScore' ? plan.metrics.find((one) => one.id === gate.metric)?.score : null;
  if (score === null || score === undefined) return '';
  const titleOf = (id: string): string => plan.metrics.find((one) => one.id === id)?.title ?? id;
  return `adding ${listInWords(score.parts.map(({ metric, weight }) => `${weight} × ${titleOf(metric)}`))}`;
}

const sureness: Record<EvidenceMode, (percent: string) => string> = {
  raw: () => '',
  interval: (percent) => `red and green only when ${percent} sure`,
  sequential: (percent) => `red and green only when ${percent} sure by everything seen since the start`,
};

function evidenceWords(gate: GateSpec): string {
  return sureness[gate.evidence](formatValue(gate.confidence, 'rate'));
}

function conditionWords(plan: Plan, { condition }: GateSpec): string {
  if (condition === null) return '';
  const metric = plan.metrics.find((one) => one.id === condition.metric);
  const side = condition.direction === 'above' ? 'over' : 'under';
  return `only while ${metric?.title ?? condition.metric} is ${side} ${formatValue(condition.bound, metric?.unit ?? 'count')}`;
}

function memberWords(gate: GateSpec): string {
  if (gate.kind !== 'canaryVsControl') return '';
  const group = gate.group === 'all' ? '' : `in group ${gate.group} of weight ${gate.weight}`;
  return gate.critical ? [group, 'critical'].filter((one) => one !== '').join(', ') : group;
}
