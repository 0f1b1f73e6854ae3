import { AdapterError } from '../../errors.ts';
import { findSegments, readSegment } from './api.ts';
import type { FlagsmithContext, FlagsmithTarget } from './settings.ts';
import { kindOf } from './share.ts';
import type { Flag, Override, Segment } from './shapes.ts';

/** More overrides than this are not looked into one by one. */
export const mostOverrides = 20;

/** The segments of these overrides by id; too many are not looked into, and the map stays empty. */
export async function segmentsOf(
  context: FlagsmithContext,
  target: FlagsmithTarget,
  overrides: readonly Override[],
): Promise<ReadonlyMap<number, Segment>> {
  if (overrides.length > mostOverrides) return new Map();
  const segments = await Promise.all(overrides.map((override) => readSegment(context, target, override.segment.id)));
  return new Map(segments.map((segment) => [segment.id, segment]));
}

/**
 * Names of the plain segments whose override is on, in order; undefined when there are too many to look at. Shares are told in the
 * percent. `known` are segments that were read already.
 */
export async function plainSegmentsOn(
  context: FlagsmithContext,
  target: FlagsmithTarget,
  flag: Flag,
  known: ReadonlyMap<number, Segment>,
): Promise<readonly string[] | undefined> {
  const on = flag.segment_overrides.filter((override) => override.enabled);
  if (on.length > mostOverrides) return undefined;
  const rest = await segmentsOf(
    context,
    target,
    on.filter((override) => !known.has(override.segment.id)),
  );
  const segments = on.map((override) => known.get(override.segment.id) ?? rest.get(override.segment.id));
  return segments.flatMap((segment) => (segment !== undefined && kindOf(segment).kind === 'plain' ? [segment.name] : [])).toSorted();
}

/** The plain segments of these names. Throws `precondition` for a name that no segment has, that several have, or that is a share. */
export async function plainSegments(context: FlagsmithContext, target: FlagsmithTarget, names: readonly string[]): Promise<Segment[]> {
  return await Promise.all([...new Set(names)].map((name) => plainSegment(context, target, name)));
}

async function plainSegment(context: FlagsmithContext, target: FlagsmithTarget, name: string): Promise<Segment> {
  const found = await findSegments(context, target, name);
  const [id] = found;
  if (id === undefined)
    throw new AdapterError(
      'precondition',
      `Project ${target.projectId} has no segment ${name}. Create it in Flagsmith, or correct its name under segments in the plan.`,
    );
  if (found.length > 1)
    throw new AdapterError(
      'precondition',
      `There are ${found.length} segments named ${name}. Give the one that is meant a name of its own.`,
    );
  const segment = await readSegment(context, target, id);
  if (kindOf(segment).kind === 'plain') return segment;
  throw new AdapterError(
    'precondition',
    `Segment ${name} holds a percentage split. Under segments a plan names those that pick users by who they are; the share is the percent.`,
  );
}
