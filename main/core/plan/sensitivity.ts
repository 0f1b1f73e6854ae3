import { formatDifference, formatValue } from '../gates/format.ts';
import { gateRule, leavesOf } from '../gates/list.ts';
import type { GateSpec, MetricSpec, Plan, StageSpec } from '../model/plan.ts';
import { smallestMeanFault, smallestRateFault } from '../statistics/index.ts';
import { durationInWords } from '../words.ts';

/** What is known of a metric before a rollout: everybody's traffic, and how it stands today. */
export interface MetricTraffic {
  /** Observations a minute when everybody has the release. */
  readonly perMinute: number;
  /** Today's value, in the metric's unit; null when nobody knows. */
  readonly value: number | null;
}

/** The smallest fault one gate of a stage can see with that traffic. */
export interface GateSensitivity {
  readonly gate: string;
  readonly title: string;
  /** Observations in one window at this share; since the stage began for a sequence. */
  readonly samples: number;
  /** The value the metric must reach to turn the gate red with the wanted chance, in its unit; null when no fault is large enough. */
  readonly seenAt: number | null;
  /** Whether it can call a good release good: enough samples fit into its window. */
  readonly canBeGreen: boolean;
  readonly words: string;
}

export interface StageSensitivity {
  readonly stage: string;
  readonly percent: number;
  readonly gates: readonly GateSensitivity[];
  /** No gate of the stage sees any fault, or one of them can never be green: the stage only passes time, or never ends. */
  readonly blind: boolean;
  readonly words: string;
}

/** The chance with which a fault is to be seen within one window, 0–1. */
const power = 0.8;
/** N* of the sequential test, as the gates use it. */
const tuning = 5000;
/**
 * Standard error of a 95th percentile over its value is this divided by the root of the observations, for durations that fall off
 * exponentially: √(p(1 − p)) ⁄ (density × value) with p = 0.95.
 */
const percentileDeviation = Math.sqrt(0.95 * 0.05) / (0.05 * Math.log(20));
/** A fault this many times the bound, or of so many times today's duration, is nothing anybody needs a gate for. */
const useless = 10;

/**
 * The smallest fault each stage can see with this traffic, by metric id, so that a stage which can see nothing is known before anybody has
 * the release. Gates without a red bound, and metrics whose observations cannot be counted, are left out.
 */
export function sensitivityOf(plan: Plan, traffic: Readonly<Record<string, MetricTraffic>>): StageSensitivity[] {
  return plan.stages.map((stage) => {
    const gates = stage.gates
      .filter((gate) => !gate.shadow)
      .flatMap((gate) => leavesOf(gate).flatMap((leaf) => ofGate(plan, stage, leaf, traffic)));
    const mute = gates.find((gate) => !gate.canBeGreen);
    const useful = gates.filter((gate) => gate.seenAt !== null);
    const blind = gates.length > 0 && (useful.length === 0 || mute !== undefined);
    return { stage: stage.name, percent: stage.percent, gates, blind, words: inWords(stage, gates, useful, mute) };
  });
}

function inWords(
  stage: StageSpec,
  gates: readonly GateSensitivity[],
  useful: readonly GateSensitivity[],
  mute: GateSensitivity | undefined,
): string {
  const at = `At ${stage.percent} %`;
  if (gates.length === 0) return `${at}: nothing is known of the traffic.`;
  if (mute !== undefined) return `${at} this stage would never end: ${mute.words}`;
  if (useful.length === 0)
    return `${at} no gate can see a fault of any use with this traffic. Give the stage a larger share or its gates longer windows.`;
  return `${at}: ${useful.map((gate) => gate.words).join(' ')}`;
}

