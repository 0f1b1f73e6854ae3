import type { Operation } from '../../../core/model/operation.ts';
import { AdapterError } from '../../errors.ts';
import { findSegments, otherUses, patchFlag, putSegment, readSegment } from './api.ts';
import type { FlagsmithContext, FlagsmithTarget } from './settings.ts';
import { kindOf, withSplit } from './share.ts';
import { plainSegments, segmentsOf } from './segments.ts';
import type { Environment, Flag, FlagPatch, Segment } from './shapes.ts';
import { type FlagView, kindsOf, viewFlag } from './state.ts';

/** Changes a flag. Looks first, refuses when the fence moved, and makes only the calls that are missing. */
export async function actOnFlag(context: FlagsmithContext, target: FlagsmithTarget, operation: Operation, fence: string): Promise<void> {
  const view = await viewFlag(context, target);
  if (view.fence !== fence) {
    const now = view.percent === null ? 'in a state that is not one share' : `at ${view.percent} %`;
    throw new AdapterError('conflict', `Flag ${target.feature} changed since it was looked at; it is now ${now}. Nothing was sent.`);
  }
  switch (operation.op) {
    case 'expose':
    case 'resume': {
      const named = await plainSegments(context, target, operation.op === 'expose' ? (operation.segments ?? []) : []);
      if (operation.percent === 100) await complete(context, target, view, named);
      else await share(context, target, view, operation.percent, named);
      return;
    }
    case 'halt':
    case 'rollback':
    case 'unpublish':
      await kill(context, target, view);
  }
}

/** Off for everybody: the default and every segment override in one call, because the default alone leaves overrides on. */
async function kill(context: FlagsmithContext, target: FlagsmithTarget, view: FlagView): Promise<void> {
  const on = view.flag.segment_overrides.filter((override) => override.enabled);
  if (!view.flag.environment_default.enabled && on.length === 0) return;
  await patchFlag(context, target, view.feature, {
    environment_default: { enabled: false },
    segment_overrides: on.map((override) => ({ segment: { id: override.segment.id }, enabled: false })),
  });
}

/** On for everybody. A share that is switched off would leave its users out, so the flag's own one is switched on with the default. */
async function complete(context: FlagsmithContext, target: FlagsmithTarget, view: FlagView, named: readonly Segment[]): Promise<void> {
  const own = await ownSegment(context, target, view.environment);
  const off = view.flag.segment_overrides.some((override) => override.segment.id === own?.id && !override.enabled);
  const missing = [...(own !== null && off ? [own] : []), ...notOn(view.flag, named)];
  if (view.flag.environment_default.enabled && missing.length === 0) return;
  await patchFlag(context, target, view.feature, {
    environment_default: { enabled: true },
    segment_overrides: missing.map((segment) => switchedOn(view.flag, segment)),
  });
}

/**
 * On for a share: first the share, then the switch, so that a lost second call shows nobody more than before. Segments named in the
 * operation are switched on with it; overrides of other segments stay as somebody set them.
 */
async function share(
  context: FlagsmithContext,
  target: FlagsmithTarget,
  view: FlagView,
  percent: number,
  named: readonly Segment[],
): Promise<void> {
  const segment = await shareSegment(context, target, view);
  const kind = kindOf(segment);
  if (kind.kind !== 'share' || kind.percent !== percent) await putSegment(context, target, withSplit(segment, percent));
  const missing = notOn(view.flag, [segment, ...named]);
  if (missing.length === 0 && !view.flag.environment_default.enabled) return;
  await patchFlag(context, target, view.feature, {
    environment_default: { enabled: false },
    segment_overrides: missing.map((one) => switchedOn(view.flag, one)),
  });
}

function notOn(flag: Flag, segments: readonly Segment[]): Segment[] {
  return segments.filter((segment) => !flag.segment_overrides.some((override) => override.segment.id === segment.id && override.enabled));
}

/** A new override starts without a value of its own, so it is given the one everybody has. */
function switchedOn(flag: Flag, segment: Segment): FlagPatch['segment_overrides'][number] {
  const { value } = flag.environment_default;
  const known = flag.segment_overrides.some((override) => override.segment.id === segment.id);
  return { segment: { id: segment.id }, enabled: true, ...(known || value === undefined ? {} : { value }) };
}

function segmentName(target: FlagsmithTarget, environment: Environment): string {
  return target.segment ?? `tidegate-${target.feature}-${environment.name.trim().toLowerCase().replaceAll(/\s+/g, '-')}`;
}

async function ownSegment(context: FlagsmithContext, target: FlagsmithTarget, environment: Environment): Promise<Segment | null> {
  const name = segmentName(target, environment);
  const found = await findSegments(context, target, name);
  if (found.length > 1)
    throw new AdapterError(
      'precondition',
      `There are ${found.length} segments named ${name}. Give the one for this flag a name of its own.`,
    );
  const [id] = found;
  return id === undefined ? null : await readSegment(context, target, id);
}

/** The segment whose share may be set. Throws `precondition` when there is none, or when others would feel the change. */
async function shareSegment(context: FlagsmithContext, target: FlagsmithTarget, view: FlagView): Promise<Segment> {
  const name = segmentName(target, view.environment);
  const segment = await ownSegment(context, target, view.environment);
  if (segment === null || kindOf(segment).kind !== 'share') {
    const what = segment === null ? 'needs a segment' : 'has a segment with more than a share in it';
    throw new AdapterError(
      'precondition',
      `Flag ${target.feature} ${what}: ${name} must hold one percentage split and nothing else. Set it up in Flagsmith.`,
    );
  }
  const others = await otherUses(context, target, segment, view);
  if (others > 0) {
    const users = `${others} other ${others === 1 ? 'flag or environment' : 'flags or environments'}`;
    throw new AdapterError(
      'precondition',
      `Segment ${name} is used by ${users}, which a new share would change too. Give this flag a segment of its own.`,
    );
  }
  await refuseRivals(context, target, view, segment);
  return segment;
}

/** Two shares at once are no share in one number. Segments that pick users by other means may stay on. */
async function refuseRivals(context: FlagsmithContext, target: FlagsmithTarget, view: FlagView, own: Segment): Promise<void> {
  const on = view.flag.segment_overrides.filter((override) => override.enabled && override.segment.id !== own.id);
  const kinds = kindsOf(await segmentsOf(context, target, on));
  const rival = on.find((override) => kinds.get(override.segment.id)?.kind !== 'plain');
  if (rival === undefined) return;
  throw new AdapterError(
    'precondition',
    `Another share of flag ${target.feature} is on (segment ${rival.segment.id}). Switch that override off in Flagsmith first.`,
  );
}
