import { usersOn } from './advance.ts';
import { channelShares, surfacesWithUsers, targetKey, type SurfaceWithUsers } from './catalogue.ts';
import { flagShare } from './platforms/flagsmith-state.ts';
import { offeredPercent, offersFor, webRoutes } from './population/offers.ts';
import { usersOfVersion } from './runs.ts';
import { delayOf } from './scenario.ts';
import type { FleetHappening, Run, World, WriteRecord } from './state.ts';

export interface TargetTruth {
  /** Such as `pryde/web`. */
  readonly target: string;
  readonly version: string;
  /** Share of users the version is offered to, percent 0–100. */
  readonly percent: number;
  readonly usersOnIt: number;
  readonly usersOnItMax: number;
}

/** What really happened, whatever anybody was told. Times in ms of the fleet's clock. */
export interface FleetTruth {
  readonly scenario: string;
  readonly application: string;
  readonly version: string;
  readonly previousVersion: string;
  /** When its first user met the fault, ms; null while it behaves well. */
  readonly badSince: number | null;
  /** Users who had the scenario's release at once, at most and now. */
  readonly exposedUsersMax: number;
  readonly exposedUsersNow: number;
  readonly perTarget: readonly TargetTruth[];
  readonly writes: readonly WriteRecord[];
  readonly happenings: readonly FleetHappening[];
  readonly doubleActs: number;
  /** Targets that were offered the release once and are not any more. */
  readonly rolledBackTargets: readonly string[];
  /** Version that a new user gets now, by target; null when nothing is served. */
  readonly liveVersions: Readonly<Record<string, string | null>>;
  readonly messages: readonly { readonly at: number; readonly text: string }[];
  readonly notApplied: number;
}

function targetTruth(world: World, run: Run, surface: SurfaceWithUsers): TargetTruth {
  const target = targetKey(run.application, surface);
  return {
    target,
    version: run.version,
    percent: offeredPercent(world, run.application, surface, run.version),
    usersOnIt: usersOn(world.state.audiences, run.application, surface)[run.version] ?? 0,
    usersOnItMax: run.mostByTarget[target] ?? 0,
  };
}

function flagTruth(world: World, run: Run): TargetTruth {
  const project = world.state.projects.find((candidate) => candidate.application === run.application);
  const percent = project === undefined ? 0 : flagShare(project);
  const population = world.state.audiences
    .filter((audience) => audience.application === run.application)
    .reduce((sum, audience) => sum + audience.population, 0);
  const users = Math.floor((population * percent) / 100);
  return { target: targetKey(run.application, 'flag'), version: 'on', percent, usersOnIt: users, usersOnItMax: users };
}

/** Version that is offered widest: what somebody new would get. */
function liveVersion(world: World, application: string, surface: SurfaceWithUsers): string | null {
  if (surface === 'web') return webRoutes(world, application).at(channelShares.length - 1)?.version ?? null;
  const audience = world.state.audiences.find((candidate) => candidate.application === application && candidate.surface === surface);
  const offers = audience === undefined ? [] : offersFor(world, audience);
  return offers.findLast((offer) => offer.share > 0)?.version ?? null;
}

function badSince(world: World, run: Run): number | null {
  const from = run.scenario.faults?.from;
  const reached = from === undefined ? undefined : run.reachedAt[String(from.percent)];
  if (from === undefined || reached === undefined) return null;
  const at = reached + delayOf(from, world.state.pace);
  return at <= world.now() ? at : null;
}

/** Truth about the newest run, or about the newest one of an application. */
export function truthOf(world: World, application: string | null = null): FleetTruth {
  const run = world.state.runs.findLast((candidate) => application === null || candidate.application === application);
  if (run === undefined) throw new Error('No scenario has been loaded.');
  const perTarget = [...surfacesWithUsers.map((surface) => targetTruth(world, run, surface)), flagTruth(world, run)];
  const { state } = world;
  return {
    scenario: run.scenario.id,
    application: run.application,
    version: run.version,
    previousVersion: run.previousVersion,
    badSince: badSince(world, run),
    exposedUsersMax: run.exposedMax,
    exposedUsersNow: usersOfVersion(world, run.application, run.version),
    perTarget,
    writes: [...state.writes],
    happenings: [...state.happenings],
    doubleActs: state.doubleActs,
    rolledBackTargets: perTarget
      .filter((row) => row.version !== 'on' && row.percent === 0 && row.usersOnItMax > 0)
      .map((row) => row.target),
    liveVersions: Object.fromEntries(
      surfacesWithUsers.map((surface) => [targetKey(run.application, surface), liveVersion(world, run.application, surface)]),
    ),
    messages: [...state.messages],
    notApplied: state.writes.filter((write) => write.status >= 400).length,
  };
}
