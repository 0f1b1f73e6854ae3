import type { GateSpec, MetricSpec } from '../model/plan.ts';
import type { Point } from '../model/reading.ts';
import type { Verdict } from '../model/verdict.ts';
import { assignmentHealth } from '../statistics/index.ts';
import { formatValue } from './format.ts';
import type { GateRule } from './kind.ts';
import { type GateInput, sightOf, verdictOf } from './sight.ts';
import { inOrder, pool, within } from './window.ts';

/** Holds the split that was seen against the planned one; it has no bounds, so there is no line to draw. */
export const sampleRatio: GateRule = { kind: 'sampleRatio', reference: 'control', line: () => null, words: () => '' };

/** What a split is judged by besides the readings of its gate. */
export interface SplitInput {
  /** Planned share of the release, percent 0–100. */
  readonly percent: number;
  /** Counts of people who saw both versions. */
  readonly twice: readonly Point[];
}

/**
 * Whether people reached the two versions in the planned shares, and few saw both: the health of the assignment, after GrowthBook's
 * sample-ratio mismatch (chi-square, p < 0.001). A broken split says that no comparison can be trusted, so it holds; it never rolls back.
 */
export function judgeSplit(gate: GateSpec, metric: MetricSpec, input: GateInput, split: SplitInput): Verdict {
  const sight = sightOf(gate, metric, input);
  const say = (kind: Verdict['kind'], reason: string): Verdict => verdictOf(sight, kind, reason, null, sight.pool);
  if (split.percent >= 100) return say('green', 'everybody gets the release, so there is no split');
  if (!sight.fresh || sight.pool === null) {
    const since = sight.newestAt ?? input.startedAt ?? input.now;
    const early = sight.newestAt === null && input.now - since < sight.freshMs;
    return early ? say('pending', 'waiting for the first reading') : say('blind', `nothing fresh was read of ${metric.title}`);
  }
  const control = pool(sight.control, metric.aggregate)?.value ?? null;
  if (control === null) return say('blind', 'nothing was read of the version before, so there is no split to see');
  const both = pool(inOrder(within(split.twice, input.now, gate.windowMs)), metric.aggregate)?.value ?? 0;
  const shares = [split.percent, 100 - split.percent];
  const health = assignmentHealth([Math.max(0, sight.pool.value), Math.max(0, control)], shares, Math.max(0, both), {
    mismatchBelow: 1 - gate.confidence,
  });
  const people = sight.pool.value + control;
  const seen = `${formatValue(people === 0 ? 0 : sight.pool.value / people, 'rate')} of ${formatValue(people, 'count')} people, planned are ${split.percent} %`;
  if (health.p === null) return say('thin', `${seen}; too few to tell`);
  if (!health.exposureOk) return say('yellow', `${formatValue(health.multipleShare, 'rate')} of people saw both versions`);
  const chance = health.p < 0.0005 ? 'p < 0.001' : `p = ${health.p.toFixed(3)}`;
  return health.ratioOk ? say('green', `${seen} (${chance})`) : say('yellow', `${seen} (${chance}): the assignment is broken`);
}
