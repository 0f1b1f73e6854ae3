import { surfacesWithUsers, targetKey, type SurfaceWithUsers } from './catalogue.ts';
import { usersByVersion } from './population/audience.ts';
import { offeredPercent } from './population/offers.ts';
import { delayOf, type Faults, type Moment } from './scenario.ts';
import type { Run, World } from './state.ts';

/** Users of an application who have a version now. */
export function usersOfVersion(world: World, application: string, version: string): number {
  let users = 0;
  for (const audience of world.state.audiences) {
    if (audience.application === application) users += usersByVersion(audience)[version] ?? 0;
  }
  return users;
}

function momentsOf(run: Run): readonly Moment[] {
  const events = run.scenario.events.map((event) => event.at);
  return run.scenario.faults === null ? events : [run.scenario.faults.from, ...events];
}

/** Notes how far each scenario's release has come: most users, and when a share that something waits for was first reached. */
export function noteShares(world: World, at: number): void {
  for (const run of world.state.runs) {
    run.exposedMax = Math.max(run.exposedMax, usersOfVersion(world, run.application, run.version));
    for (const surface of surfacesWithUsers) noteMost(world, run, surface);
    const waiting = momentsOf(run).filter((moment) => run.reachedAt[String(moment.percent)] === undefined);
    if (waiting.length === 0) continue;
    const percent = Math.max(...surfacesWithUsers.map((surface) => offeredPercent(world, run.application, surface, run.version)));
    for (const moment of waiting) {
      if (percent >= moment.percent) run.reachedAt[String(moment.percent)] ??= at;
    }
  }
}

function noteMost(world: World, run: Run, surface: SurfaceWithUsers): void {
  let users = 0;
  for (const audience of world.state.audiences) {
    if (audience.application === run.application && audience.surface === surface) users += usersByVersion(audience)[run.version] ?? 0;
  }
  const key = targetKey(run.application, surface);
  run.mostByTarget[key] = Math.max(run.mostByTarget[key] ?? 0, users);
}

/** Whether a moment of a run has come. */
export function hasCome(world: World, run: Run, moment: Moment, at: number): boolean {
  const since = run.reachedAt[String(moment.percent)];
  return since !== undefined && at >= since + delayOf(moment, world.state.pace);
}

/** What is wrong with a version on a surface at a time, and how busy its users are. */
export function activeFaults(
  world: World,
  application: string,
  version: string,
  surface: SurfaceWithUsers,
  at: number,
): { readonly faults: Faults | null; readonly traffic: number } {
  const newest = world.state.runs.findLast((run) => run.application === application);
  const traffic = newest?.scenario.traffic ?? 1;
  const run = world.state.runs.findLast((candidate) => candidate.application === application && candidate.version === version);
  const faults = run?.scenario.faults ?? null;
  if (run === undefined || faults === null || !(faults.platforms ?? surfacesWithUsers).includes(surface)) return { faults: null, traffic };
  return { faults: hasCome(world, run, faults.from, at) ? faults : null, traffic };
}
