import type { Condition, Flag, Override, Rule, Segment } from './shapes.ts';

const splitOperator = 'PERCENTAGE_SPLIT';

/** What a segment does to a share: `plain` picks users by other means, `tangled` mixes a split with more. */
export type SegmentKind = { readonly kind: 'share'; readonly percent: number } | { readonly kind: 'plain' } | { readonly kind: 'tangled' };

function rulesIn(rules: readonly Rule[]): Rule[] {
  return rules.flatMap((rule) => [rule, ...rulesIn(rule.rules)]);
}

/** Reads a segment: only a split that stands alone, and is not negated, is a share in one number. */
export function kindOf(segment: Segment): SegmentKind {
  const rules = rulesIn(segment.rules);
  const conditions = rules.flatMap((rule) => rule.conditions);
  const splits = conditions.filter((condition) => condition.operator === splitOperator);
  if (splits.length === 0) return { kind: 'plain' };
  const percent = Number(splits[0]?.value ?? Number.NaN);
  const alone = conditions.length === 1 && rules.every((rule) => rule.type !== 'NONE');
  return alone && percent >= 0 && percent <= 100 ? { kind: 'share', percent } : { kind: 'tangled' };
}

/** The same segment with another share; everything else stays as it was read. */
export function withSplit(segment: Segment, percent: number): Segment {
  const change = (condition: Condition): Condition =>
    condition.operator === splitOperator ? { ...condition, value: String(percent) } : condition;
  const inside = (rule: Rule): Rule => ({ ...rule, conditions: rule.conditions.map(change), rules: rule.rules.map(inside) });
  return { ...segment, rules: segment.rules.map(inside) };
}

/** The overrides that differ from the default: these decide whether the share is one number. */
export function deviating(flag: Flag): Override[] {
  return flag.segment_overrides.filter((override) => override.enabled !== flag.environment_default.enabled);
}

/**
 * Percent of identities the flag is on for, 0–100 (reference: Flagsmith's own docs, "there is no percent on a flag").
 * On by default: 100, unless a share is switched off. Off by default: the one share that is switched on; users of plain segments
 * come on top and are told apart. Null when it cannot be said in one number. `kinds` has the segments of `deviating`.
 */
export function shareOf(flag: Flag, kinds: ReadonlyMap<number, SegmentKind>): number | null {
  const odd = deviating(flag).map((override): SegmentKind => kinds.get(override.segment.id) ?? { kind: 'tangled' });
  const plain = odd.filter((one) => one.kind === 'plain').length;
  if (flag.environment_default.enabled) return plain === odd.length ? 100 : null;
  if (odd.length === 0) return 0;
  const [only] = odd.filter((one) => one.kind !== 'plain');
  if (only?.kind !== 'share' || odd.length - plain > 1) return null;
  // At 0 % with a plain segment on, somebody has it all the same.
  return only.percent === 0 && plain > 0 ? null : only.percent;
}

/** How many overrides of plain segments go against the default. */
export function plainCount(flag: Flag, kinds: ReadonlyMap<number, SegmentKind>): number {
  return deviating(flag).filter((override) => kinds.get(override.segment.id)?.kind === 'plain').length;
}
