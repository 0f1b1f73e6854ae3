import { contentHash } from '../../../core/hash.ts';
import type { PlatformNote, PlatformState, PlatformStatus } from '../../../core/model/platform-state.ts';
import { AdapterError } from '../../errors.ts';
import { findFeature, observedDefault, readEnvironment, readFlag } from './api.ts';
import type { FlagsmithContext, FlagsmithTarget } from './settings.ts';
import { deviating, kindOf, plainCount, type SegmentKind, shareOf } from './share.ts';
import { plainSegmentsOn, segmentsOf } from './segments.ts';
import type { Environment, Feature, Flag, Segment } from './shapes.ts';

/** A flag's one version. Off is null, because nothing new is served then. */
export const onVersion = 'on';

/** Everything the admin API tells about a flag in one look. */
export interface FlagView {
  readonly environment: Environment;
  readonly feature: Feature;
  readonly flag: Flag;
  /** Segments of the overrides that differ from the default. */
  readonly segments: ReadonlyMap<number, Segment>;
  readonly kinds: ReadonlyMap<number, SegmentKind>;
  readonly percent: number | null;
  readonly fence: string;
}

/** What apps get: `null` when this flag is not shown to a client key, a sentence when it could not be looked at. */
type Observed = boolean | null | { readonly silent: string };

/** Reads what is configured. Works without the evaluation API: taking back must not wait for it. */
export async function viewFlag(context: FlagsmithContext, target: FlagsmithTarget): Promise<FlagView> {
  const { environment, feature, flag } = await readParts(context, target);
  const segments = await segmentsOf(context, target, deviating(flag));
  const kinds = kindsOf(segments);
  const overrides = flag.segment_overrides.map((one) => [one.segment.id, one.enabled, one.priority ?? null]);
  const fence = contentHash([
    feature.id,
    flag.environment_default.enabled,
    overrides,
    [...kinds].map(([id, kind]) => [id, JSON.stringify(kind)]),
  ]);
  return { environment, feature, flag, segments, kinds, percent: shareOf(flag, kinds), fence };
}

type Parts = Pick<FlagView, 'environment' | 'feature' | 'flag'>;

/** Numbers that Flagsmith gave an environment and a flag: with them, one look is one round of calls instead of three. */
const numbers = new Map<string, { readonly environment: number; readonly feature: number }>();
const mostNumbers = 100;

/** Asks side by side under the numbers known from the last look, and one after the other when they are not known or not right any more. */
async function readParts(context: FlagsmithContext, target: FlagsmithTarget): Promise<Parts> {
  const key = JSON.stringify([context.settings.apiUrl, target.projectId, target.environmentKey, target.feature]);
  const known = numbers.get(key);
  const parts = (known && (await readKnown(context, target, known))) ?? (await readInTurn(context, target));
  if (numbers.size >= mostNumbers) numbers.clear();
  numbers.set(key, { environment: parts.environment.id, feature: parts.feature.id });
  return parts;
}

async function readInTurn(context: FlagsmithContext, target: FlagsmithTarget): Promise<Parts> {
  const environment = await readEnvironment(context, target);
  const feature = await findFeature(context, target, environment.id);
  return { environment, feature, flag: await readFlag(context, target, feature.id) };
}

/** Null when a flag or environment of that name has another number now, or one of the calls fails: the calls in turn tell why. */
async function readKnown(
  context: FlagsmithContext,
  target: FlagsmithTarget,
  known: { readonly environment: number; readonly feature: number },
): Promise<Parts | null> {
  const [environment, feature, flag] = await Promise.allSettled([
    readEnvironment(context, target),
    findFeature(context, target, known.environment),
    readFlag(context, target, known.feature),
  ]);
  if (environment.status === 'rejected') throw environment.reason;
  if (environment.value.id !== known.environment || feature.status === 'rejected' || flag.status === 'rejected') return null;
  return feature.value.id === known.feature ? { environment: environment.value, feature: feature.value, flag: flag.value } : null;
}

/** What each segment does to a share; one that was not looked into counts as tangled. */
export function kindsOf(segments: ReadonlyMap<number, Segment>): ReadonlyMap<number, SegmentKind> {
  return new Map([...segments].map(([id, segment]) => [id, kindOf(segment)]));
}

/** Reads what is configured and what the evaluation API answers, as one state. */
export async function readState(context: FlagsmithContext, target: FlagsmithTarget): Promise<PlatformState> {
  const [view, seen] = await Promise.all([viewFlag(context, target), look(context, target)]);
  const observed = view.feature.is_server_key_only ? null : seen;
  const segments = await plainSegmentsOn(context, target, view.flag, view.segments);
  const late = typeof observed === 'boolean' && observed !== view.flag.environment_default.enabled;
  return {
    version: view.percent === 0 ? null : onVersion,
    percent: view.percent,
    status: late ? 'mixed' : statusOf(view.percent),
    fallbackVersion: 'off',
    fence: view.fence,
    releases: [],
    notes: notesOf(view, observed, late),
    ...(segments === undefined ? {} : { segments }),
  };
}

async function look(context: FlagsmithContext, target: FlagsmithTarget): Promise<Observed> {
  try {
    return await observedDefault(context, target);
  } catch (error) {
    if (error instanceof AdapterError) return { silent: error.message };
    throw error;
  }
}

function statusOf(percent: number | null): PlatformStatus {
  if (percent === null) return 'mixed';
  if (percent === 0) return 'halted';
  return percent === 100 ? 'live' : 'rolling';
}

function notesOf(view: FlagView, observed: Observed, late: boolean): PlatformNote[] {
  const notes: PlatformNote[] = [];
  const { environment, feature, flag } = view;
  const on = flag.environment_default.enabled;
  if ((environment.minimum_change_request_approvals ?? null) !== null) {
    notes.push({
      kind: 'blocked',
      text: `Environment ${environment.name} takes changes only as change requests, which Tidegate cannot make.`,
    });
  }
  if (late)
    notes.push({ kind: 'unseen', text: `Configured ${on ? 'on' : 'off'}, but the evaluation API still answers ${on ? 'off' : 'on'}.` });
  if (observed !== null && typeof observed === 'object') {
    notes.push({ kind: 'unseen', text: `What apps get could not be looked at. ${observed.silent}` });
  }
  const plain = plainCount(flag, view.kinds);
  if (plain > 0)
    notes.push({
      kind: 'info',
      text: `${on ? 'Off' : 'Also on'} for the users of ${plain} segment ${plain === 1 ? 'override' : 'overrides'}.`,
    });
  const identities = feature.num_identity_overrides ?? 0;
  if (identities > 0 || feature.is_num_identity_overrides_complete === false) {
    const count = feature.is_num_identity_overrides_complete === false ? `At least ${identities}` : String(identities);
    notes.push({ kind: 'info', text: `${count} single identities have an override of their own, which Tidegate cannot switch.` });
  }
  return notes;
}
