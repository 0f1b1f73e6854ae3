import { judgeIn } from '../decide/judge.ts';
import { gateRule, leavesOf } from '../gates/list.ts';
import { worstOf } from '../gates/worst.ts';
import type { HeldTime } from '../model/backtest.ts';
import type { GateSpec, MetricSpec } from '../model/plan.ts';
import { sequentialInterval, wilsonInterval } from '../statistics/index.ts';
import { type Ground, metricOf, metricsOf, type Segment, snapshotAt } from './ground.ts';
import { baselineFor, mildestLine } from './lines.ts';
import { type SeriesHistory, usualCount } from './series.ts';
import { covers, type Spans } from './spans.ts';
import { suspectSpans } from './suspects.ts';

/** A look stands for this much time at most, ms, and a release is looked at about this often. */
const longestStrideMs = 300_000;
const looksPerRelease = 500;

/**
 * Time the plan would have waited until `until`, ms, by the worst verdict: an estimate from a look every few minutes. A look is passed
 * over where the blocks show nothing beyond a bound, the usual number of readings and enough samples.
 */
export function heldIn(ground: Ground, segments: readonly Segment[], until: number): HeldTime {
  const held = { yellow: 0, blind: 0, thin: 0 };
  const stride = strideOf(ground);
  for (const segment of segments) {
    const to = Math.min(segment.to, until);
    if (to <= segment.from) continue;
    const acting = (ground.plan.stages[segment.stage]?.gates ?? []).filter((gate) => !gate.shadow);
    const calm = acting.map((gate) => calmOf(ground, segment, gate));
    let before = segment.from;
    for (const now of sampled(ground, segment.from, to, stride)) {
      const restless = acting.filter((_gate, index) => calm[index]?.(now) !== true);
      const metrics = new Set(restless.flatMap((gate) => [...metricsOf(ground.plan, gate)]));
      const snapshot = restless.length === 0 ? null : snapshotAt(ground, segment, now, metrics);
      const kind = snapshot === null ? null : (worstOf(restless.map((gate) => judgeIn(snapshot, gate)))?.kind ?? null);
      if (kind === 'yellow' || kind === 'blind' || kind === 'thin') held[kind] += now - before;
      before = now;
    }
  }
  return held;
}

function strideOf({ past, plan, end }: Ground): number {
  const wanted = Math.min(longestStrideMs, (end - past.startedAt) / looksPerRelease);
  return Math.max(1, Math.round(wanted / plan.everyMs));
}

/** Every so many looks in (from, to]. */
function sampled({ past, plan }: Ground, from: number, to: number, stride: number): number[] {
  const step = stride * plan.everyMs;
  const times: number[] = [];
  for (let time = past.startedAt + (Math.floor((from - past.startedAt) / step) + 1) * step; time <= to; time += step) times.push(time);
  return times;
}

type Calm = (now: number) => boolean;

function calmOf(ground: Ground, segment: Segment, gate: GateSpec): Calm {
  const restless = suspectSpans(ground, segment, gate, 'bad');
  const leaves = leavesOf(gate).map((leaf) => calmLeaf(ground, segment, leaf, restless));
  return (now) => leaves.every((calm) => calm(now));
}

const restlessAlways: Calm = () => false;

function calmLeaf(ground: Ground, segment: Segment, gate: GateSpec, restless: Spans): Calm {
  const metric = metricOf(ground.plan, gate.metric);
  if (metric === null) return restlessAlways;
  const { reference } = gateRule(gate.kind);
  const baseline = baselineFor(ground, segment.stage, gate);
  if (reference === 'baseline' && gateRule(gate.kind).line(0, gate.direction, baseline) === null) return restlessAlways;
  const read = [...metricsOf(ground.plan, gate)].map((id) => ground.readings.own.get(id));
  if (reference === 'control') read.push(ground.readings.control.get(gate.metric));
  const seen = read.map((series) => (series === undefined ? restlessAlways : wellRead(series)));
  const enough = enoughIn(ground, gate, metric, mildestLine(gate, 'bad', baseline));
  return (now) => !covers(restless, now) && seen.every((well) => well(now)) && enough(now);
}

