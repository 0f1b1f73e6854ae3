import type { GateSpec } from '../model/plan.ts';
import { type Verdict, type VerdictKind, verdictKinds } from '../model/verdict.ts';
import { formatValue } from './format.ts';

const silent: readonly VerdictKind[] = ['blind', 'thin', 'pending'];
const failed: readonly VerdictKind[] = ['emergency', 'red'];

/** The verdict of a gate that judges by its members: the worst of any, the mildest of all, or a score of those that passed. */
export function combine(gate: GateSpec, members: readonly Verdict[]): Verdict {
  if (gate.kind === 'canaryScore') return scored(gate, members);
  const worstFirst = members.toSorted((a, b) => verdictKinds.indexOf(a.kind) - verdictKinds.indexOf(b.kind));
  const counts = gate.kind === 'anyOf' ? worstFirst[0] : worstFirst.at(-1);
  if (counts === undefined) throw new Error(`Gate ${gate.id} has no members.`);
  const others = gate.kind === 'allOf' && counts.kind !== 'green' ? members : [counts];
  return as(gate, members, counts, others.map((one) => `${one.title} ${one.reason}`).join('; '));
}

function as(gate: GateSpec, members: readonly Verdict[], like: Verdict, reason: string): Verdict {
  const seen = members.flatMap((one) => (one.observedAt === null ? [] : [one.observedAt]));
  // A composite has seen the release only as far as its least informed member.
  const observedAt = seen.length < members.length ? null : Math.min(...seen);
  return { ...like, gate: gate.id, title: gate.title, reason, observedAt, shadow: gate.shadow, onRed: gate.onRed };
}

/**
 * Kayenta's score: groups of metrics share 100 points by weight, a group has the share of its members that passed. A failed critical
 * member fails the whole. A member without data has no share there; here it keeps the score from speaking, unless the rest failed.
 */
function scored(gate: GateSpec, members: readonly Verdict[]): Verdict {
  const bounds = gate.score ?? { pass: 100, marginal: 100 };
  const criticals = members.filter((one, index) => gate.members[index]?.critical === true);
  const critical = failed.map((kind) => criticals.find((one) => one.kind === kind)).find((one) => one !== undefined);
  const mute = members.find((one) => silent.includes(one.kind));
  const points = pointsOf(gate, members);
  const best = pointsOf(
    gate,
    members.map((one) => (silent.includes(one.kind) ? { ...one, kind: 'green' as const } : one)),
  );
  const words = `${formatValue(points, 'score')} of 100 points, pass is ${bounds.pass}`;
  const first = members[0];
  if (first === undefined) throw new Error(`Gate ${gate.id} has no members.`);
  const scoreOf = (kind: VerdictKind, reason: string): Verdict => ({
    ...as(gate, members, first, reason),
    kind,
    value: points,
    samples: null,
    baseline: null,
    interval: null,
    nextChangeAt: null,
  });
  if (critical !== undefined) return scoreOf(critical.kind, `${critical.title} is critical and failed: ${critical.reason}`);
  if (best < bounds.marginal) return scoreOf('red', `${words}, marginal is ${bounds.marginal}${failuresOf(members)}`);
  if (mute !== undefined) return as(gate, members, mute, `${mute.title} ${mute.reason}`);
  if (points < bounds.pass) return scoreOf('yellow', `${words}${failuresOf(members)}`);
  return scoreOf('green', words);
}

/** Points 0–100. */
function pointsOf(gate: GateSpec, members: readonly Verdict[]): number {
  const groups = Map.groupBy(
    members.map((verdict, index) => ({ verdict, spec: gate.members[index] })),
    ({ spec }) => spec?.group ?? '',
  );
  let sum = 0;
  let weights = 0;
  for (const group of groups.values()) {
    const weight = group[0]?.spec?.weight ?? 1;
    const passed = group.filter(({ verdict }) => verdict.kind === 'green').length;
    sum += weight * (passed / group.length);
    weights += weight;
  }
  return weights === 0 ? 0 : (100 * sum) / weights;
}

function failuresOf(members: readonly Verdict[]): string {
  const failures = members.filter((one) => one.kind !== 'green' && !silent.includes(one.kind));
  return failures.length === 0 ? '' : `: ${failures.map((one) => `${one.title} ${one.reason}`).join('; ')}`;
}
