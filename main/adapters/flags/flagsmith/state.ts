import { contentHash } from '../../../core/hash.ts';
import type { PlatformState } from '../../../core/model/platform-state.ts';
import { type Feature, findFeature, type FlagState, type FlagsmithContext, type FlagsmithTarget, listSegments, observedDefault, readFlag, type Segment } from './api.ts';

/** A flag's one version: on. Off is null, because nothing new is served then. */
export const onVersion = 'on';

/** Everything one look at a flag gives. */
export interface FlagView {
  readonly state: PlatformState;
  readonly feature: Feature;
  readonly flag: FlagState;
  /** The flag's own share segment, when it exists. */
  readonly segment: Segment | null;
}

/** Percent of a segment's PERCENTAGE_SPLIT, 0–100; null when it has none or several. */
export function splitOf(segment: Segment): number | null {
  const conditions = segment.rules.flatMap((rule) => [...rule.conditions, ...rule.rules.flatMap((inner) => inner.conditions)]);
  const splits = conditions.filter((condition) => condition.operator === 'PERCENTAGE_SPLIT');
  const percent = Number(splits[0]?.value ?? Number.NaN);
  return splits.length === 1 && Number.isFinite(percent) ? percent : null;
}

/** The same segment with another share. */
export function withSplit(segment: Segment, percent: number): Segment {
  const change = <C extends { operator: string }>(condition: C): C => (condition.operator === 'PERCENTAGE_SPLIT' ? { ...condition, value: String(percent) } : condition);
  return {
    ...segment,
    rules: segment.rules.map((rule) => ({
      ...rule,
      conditions: rule.conditions.map(change),
      rules: rule.rules.map((inner) => ({ ...inner, conditions: inner.conditions.map(change) })),
    })),
  };
}

/** Reads the configured state, and what the evaluation API really answers. */
export async function viewFlag(context: FlagsmithContext, target: FlagsmithTarget): Promise<FlagView> {
  const feature = await findFeature(context, target);
  const [flag, segments, observed] = await Promise.all([readFlag(context, target, feature), listSegments(context, target), observedDefault(context, target)]);
  const segment = segments.find((one) => one.name === target.segment) ?? null;
  return { feature, flag, segment, state: stateOf(flag, segments, segment, observed) };
}

function stateOf(flag: FlagState, segments: readonly Segment[], own: Segment | null, observed: boolean | null): PlatformState {
  const percent = shareOf(flag, segments);
  const configured = flag.environment_default.enabled;
  const late = observed !== null && observed !== configured;
  const fence = contentHash([configured, flag.segment_overrides.map((one) => [one.segment.id, one.enabled]), own === null ? null : splitOf(own), late]);
  const status = late || percent === null ? 'mixed' : percent === 0 ? 'halted' : percent === 100 ? 'live' : 'rolling';
  return { version: percent === 0 ? null : onVersion, percent, status, fallbackVersion: 'off', fence, releases: [] };
}

/** One number only when the default is on alone, or off with exactly one share segment switched on. */
function shareOf(flag: FlagState, segments: readonly Segment[]): number | null {
  const on = flag.segment_overrides.filter((override) => override.enabled);
  if (flag.environment_default.enabled) return flag.segment_overrides.every((override) => override.enabled) ? 100 : null;
  if (on.length === 0) return 0;
  const only = on.length === 1 ? segments.find((segment) => segment.id === on[0]?.segment.id) : undefined;
  return only === undefined ? null : splitOf(only);
}
