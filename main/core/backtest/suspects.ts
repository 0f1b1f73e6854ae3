import { isOver } from '../gates/kind.ts';
import { gateRule } from '../gates/list.ts';
import type { GateSpec, MetricSpec, ScoreSpec } from '../model/plan.ts';
import { type Ground, isComposite, metricOf, type Segment } from './ground.ts';
import { baselineFor, freshMsOf, type Level, mildestLine, roomOfInterval, silenceCounts } from './lines.ts';
import { type Block, latestMs, type SeriesHistory } from './series.ts';
import { shared, type Spans, united } from './spans.ts';

/**
 * When a gate could be red (or bad) at all, as far as the blocks tell: outside of these spans it cannot, whatever lies in the blocks.
 * A windowed value never lies beyond the worst reading of its window; conditions, samples, `for` and `consecutive` only make a verdict
 * milder, and so does doubt.
 */
export function suspectSpans(ground: Ground, segment: Segment, gate: GateSpec, level: Level): Spans {
  if (!isComposite(gate)) return clipped(united(leafSpans(ground, segment, gate, level)), segment);
  // A score loses points by a member that is only yellow.
  const deep = gate.kind === 'canaryScore' ? 'bad' : level;
  const members = gate.members.map((member) => suspectSpans(ground, segment, member, deep));
  if (gate.kind === 'allOf') return members.reduce((one, other) => shared(one, other));
  return united(members.flat());
}

function clipped(spans: Spans, { from, to }: Segment): Spans {
  return spans.flatMap((span) => {
    const within = { from: Math.max(span.from, from), to: Math.min(span.to, to) };
    return within.from <= within.to ? [within] : [];
  });
}

function leafSpans(ground: Ground, segment: Segment, gate: GateSpec, level: Level): Spans {
  const metric = metricOf(ground.plan, gate.metric);
  if (metric === null) return [];
  const whole = [{ from: segment.from, to: segment.to }];
  const { reference } = gateRule(gate.kind);
  const line = mildestLine(gate, level, baselineFor(ground, segment.stage, gate));
  if (silenceCounts(gate, line)) return whole;
  if (reference === 'first' || reference === 'control') return couldDiffer(ground, gate, level) ? whole : [];
  if (line === null) return [];
  return hotSpans(ground, gate, metric, line);
}

/** Blocks with a reading at or beyond the line, and the time their readings stay in a window. */
function hotSpans(ground: Ground, gate: GateSpec, metric: MetricSpec, line: number): Spans {
  const series = seriesFor(ground, metric);
  if (series === null) return [];
  const everyMs = ground.plan.everyMs;
  const whole = [{ from: Number.NEGATIVE_INFINITY, to: Number.POSITIVE_INFINITY }];
  if (metric.aggregate === 'sum') return couldSum(series, gate, line) ? whole : [];
  // Most series of most releases never come near a line.
  if (!reaches(gate, extremesOf(series), line)) return [];
  const stays = series.blockMs + latestMs + gate.windowMs + freshMsOf(everyMs, metric) + everyMs;
  const lasting = gate.evidence === 'sequential' ? Number.POSITIVE_INFINITY : stays;
  return series.blocks
    .filter((block) => reaches(gate, block, line))
    .map((block) => ({ from: block.start - everyMs, to: block.start + lasting }));
}

/** Room for the last digits, which depend on the order of adding. */
const slack = 1e-9;

function reaches(gate: GateSpec, block: Pick<Block, 'min' | 'max'>, line: number): boolean {
  const room = slack * Math.abs(line) + roomOfInterval(gate);
  const worst = gate.direction === 'above' ? block.max + room : block.min - room;
  // Without any room, as at a line of zero, a value on the line is not beyond it.
  return isOver(worst, line, gate.direction, gate.inclusive || room > 0);
}

/** A sum that is too small may only be short of readings; one that is too large needs enough of them. */
function couldSum({ blocks, blockMs }: Pick<SeriesHistory, 'blocks' | 'blockMs'>, gate: GateSpec, line: number): boolean {
  if (gate.direction === 'below') return true;
  const largest = blocks.reduce((sum, block) => Math.max(sum, block.max * block.count), 0);
  return largest * (Math.ceil(gate.windowMs / blockMs) + 3) >= line * (1 - slack);
}