function ofGate(plan: Plan, stage: StageSpec, gate: GateSpec, traffic: Readonly<Record<string, MetricTraffic>>): GateSensitivity[] {
  const metric = plan.metrics.find((one) => one.id === gate.metric);
  const known = traffic[gate.metric];
  if (metric === undefined || known === undefined) return [];
  const rate = (known.perMinute / 60_000) * (stage.percent / 100);
  const samples = Math.floor(rate * (gate.evidence === 'sequential' ? stage.bakeMs : gate.windowMs));
  const canBeGreen = Math.floor(rate * gate.windowMs) >= gate.minSamples;
  const seenAt = gate.red === null ? undefined : seenBy(plan, gate, metric, samples, known);
  if (seenAt === undefined && canBeGreen) return [];
  const words = wordsOf(gate, metric, { samples, canBeGreen, seenAt: seenAt ?? null, known });
  return [{ gate: gate.id, title: gate.title, samples, seenAt: seenAt ?? null, canBeGreen, words }];
}

/** The value seen, null when none is, undefined when the unit has no such question. */
function seenBy(plan: Plan, gate: GateSpec, metric: MetricSpec, samples: number, known: MetricTraffic): number | null | undefined {
  const line = lineOf(gate, known);
  if (line === null) return undefined;
  if (metric.unit === 'rate') return rateSeen(gate, samples, known.value ?? 0, line);
  if (metric.unit !== 'ms' || known.value === null || known.value <= 0 || line < known.value) return undefined;
  if (samples < 1) return null;
  const fault = smallestMeanFault({ ...viewOf(plan, gate, samples), bound: line / known.value - 1, power, tuning });
  return fault === null || fault > useless ? null : known.value * (1 + fault);
}

/** A canary is compared reading by reading; else one window is held against a number that does not move. */
function viewOf(plan: Plan, gate: GateSpec, samples: number) {
  if (gate.canary === null) {
    return {
      test: 'raw',
      deviation: percentileDeviation,
      samples,
      controlSamples: Number.MAX_SAFE_INTEGER,
      confidence: gate.confidence,
    } as const;
  }
  const readings = Math.max(1, Math.floor(gate.windowMs / plan.everyMs));
  const deviation = percentileDeviation / Math.sqrt(samples / readings);
  return { test: 'ranks', deviation, samples: readings, controlSamples: readings, confidence: gate.canary.confidence } as const;
}

function rateSeen(gate: GateSpec, samples: number, today: number, line: number): number | null {
  const turn = (value: number): number => Math.min(1, Math.max(0, gate.direction === 'above' ? value : 1 - value));
  const baseline = turn(today);
  const bound = turn(line);
  const { evidence: mode, minEvents, confidence } = gate;
  const fault = smallestRateFault({ mode, baseline, bound, samples, minEvents, confidence, power, tuning });
  if (fault === null) return null;
  const seen = baseline + fault;
  return seen > Math.max(bound * useless, bound + 0.25) ? null : turn(seen);
}

/** Where red lies on the metric's own axis: measured from today's value when the gate is relative. */
function lineOf(gate: GateSpec, { value }: MetricTraffic): number | null {
  return gate.red === null ? null : gateRule(gate.kind).line(gate.red, gate.direction, value);
}

interface Found {
  readonly samples: number;
  readonly canBeGreen: boolean;
  readonly seenAt: number | null;
  readonly known: MetricTraffic;
}

function wordsOf(gate: GateSpec, metric: MetricSpec, { samples, canBeGreen, seenAt, known }: Found): string {
  const span = gate.evidence === 'sequential' ? 'its bake time' : durationInWords(gate.windowMs);
  const held = `${formatValue(samples, 'count')} samples in ${span}`;
  if (!canBeGreen) return `${gate.title} asks for ${formatValue(gate.minSamples, 'count')} samples and gets ${held}.`;
  if (seenAt === null) return `${gate.title} sees no fault of any use with ${held}.`;
  const side = gate.direction === 'above' ? 'from' : 'down to';
  const change = known.value === null ? '' : `, ${formatDifference(Math.abs(seenAt - known.value), metric.unit)} from today`;
  return `${gate.title} sees a fault ${side} ${formatValue(seenAt, metric.unit)}${change} (${held}, 4 times in 5).`;
}
