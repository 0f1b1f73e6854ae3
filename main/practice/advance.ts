import { surfacesWithUsers, targetKey } from './catalogue.ts';
import { happen } from './events.ts';
import { adoptUpdates, routeWebUsers } from './population/adopt.ts';
import { nothing, usersByVersion, type Audience } from './population/audience.ts';
import { activeFaults, noteShares } from './runs.ts';
import type { Pace } from './scenario.ts';
import type { World } from './state.ts';
import { makeGroup } from './traffic/group.ts';
import { scrape, thinOut, type Keeping } from './traffic/history.ts';
import { useFor } from './traffic/usage.ts';

const minute = 60_000;
const scrapesBetweenThinning = 360;

interface Rhythm extends Keeping {
  /** Length of a step, also the time between scrapes, ms. */
  readonly stepMs: number;
  /** Steps of the history made before the start, and how far it reaches back, ms. */
  readonly pastStepMs: number;
  readonly pastMs: number;
  /** How long a release that nobody has any more is still exported, ms. */
  readonly goneAfterMs: number;
}

export const rhythms: Record<Pace, Rhythm> = {
  practice: {
    stepMs: 1000,
    pastStepMs: 15_000,
    pastMs: 60 * minute,
    fineMs: 15 * minute,
    coarseStepMs: 15_000,
    totalMs: 90 * minute,
    goneAfterMs: 2 * minute,
  },
  day: {
    stepMs: minute,
    pastStepMs: 2 * minute,
    pastMs: 25 * 60 * minute,
    fineMs: 4 * 60 * minute,
    coarseStepMs: 2 * minute,
    totalMs: 50 * 60 * minute,
    goneAfterMs: 15 * minute,
  },
};

/** The step border at or before a time, ms. Steps lie on borders, so that equal times give equal histories. */
export function startOfStep(pace: Pace, now: number): number {
  return now - (now % rhythms[pace].stepMs);
}

/** Steps that are lived through one by one; a longer gap, such as a closed laptop, is crossed in larger ones. */
const smallSteps = 1800;

function stepAcross(rhythm: Rhythm, gap: number): number {
  if (gap <= smallSteps * rhythm.stepMs) return rhythm.stepMs;
  return Math.ceil(gap / (smallSteps * rhythm.pastStepMs)) * rhythm.pastStepMs;
}

/** Lives through every whole step up to `now`. A clock that stands or goes back changes nothing. */
export function advanceTo(world: World, now: number): void {
  const { state } = world;
  const rhythm = rhythms[state.pace];
  while (now - state.steppedTo >= rhythm.stepMs) {
    const gap = now - state.steppedTo;
    const size = stepAcross(rhythm, gap);
    const end = state.steppedTo + gap - (gap % size);
    while (state.steppedTo < end) step(world, state.steppedTo + size, size);
  }
}

/** Writes the past: everybody on the version before, every counter running. */
export function liveThroughPast(world: World): void {
  const { pastStepMs, pastMs } = rhythms[world.state.pace];
  const end = world.state.steppedTo;
  world.state.steppedTo = end - pastMs;
  while (world.state.steppedTo + pastStepMs <= end) step(world, world.state.steppedTo + pastStepMs, pastStepMs);
  world.state.steppedTo = end;
}

function step(world: World, at: number, elapsedMs: number): void {
  const { state } = world;
  state.steppedTo = at;
  for (const audience of state.audiences) adoptUpdates(world, audience, at, elapsedMs);
  settle(world, at);
  happen(world, at);
  countUsage(world, at, elapsedMs);
  const rhythm = rhythms[state.pace];
  scrape(state.history, at, state.groups, (group) => group.idleSince !== null && at - group.idleSince > rhythm.goneAfterMs);
  if (at % (rhythm.stepMs * scrapesBetweenThinning) !== 0) return;
  thinOut(state.history, rhythm);
  forgetGone(world);
}

/** Drops releases that left the history altogether. */
function forgetGone(world: World): void {
  for (const [key, columns] of Object.entries(world.state.history.columns)) {
    if (columns.some((column) => column.some((value) => value !== null))) continue;
    delete world.state.history.columns[key];
    delete world.state.groups[key];
  }
}

/** Takes over what a write changed: web users move at once, and what was seen of each release is noted. */
export function settle(world: World, at: number): void {
  for (const audience of world.state.audiences) {
    if (audience.surface === 'web') routeWebUsers(world, audience);
  }
  noteShares(world, at);
}

/** Users by application, surface and version. */
export function usersOn(audiences: readonly Audience[], application: string, surface: string): Record<string, number> {
  const total: Record<string, number> = {};
  for (const audience of audiences) {
    if (audience.application !== application || audience.surface !== surface) continue;
    for (const [version, users] of Object.entries(usersByVersion(audience))) total[version] = (total[version] ?? 0) + users;
  }
  return total;
}

function countUsage(world: World, at: number, elapsedMs: number): void {
  const { state } = world;
  for (const application of new Set(state.audiences.map((audience) => audience.application))) {
    for (const surface of surfacesWithUsers) {
      const users = usersOn(state.audiences, application, surface);
      for (const version of Object.keys(users)) {
        if (version !== nothing) state.groups[`${targetKey(application, surface)}@${version}`] ??= makeGroup(application, version, surface);
      }
      for (const group of Object.values(state.groups)) {
        if (group.application !== application || group.platform !== surface) continue;
        const count = users[group.release] ?? 0;
        group.idleSince = count > 0 ? null : (group.idleSince ?? at);
        const { faults, traffic } = activeFaults(world, application, group.release, surface, at);
        useFor(group, surface, { at, elapsedMs, users: count, traffic, faults, pace: state.pace, seed: state.seed });
      }
    }
  }
}
