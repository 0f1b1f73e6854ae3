import type { HealthFilter, HealthRange } from '../../contract/health.ts';
import type { Application } from '../../core/model/application.ts';
import { activeStates, type Rollout } from '../../core/model/rollout.ts';
import type { Target } from '../../core/model/target.ts';
import { listApplications } from '../../store/applications.ts';
import { listRollouts } from '../../store/rollouts.ts';
import { listTargets } from '../../store/targets.ts';
import { NotFound } from '../problems.ts';
import type { World } from '../world.ts';

const hourMs = 3_600_000;
const rangeMs: Readonly<Record<HealthRange, number>> = { '1h': hourMs, '6h': 6 * hourMs, '24h': 24 * hourMs, '7d': 168 * hourMs };
/** Rollouts looked through for the newest of each target and for the versions of an application. */
const mostRollouts = 500;

/** What a filter of the dashboard chooses, and the time it looks at, ms. */
export interface HealthScope {
  readonly from: number;
  readonly to: number;
  readonly version: string | null;
  readonly applications: readonly Application[];
  readonly targets: readonly Target[];
  /** Of the chosen targets, newest first. */
  readonly rollouts: readonly Rollout[];
}

/** Throws `NotFound` for an application nobody knows. */
export function scopeOfFilter(world: World, filter: Omit<HealthFilter, 'version'> & { readonly version?: string | null }): HealthScope {
  const { reader } = world.deps.store;
  const to = world.deps.clock.now();
  const all = listApplications(reader);
  const applications = all.filter((one) => filter.applicationId === null || one.id === filter.applicationId);
  if (filter.applicationId !== null && applications.length === 0)
    throw new NotFound(`There is no application ${filter.applicationId}. Known: ${all.map((one) => one.id).join(', ') || 'none'}.`);
  const ids = new Set(applications.map((one) => one.id));
  const targets = listTargets(reader).filter(
    (one) => ids.has(one.applicationId) && (filter.surface === null || one.surface === filter.surface),
  );
  const chosen = new Set(targets.map((one) => one.id));
  return {
    from: to - rangeMs[filter.range],
    to,
    version: filter.version ?? null,
    applications,
    targets,
    rollouts: listRollouts(reader, { limit: mostRollouts }).filter((one) => chosen.has(one.targetId)),
  };
}

export function isActive(rollout: Rollout): boolean {
  return activeStates.includes(rollout.state);
}

/** The rollout that tells most about each target: what is under way, else the last that ended in the time looked at. */
export function tellingRollouts(scope: HealthScope): Rollout[] {
  const concerns = ({ version, previousVersion }: Rollout): boolean =>
    scope.version === null || version === scope.version || previousVersion === scope.version;
  return scope.targets.flatMap((target) => {
    const own = scope.rollouts.filter((one) => one.targetId === target.id && concerns(one));
    const found = own.find(isActive) ?? own.find((one) => one.endedAt !== null && one.endedAt >= scope.from);
    return found === undefined ? [] : [found];
  });
}

/** Versions of an application that a rollout brought or replaced, newest first; a flag that was off before replaced no version. */
export function versionsOf(scope: HealthScope, applicationId: string): string[] {
  const flags = new Set(scope.targets.filter((one) => one.surface === 'flag').map((one) => one.id));
  const own = scope.rollouts
    .filter((one) => one.applicationId === applicationId)
    .map((one) => (flags.has(one.targetId) ? { ...one, previousVersion: null } : one));
  return [...new Set(own.flatMap((one) => (one.previousVersion === null ? [one.version] : [one.version, one.previousVersion])))];
}

/** When each version of an application began, ms: what a rollout replaced began before it. */
export function orderOf(rollouts: readonly Rollout[], applicationId: string): Map<string, number> {
  const order = new Map<string, number>();
  const note = (version: string, at: number): void => void order.set(version, Math.min(order.get(version) ?? at, at));
  for (const one of rollouts.filter((rollout) => rollout.applicationId === applicationId)) {
    note(one.version, one.createdAt);
    if (one.previousVersion !== null) note(one.previousVersion, one.createdAt - 1);
  }
  return order;
}