const wellReads = new WeakMap<SeriesHistory, Calm>();

/** The block of a time and the one before hold about as many readings as usual. Worked out once for all gates. */
function wellRead(series: SeriesHistory): Calm {
  const known = wellReads.get(series) ?? wellReadNow(series);
  wellReads.set(series, known);
  return known;
}

function wellReadNow(series: SeriesHistory): Calm {
  const count = usualCount(series.blocks);
  const usual = count - Math.max(1, count * 0.02);
  const counts = new Map(series.blocks.map((block) => [block.start, block.count]));
  return (now) => {
    const start = Math.floor(now / series.blockMs) * series.blockMs;
    return (counts.get(start) ?? 0) >= usual && (counts.get(start - series.blockMs) ?? 0) >= usual;
  };
}

/** At the traffic of the block a window holds enough samples, also to be sure where the gate asks for that. */
function enoughIn(ground: Ground, gate: GateSpec, metric: MetricSpec, line: number | null): Calm {
  if (gate.minSamples === 0 && gate.evidence === 'raw') return () => true;
  const series = metric.score === null ? ground.readings.own.get(metric.id) : undefined;
  if (series === undefined) return restlessAlways;
  const counted = countsOnce(series, gate, metric);
  return (now) => {
    const found = counted.get(Math.floor(now / series.blockMs) * series.blockMs);
    if (found === undefined || found.window === null || found.window < gate.minSamples) return false;
    if (gate.evidence === 'raw') return true;
    const interval = intervalOf(gate, found);
    const far = gate.direction === 'above' ? interval?.high : interval?.low;
    return far !== undefined && line !== null && (gate.direction === 'above' ? far < line : far > line);
  };
}

interface Counts {
  /** Samples a window holds at the traffic of the block, and all since the start. */
  readonly window: number | null;
  readonly whole: number;
  /** The worst rate of the block, and the worst mean since the start. */
  readonly worst: number;
  readonly wholeEvents: number;
}

const remembered = new WeakMap<SeriesHistory, Map<string, ReadonlyMap<number, Counts>>>();

function countsOnce(series: SeriesHistory, gate: GateSpec, metric: MetricSpec): ReadonlyMap<number, Counts> {
  const ofSeries = remembered.get(series) ?? new Map<string, ReadonlyMap<number, Counts>>();
  remembered.set(series, ofSeries);
  const key = `${gate.direction} ${gate.windowMs} ${metric.aggregate}`;
  const known = ofSeries.get(key) ?? countsOf(series, gate, metric);
  ofSeries.set(key, known);
  return known;
}

function countsOf(series: SeriesHistory, gate: GateSpec, metric: MetricSpec): Map<number, Counts> {
  const byStart = new Map<number, Counts>();
  let [whole, wholeEvents] = [0, 0];
  for (const { start, min, max, count, samples } of series.blocks) {
    const worst = Math.min(1, Math.max(0, gate.direction === 'above' ? max : min));
    // The newest reading alone stands for a window whose query looks back by itself.
    const perWindow = metric.aggregate === 'last' ? 1 / count : gate.windowMs / series.blockMs;
    const fresh = (samples ?? 0) * (metric.aggregate === 'last' ? series.blockMs / (count * gate.windowMs) : 1);
    whole += fresh;
    wholeEvents += fresh * worst;
    byStart.set(start, { window: samples === null ? null : samples * perWindow, whole, worst, wholeEvents });
  }
  return byStart;
}

function intervalOf(gate: GateSpec, counts: Counts): { readonly low: number; readonly high: number } | null {
  if (gate.evidence === 'sequential') {
    if (counts.whole < 2) return null;
    return sequentialInterval(
      { kind: 'rate', n: counts.whole, events: Math.min(counts.whole, counts.wholeEvents) },
      { alpha: 1 - gate.confidence },
    );
  }
  const n = counts.window ?? 0;
  return n <= 0 ? null : wilsonInterval(counts.worst * n, n, gate.confidence);
}
