import type { Operation } from '../../../core/model/operation.ts';
import { AdapterError } from '../../errors.ts';
import { type FlagsmithContext, type FlagsmithTarget, otherUsers, patchFlag, putSegment } from './api.ts';
import { type FlagView, splitOf, viewFlag, withSplit } from './state.ts';

/** Changes a flag. Looks first, refuses when the fence moved, and makes only the calls that are missing. */
export async function actOnFlag(context: FlagsmithContext, target: FlagsmithTarget, operation: Operation, fence: string): Promise<void> {
  const view = await viewFlag(context, target);
  if (view.state.fence !== fence) throw new AdapterError('conflict', `Flag ${target.feature} changed since it was looked at: now at ${view.state.percent ?? '?'} %. Nothing was sent.`);
  if (operation.op === 'expose' || operation.op === 'resume') await expose(context, target, view, operation.percent);
  else await kill(context, target, view);
}

/** Off for everybody: the default and every segment override in one call, because the default alone does not touch overrides. */
async function kill(context: FlagsmithContext, target: FlagsmithTarget, view: FlagView): Promise<void> {
  const on = view.flag.segment_overrides.filter((override) => override.enabled);
  if (!view.flag.environment_default.enabled && on.length === 0) return;
  await patchFlag(context, target, view.feature, {
    environment_default: { enabled: false },
    segment_overrides: on.map((override) => ({ segment: { id: override.segment.id }, enabled: false })),
  });
}

async function expose(context: FlagsmithContext, target: FlagsmithTarget, view: FlagView, percent: number): Promise<void> {
  if (percent === 100) {
    const off = view.flag.segment_overrides.filter((override) => !override.enabled);
    if (view.flag.environment_default.enabled && off.length === 0) return;
    await patchFlag(context, target, view.feature, {
      environment_default: { enabled: true },
      segment_overrides: off.map((override) => ({ segment: { id: override.segment.id }, enabled: true })),
    });
    return;
  }
  const segment = await ownSegment(context, target, view);
  if (splitOf(segment) !== percent) await putSegment(context, target, withSplit(segment, percent));
  const enabled = view.flag.segment_overrides.some((override) => override.segment.id === segment.id && override.enabled);
  const others = view.flag.segment_overrides.filter((override) => override.segment.id !== segment.id && override.enabled);
  if (enabled && !view.flag.environment_default.enabled && others.length === 0) return;
  await patchFlag(context, target, view.feature, {
    environment_default: { enabled: false },
    segment_overrides: [{ segment: { id: segment.id }, enabled: true }, ...others.map((one) => ({ segment: { id: one.segment.id }, enabled: false }))],
  });
}

async function ownSegment(context: FlagsmithContext, target: FlagsmithTarget, view: FlagView): Promise<NonNullable<FlagView['segment']>> {
  const { segment } = view;
  if (segment === null || splitOf(segment) === null) {
    throw new AdapterError('precondition', `Flag ${target.feature} needs a segment named ${target.segment} with one percentage split. Make it in Flagsmith, used by this flag only.`);
  }
  const others = await otherUsers(context, target, segment, view.feature);
  if (others > 0) throw new AdapterError('precondition', `Segment ${target.segment} is used by ${others} other flags: changing its share would change them too. Give this flag a segment of its own.`);
  return segment;
}
