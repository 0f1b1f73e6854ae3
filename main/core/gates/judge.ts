import type { GateSpec, MetricSpec } from '../model/plan.ts';
import type { Baseline } from '../model/rollout.ts';
import type { Verdict } from '../model/verdict.ts';
import { durationInWords } from '../words.ts';
import { formatValue } from './format.ts';
import type { Reference } from './kind.ts';
import { compositeKinds, gateRule } from './list.ts';
import { opinionOf } from './opinion.ts';
import { type GateInput, type Sight, sightOf, verdictOf } from './sight.ts';
import type { BoundName } from './words.ts';
import { lastingOf, lastingSilence } from './sustained.ts';

export type { GateInput } from './sight.ts';

/**
 * What one gate says now. In this order:
 * 1. The value is the metric's aggregate over (now − window, now]. A reading speaks for now up to `3 × everyMs + lagMs`.
 * 2. Nothing fresh: `pending` while a first reading can still be on its way, else what `whenNoData` says. `hold` is blind,
 *    `red` is red, `zero` is judged as the value 0, but only while the source answers: a source that is down says nothing.
 * 3. A missing or useless baseline is blind.
 * 4. Protection never waits: over red or emergency is judged before samples and window. A rate needs its few bad events first
 *    (`thin` until then; when the source gives no counts the breach stands). Red also has to last as `for` or `consecutive` ask
 *    (`yellow` until then); emergency acts at once.
 * 5. Not over: too few samples are `thin`, a window that is not full since the rollout started is `pending`,
 *    then `yellow`, then `green`.
 *
 * Pure: the same input gives the same verdict, in whatever order the readings came.
 */
export function judgeGate(gate: GateSpec, metric: MetricSpec, input: GateInput): Verdict {
  const sight = sightOf(gate, metric, input);
  if (!sight.fresh || sight.pool === null) return withoutData(sight);
  const blindness = referenceProblem(sight);
  if (blindness !== null) return verdictOf(sight, 'blind', blindness, null, sight.pool);
  return opinionOf(sight, sight.pool, (line) => lastingOf(gate, metric, line, sight.points, input.everyMs, sight.freshMs), false);
}

/** Where each bound of a gate lies on the metric's own axis, measured from `reference`; null where there is none to draw. */
export function linesOf(gate: GateSpec, reference: number | null): Record<BoundName, number | null> {
  const line = (bound: number | null): number | null =>
    bound === null || compositeKinds.includes(gate.kind) ? null : gateRule(gate.kind).line(bound, gate.direction, reference);
  return { yellow: line(gate.yellow), red: line(gate.red), emergency: line(gate.emergency) };
}

/** Where the red bound of a gate lies on the metric's own axis; null without a red bound or without the baseline it needs. */
export function redLine(gate: GateSpec, baseline: Baseline | null): number | null {
  if (gate.red === null || compositeKinds.includes(gate.kind)) return null;
  return gateRule(gate.kind).line(gate.red, gate.direction, baseline?.value ?? null);
}

function withoutData(sight: Sight): Verdict {
  const { gate, input } = sight;
  const since = sight.newestAt ?? input.startedAt;
  if (since === null || (sight.newestAt === null && input.now - since < sight.freshMs)) {
    return verdictOf(sight, 'pending', 'waiting for the first reading', since === null ? null : since + sight.freshMs, null);
  }
  const silence = silenceInWords(sight, since);
  if (gate.whenNoData === 'red') return verdictOf(sight, 'red', `${silence}, and the plan reads silence as red`, null, null);
  if (gate.whenNoData === 'hold' || input.failingSince !== null) return verdictOf(sight, 'blind', silence, null, null);
  const blindness = referenceProblem(sight);
  if (blindness !== null) return verdictOf(sight, 'blind', blindness, null, null);
  return opinionOf(sight, { value: 0, samples: null }, () => lastingSilence(gate, since, input.now, input.everyMs), true);
}

function silenceInWords(sight: Sight, since: number): string {
  const { input, newestAt } = sight;
  const silent = durationInWords(input.now - since);
  const what = newestAt === null ? `no reading since the rollout started ${silent} ago` : `no reading for ${silent}`;
  if (input.failingSince === null) return what;
  const down = `the source has not answered for ${durationInWords(input.now - input.failingSince)}`;
  return `${what}; ${down}${input.problem === null ? '' : `: ${input.problem}`}`;
}

const missing: Record<Exclude<Reference, 'none'>, (title: string) => string> = {
  baseline: (title) => `no baseline of ${title} was captured before the rollout`,
  first: (title) => `there is no first reading of ${title} to grow from`,
  control: (title) => `nothing was read of the version before, so ${title} has nothing to be compared with`,
};
const instead: Record<Exclude<Reference, 'none'>, string> = { baseline: 'baselineDelta or absolute', first: 'growth', control: 'absolute' };

/** Why the bounds have nothing to be measured from; null when they have. */
function referenceProblem({ gate, metric, reference }: Sight): string | null {
  const rule = gateRule(gate.kind);
  if (rule.reference === 'none') return null;
  if (reference === null) return missing[rule.reference](metric.title);
  if (rule.line(0, gate.direction, reference) !== null) return null;
  const what = rule.reference === 'first' ? 'first reading' : rule.reference;
  return `the ${what} of ${metric.title} is ${formatValue(reference, metric.unit)}, so a relative bound has no meaning; use ${instead[rule.reference]}`;
}