/** Whether the release ever strays far enough from its own first reading, or from the version before. */
function couldDiffer({ plan, readings }: Ground, gate: GateSpec, level: Level): boolean {
  const metric = metricOf(plan, gate.metric);
  const own = readings.own.get(gate.metric);
  if (metric === null || metric.score !== null || metric.aggregate === 'sum') return true;
  if (own === undefined || own.blocks.length === 0) return false;
  const other = gateRule(gate.kind).reference === 'control' ? readings.control.get(gate.metric) : own;
  if (other === undefined || other.blocks.length === 0) return false;
  const above = gate.direction === 'above';
  const best = above ? least(other.blocks) : most(other.blocks);
  const line = mildestLine(gate, level, best);
  if (line === null) return best <= 0;
  const worst = above ? most(own.blocks) : least(own.blocks);
  const room = slack * Math.max(Math.abs(line), Math.abs(worst)) + roomOfInterval(gate);
  return above ? worst >= line - room : worst <= line + room;
}

const extremes = new WeakMap<object, Pick<Block, 'min' | 'max'>>();

function extremesOf(series: Pick<SeriesHistory, 'blocks'>): Pick<Block, 'min' | 'max'> {
  const known = extremes.get(series) ?? { min: least(series.blocks), max: most(series.blocks) };
  extremes.set(series, known);
  return known;
}

function most(blocks: readonly Block[]): number {
  return blocks.reduce((value, block) => Math.max(value, block.max), Number.NEGATIVE_INFINITY);
}

function least(blocks: readonly Block[]): number {
  return blocks.reduce((value, block) => Math.min(value, block.min), Number.POSITIVE_INFINITY);
}

/** The blocks of a metric, or those a score can have at most, made of its parts. */
function seriesFor(ground: Ground, metric: MetricSpec): Pick<SeriesHistory, 'blocks' | 'blockMs'> | null {
  if (metric.score === null) return ground.readings.own.get(metric.id) ?? null;
  const ofGround = scores.get(ground) ?? new Map<string, ScoreBlocks>();
  scores.set(ground, ofGround);
  const known = ofGround.get(metric.id);
  if (known !== undefined) return known;
  const made = scoreBlocks(ground, metric, metric.score);
  ofGround.set(metric.id, made);
  return made;
}

type ScoreBlocks = Pick<SeriesHistory, 'blocks' | 'blockMs'> | null;

/** Made once for all stages of a release. */
const scores = new WeakMap<Ground, Map<string, ScoreBlocks>>();

function scoreBlocks(ground: Ground, metric: MetricSpec, score: ScoreSpec): ScoreBlocks {
  const parts = score.parts.map((part) => ({ ...part, series: ground.readings.own.get(part.metric) }));
  const [first] = parts.flatMap(({ series }) => (series === undefined ? [] : [series]));
  if (first === undefined) return null;
  const { blockMs } = first;
  // A poll straddles blocks, and so do the readings it is made of.
  const reach = Math.ceil(ground.plan.everyMs / blockMs) + 1;
  const byStart = parts.map((part) => ({
    weight: part.weight,
    at: new Map((part.series?.blocks ?? []).map((block) => [block.start, block])),
  }));
  const starts = [...new Set(byStart.flatMap(({ at }) => [...at.keys()]))].toSorted((a, b) => a - b);
  const blocks = starts.map((start) => scoreBlock(start, blockMs, reach, byStart, metric.aggregate === 'sum'));
  return { blockMs, blocks };
}

interface PartBlocks {
  readonly weight: number;
  readonly at: ReadonlyMap<number, Block>;
}

function scoreBlock(start: number, blockMs: number, reach: number, parts: readonly PartBlocks[], sums: boolean): Block {
  let [min, max] = [0, 0];
  let count = 0;
  for (const { weight, at } of parts) {
    let [low, high] = [0, 0];
    for (let step = -reach; step <= reach; step += 1) {
      const block = at.get(start + step * blockMs);
      if (block === undefined) continue;
      const times = sums ? block.count * (2 * reach + 1) : 1;
      low = Math.min(low, block.min * times);
      high = Math.max(high, block.max * times);
      if (step === 0) count += block.count;
    }
    min += weight >= 0 ? weight * low : weight * high;
    max += weight >= 0 ? weight * high : weight * low;
  }
  return { start, min, max, count, samples: null };
}
