import { isOver } from '../gates/kind.ts';
import { gateRule } from '../gates/list.ts';
import type { GateSpec, MetricSpec } from '../model/plan.ts';
import { sequentialInterval, wilsonInterval } from '../statistics/index.ts';
import { horizonOf } from '../decide/horizon.ts';
import { type Ground, isComposite, metricOf, type Segment } from './ground.ts';
import { baselineFor, freshMsOf, type Level, mildestLine, roomOfInterval, silenceCounts } from './lines.ts';
import { firstAfter } from '../gates/window.ts';
import type { Span } from './spans.ts';
import { type Nearly, nearly, type Sums, sumsOf, type Whole, wholeOf, windowIn } from './sums.ts';

/** Whether a gate could be red (or bad) at a time inside the span it was made for. Never says no where it is. */
export type Suspicion = (now: number) => boolean;

const always: Suspicion = () => true;
const never: Suspicion = () => false;

/** Looks at the readings themselves, by running sums instead of windows, and leaves a little room for their last digits. */
export function suspicionOf(ground: Ground, segment: Segment, gate: GateSpec, level: Level, span: Span): Suspicion {
  if (!isComposite(gate)) return leafSuspicion(ground, segment, gate, level, span);
  const deep = gate.kind === 'canaryScore' ? 'bad' : level;
  const members = gate.members.map((member) => suspicionOf(ground, segment, member, deep, span));
  return gate.kind === 'allOf' ? (now) => members.every((one) => one(now)) : (now) => members.some((one) => one(now));
}

/** What one gate needs to be looked at again and again. */
interface Lens {
  readonly gate: GateSpec;
  readonly metric: MetricSpec;
  readonly level: Level;
  readonly own: Sums;
  readonly control: Sums;
  readonly whole: Whole | null;
  readonly freshMs: number;
  /** A snapshot holds no readings older than this, ms. */
  readonly horizonMs: number;
  readonly baseline: number | null;
  /** Silence alone is suspicious. */
  readonly quiet: boolean;
}

function leafSuspicion(ground: Ground, segment: Segment, gate: GateSpec, level: Level, span: Span): Suspicion {
  const metric = metricOf(ground.plan, gate.metric);
  if (metric === null) return never;
  // A score is made anew at every look, from what was there by then.
  if (metric.score !== null) return always;
  const lens = lensOf(ground, segment, gate, metric, level, span);
  return (now) => suspectAt(lens, now);
}

function lensOf(ground: Ground, segment: Segment, gate: GateSpec, metric: MetricSpec, level: Level, span: Span): Lens {
  const { plan, past, readings } = ground;
  const freshMs = freshMsOf(plan.everyMs, metric);
  const sequential = gate.evidence === 'sequential' && metric.unit === 'rate';
  const from = sequential ? past.startedAt : Math.max(past.startedAt, span.from - gate.windowMs - freshMs);
  const points = readings.own.get(metric.id)?.points(from, span.to) ?? [];
  const reference = gateRule(gate.kind).reference;
  const control = reference === 'control' ? (readings.control.get(metric.id)?.points(from, span.to) ?? []) : [];
  const baseline = baselineFor(ground, segment.stage, gate);
  return {
    gate,
    metric,
    level,
    own: sumsOf(points),
    control: sumsOf(control),
    whole: sequential ? wholeOf(points, metric.aggregate === 'last' ? gate.windowMs : 0) : null,
    freshMs,
    horizonMs: horizonOf(plan, metric.id),
    baseline,
    quiet: silenceCounts(gate, mildestLine(gate, level, baseline)),
  };
}

function suspectAt(lens: Lens, now: number): boolean {
  const { own, gate, metric } = lens;
  const seenUntil = firstAfter(own.points, now);
  const newest = own.points[seenUntil - 1];
  const oldest = now - lens.horizonMs;
  if (newest === undefined || now - newest.ts > lens.freshMs || newest.ts <= oldest) return lens.quiet;
  const end = newest.ts > now - gate.windowMs ? now : newest.ts;
  const { low } = windowIn(own, Math.max(end - gate.windowMs, oldest), end);
  const seen = nearly(own, low, seenUntil, metric.aggregate);
  if (seen === null) return true;
  const line = mildestLine(gate, lens.level, referenceAt(lens, low, now));
  if (line === null) return false;
  const beyond = isNear(gate, seen.value, line, seen.room);
  if (lens.whole !== null) return sequentialSuspects(lens, lens.whole, seenUntil, seen, line, beyond);
  if (!beyond) return false;
  return lens.level === 'bad' || (enoughEvents(lens, seen, line) && sureEnough(lens, seen, line));
}

function referenceAt({ gate, own, control, metric, baseline }: Lens, low: number, now: number): number | null {
  switch (gateRule(gate.kind).reference) {
    case 'none':
      return null;
    case 'baseline':
      return baseline;
    case 'first': {
      const first = own.points[low];
      return first === undefined ? null : (nearly(own, low, firstAfter(own.points, first.ts), metric.aggregate)?.value ?? null);
    }
    case 'control': {
      const { low: from, high } = windowIn(control, now - gate.windowMs, now);
      return nearly(control, from, high, 'mean')?.value ?? null;
    }
  }
}

function isNear(gate: GateSpec, value: number, line: number, room: number): boolean {
  const slack = room + roomOfInterval(gate) + 1e-9 * Math.max(Math.abs(line), Math.abs(value));
  const worst = gate.direction === 'above' ? value + slack : value - slack;
  return isOver(worst, line, gate.direction, gate.inclusive || slack > 0);
}

/** The same counts as the gate's own rule about bad events, which asks for them beyond the bound only; with room for the last digits. */
function enoughEvents({ gate, metric }: Lens, { value, samples, room }: Nearly, line: number): boolean {
  const within = gate.direction === 'above' ? value - room : value + room;
  if (samples === null || !isOver(within, line, gate.direction, gate.inclusive)) return true;
  if (metric.unit === 'ms') return samples * 0.05 + 1e-6 >= gate.minEvents;
  if (metric.unit !== 'rate') return true;
  return (gate.direction === 'above' ? value : 1 - value) * samples + 0.5 + 1e-6 >= gate.minEvents;
}

function sureEnough({ gate, metric }: Lens, { value, samples, room }: Nearly, line: number): boolean {
  if (gate.evidence !== 'interval' || metric.unit !== 'rate' || samples === null || samples <= 0) return true;
  const { low, high } = wilsonInterval(Math.min(1, Math.max(0, value)) * samples, samples, gate.confidence);
  return isNear(gate, gate.direction === 'above' ? low : high, line, 2 * room + 1e-9);
}

/** The near end of everything since the start decides; the window itself only where nothing is counted. */
function sequentialSuspects(lens: Lens, whole: Whole, seenUntil: number, seen: Nearly, line: number, beyond: boolean): boolean {
  const { gate, level } = lens;
  if (beyond && (level === 'bad' || seen.samples === null || seen.samples <= 0)) return true;
  const n = whole.samples[seenUntil - 1] ?? 0;
  const events = Math.min(n, whole.events[seenUntil - 1] ?? 0);
  const interval = n <= 0 ? null : sequentialInterval({ kind: 'rate', n, events }, { alpha: 1 - gate.confidence });
  if (interval === null) return beyond;
  return isNear(gate, gate.direction === 'above' ? interval.low : interval.high, line, 1e-9);
}
