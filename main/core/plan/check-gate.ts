import { formatValue } from '../gates/format.ts';
import { gateRule } from '../gates/list.ts';
import { boundNames, boundWords } from '../gates/words.ts';
import type { GateSpec, MetricSpec } from '../model/plan.ts';
import { durationInWords } from '../words.ts';
import { relativeKinds } from './bounds.ts';
import { type GateContext, note } from './gate-context.ts';

/** Bounds have to get worse from yellow to emergency, and each must be one a value can reach. */
export function checkBounds(gate: GateSpec, metric: MetricSpec, context: GateContext): void {
  // Relative bounds are sizes of a change for the worse, so they rise on either side.
  const rising = gateRule(gate.kind).reference !== 'none' || gate.direction === 'above';
  const given = boundNames.flatMap((name) => (gate[name] === null ? [] : [{ name, bound: gate[name] }]));
  for (const [index, { name, bound }] of given.entries()) {
    const milder = given[index - 1];
    if (milder !== undefined && (rising ? bound <= milder.bound : bound >= milder.bound)) {
      const here = boundWords(gate, metric, bound);
      const there = boundWords(gate, metric, milder.bound);
      const side = rising ? 'over' : 'under';
      note(
        context,
        name,
        `(${here}) must be ${side} ${milder.name} (${there}), because ${gate.direction} is the bad side; swap them or change direction`,
      );
    }
    const never = unreachable(gate, metric, bound);
    if (never !== null) note(context, name, never);
  }
}

function unreachable(gate: GateSpec, metric: MetricSpec, bound: number): string | null {
  if (relativeKinds.includes(gate.kind) && gate.direction === 'below' && bound >= 1) {
    return 'can never be reached: nothing falls by more than 100 %; use a smaller change';
  }
  if (gateRule(gate.kind).reference !== 'none' || gate.inclusive || metric.unit !== 'rate') return null;
  const end = gate.direction === 'above' ? 1 : 0;
  if (bound !== end) return null;
  return `can never be reached: a rate is never ${gate.direction} ${formatValue(end, 'rate')}; use a bound inside 0–100 %`;
}

/** Windows have to be long enough to hold a reading, and a breach can last in one way only. */
export function checkTimes(gate: GateSpec, metric: MetricSpec, context: GateContext): void {
  const least = context.everyMs + metric.lagMs;
  if (gate.windowMs < least) {
    const lag = metric.lagMs > 0 ? ` and ${metric.id} is up to ${durationInWords(metric.lagMs)} late` : '';
    const why = `readings come every ${durationInWords(context.everyMs)}${lag}`;
    note(context, 'window', `of ${durationInWords(gate.windowMs)} is too short: ${why}; use at least ${durationInWords(least)}`);
  }
  if (gate.forMs > 0 && gate.consecutive > 1)
    note(context, 'consecutive', 'and for both say how long a breach must last; keep one of them');
  if (gate.red === null && (gate.forMs > 0 || gate.consecutive > 1)) {
    note(
      context,
      gate.forMs > 0 ? 'for' : 'consecutive',
      'says how long a red breach must last, and there is no red bound; add red or remove it',
    );
  }
}
