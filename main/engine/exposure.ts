import { type Exposure, exposureOf, type ExposureGround, type IntakeCount } from '../core/exposure/index.ts';
import type { PlatformState, PlatformStatus } from '../core/model/platform-state.ts';
import type { Rollout } from '../core/model/rollout.ts';
import type { Surface } from '../core/model/surface.ts';
import type { Target } from '../core/model/target.ts';
import { releaseCounts } from '../store/release-counts.ts';
import { rolloutsOfRelease, sharesOf } from '../store/rollouts.ts';
import { getTargetRead } from '../store/target-states.ts';
import { listTargets } from '../store/targets.ts';
import type { EngineDeps } from './deps.ts';
import { siblingsOf } from './gather.ts';
import { intakeKey } from './poll-metrics.ts';

/** Events of this long before now tell who runs a release, ms. */
const intakeWindowMs = 15 * 60_000;
/** What a platform said longer ago than this is no proof of what it offers now, ms. */
const recentMs = 15 * 60_000;

/** Who has a release now, and at most, on all targets of its application together. From the store alone. */
export function exposureOfRelease(deps: EngineDeps, applicationId: string, version: string): Exposure {
  const rollouts = rolloutsOfRelease(deps.store.reader, applicationId, version);
  // A first write whose outcome is not known may have reached users.
  const exposed = new Set(siblingsOf(deps, { applicationId, version }).flatMap((one) => (one.exposed ? [one.rolloutId] : [])));
  const reached = new Map(rollouts.filter((one) => one.stage >= 0 || exposed.has(one.id)).map((one) => [one.targetId, one]));
  return exposureOf(listTargets(deps.store.reader, applicationId).map((target) => groundOf(deps, target, version, reached.get(target.id))));
}

/** Users of all targets together whom this console offered a release; null as long as those of one such target are not known. */
export function usersOfRelease(deps: EngineDeps, applicationId: string, version: string): number | null {
  const { now, targets } = exposureOfRelease(deps, applicationId, version);
  const uncounted = targets.some((target) => target.reached && now.unknown.includes(target.targetName));
  return uncounted ? null : now.users;
}

function groundOf(deps: EngineDeps, target: Target, version: string, rollout: Rollout | undefined): ExposureGround {
  const { id, name, surface, population } = target;
  const base = { targetId: id, targetName: name, surface, population, reached: rollout !== undefined };
  const read = getTargetRead(deps.store.reader, id);
  const fresh = read !== null && read.problem === null ? read.state : null;
  if (rollout === undefined) {
    // A target without a rollout is not read all the time: an old answer proves nothing of now.
    const recent = deps.clock.now() - (read?.readAt ?? 0) <= recentMs;
    const byHand = recent && fresh !== null ? publishedByHand(fresh, surface, version) : unknownByHand;
    return { ...base, ...byHand, written: null, intake: intakeOf(deps, target, version, 0) };
  }
  const written = writtenShare(rollout);
  return {
    ...base,
    platform: fresh === null ? null : offeredShare(fresh, rollout),
    written,
    widest: widestShare(deps, rollout, written),
    // What came before the last change of the share says nothing about now.
    intake: intakeOf(deps, target, version, sharesOf(deps.store.reader, rollout.id).at(-1)?.ts ?? 0),
  };
}

const unknownByHand = { platform: null, widest: null } as const;
/** Statuses of a version that no user was ever given. */
const unpublished: readonly PlatformStatus[] = ['draft', 'inReview', 'ready'];

/** What a platform says of a version that no rollout here gave to anybody: somebody may have published it there by hand. */
function publishedByHand(state: PlatformState, surface: Surface, version: string): Pick<ExposureGround, 'platform' | 'widest'> {
  // What a flag offers has no version: only one that is off proves something.
  if (surface === 'flag') return state.version === null || state.percent === 0 ? { platform: 0, widest: 0 } : unknownByHand;
  const row = state.releases.find((release) => release.version === version);
  const { status, percent } = state.version === version ? state : (row ?? { status: null, percent: 0 });
  if (status === null || unpublished.includes(status)) return { platform: 0, widest: 0 };
  const share = offering.includes(status) ? percent : 0;
  // Who installed it at a larger share before is not known, unless it is out to all.
  return { platform: share, widest: share === 100 ? 100 : null };
}

/** Share last confirmed by a read-back, percent. */
function writtenShare({ state, expected }: Rollout): number | null {
  return state === 'rolledBack' || state === 'cancelled' ? 0 : (expected?.percent ?? null);
}

/** Statuses in which users get a version; `unknown` may mean it, and its share is not known then. */
const offering: readonly PlatformStatus[] = ['rolling', 'held', 'live', 'mixed', 'unknown'];

/** Share of users a platform offers a version to, percent; null when its state does not say. */
function offeredShare(state: PlatformState, { version, expected, state: own }: Rollout): number | null {
  // A flag calls what it offers by a name of its own: what was confirmed after it was switched on.
  const confirmed = own !== 'rolledBack' && expected !== null && expected.version !== null && expected.version === state.version;
  if (state.version === version || confirmed) return state.status === 'halted' || state.status === 'removed' ? 0 : state.percent;
  const row = state.releases.find((release) => release.version === version);
  return row === undefined || !offering.includes(row.status) ? 0 : row.percent;
}

function widestShare(deps: EngineDeps, rollout: Rollout, written: number | null): number | null {
  const shares = [...sharesOf(deps.store.reader, rollout.id).map((share) => share.percent), written];
  return shares.includes(null) ? null : shares.reduce<number>((most, share) => Math.max(most, share ?? 0), 0);
}

/** Sessions tell best who runs a release; where none are sent in, requests do. */
function intakeOf(deps: EngineDeps, target: Target, version: string, since: number): IntakeCount | null {
  const to = deps.clock.now();
  const from = Math.max(to - intakeWindowMs, since);
  for (const what of ['sessions', 'requests'] as const) {
    const key = intakeKey(target.applicationId, what);
    const place = { channel: target.channel, platform: target.surface };
    const counts = releaseCounts(deps.store.reader, key, place, from, to);
    const all = [...counts.values()].reduce((sum, count) => sum + count, 0);
    if (all > 0) return { own: counts.get(version) ?? 0, all, what, windowMs: to - from };
  }
  return null;
}
