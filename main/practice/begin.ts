import { liveThroughPast, startOfStep } from './advance.ts';
import {
  applications,
  channelShares,
  desktopParts,
  shareSegment,
  surfacesWithUsers,
  targetKey,
  type ApplicationFacts,
} from './catalogue.ts';
import { rememberExposure } from './exposures.ts';
import { addChannel } from './platforms/firebase-channels.ts';
import { makeAudience, usersBefore } from './population/audience.ts';
import { goLive, publish } from './publish.ts';
import type { Pace, Scenario } from './scenario.ts';
import { nextNumber, type FleetState, type Run, type World } from './state.ts';
import { shiftMinor } from './version.ts';

const betweenReleasesMs = 14 * 24 * 3_600_000;

/** An empty fleet at a time, ms. */
export function emptyState(seed: number, pace: Pace, now: number): FleetState {
  return {
    format: 1,
    seed,
    pace,
    startedAt: now,
    steppedTo: startOfStep(pace, now),
    networkUp: true,
    metricsUp: true,
    sequence: 1000,
    requests: 0,
    keys: null,
    tokens: {},
    runs: [],
    audiences: [],
    groups: {},
    history: { times: [], columns: {} },
    sites: [],
    repositories: [],
    packages: [],
    projects: [],
    messages: [],
    writes: [],
    happenings: [],
    exposures: {},
    transitions: {},
    doubleActs: 0,
    flakiness: { share: 0, limit: 0, used: {}, inARow: {}, calls: {} },
    guardianFails: [],
  };
}

function addFlag(world: World, facts: ApplicationFacts): void {
  const { feature, environment, project } = facts;
  world.state.projects.push({
    application: facts.id,
    id: project.id,
    name: project.name,
    environment: { ...environment, versioned: true, approvals: null },
    feature: { id: feature.id, name: feature.name, stateId: nextNumber(world), enabled: false, value: '', identityOverrides: 0 },
    segments: [
      { id: feature.segmentId, name: shareSegment(facts), percent: 0 },
      {
        id: feature.segmentId + 100,
        name: 'internal',
        percent: 0,
        who: { property: 'email', operator: 'REGEX', value: '@practice[.]invalid$' },
      },
      { id: feature.segmentId + 200, name: 'beta-users', percent: 0, who: { property: 'group', operator: 'EQUAL', value: 'beta' } },
    ],
    overrides: [{ segmentId: feature.segmentId, featureStateId: nextNumber(world), priority: 1, enabled: false, value: '' }],
    audit: [],
  });
}

function addAudiences(world: World, facts: ApplicationFacts, version: string): void {
  const { audiences } = world.state;
  const { web, desktop, mobile } = facts.population;
  audiences.push(makeAudience({ application: facts.id, surface: 'web', part: 'web', population: web }, version));
  let taken = 0;
  for (const { part, share } of desktopParts) {
    const population = part === desktopParts.at(-1)?.part ? desktop - taken : usersBefore(desktop, share);
    taken += population;
    audiences.push(makeAudience({ application: facts.id, surface: 'desktop', part, population }, version));
  }
  audiences.push(makeAudience({ application: facts.id, surface: 'mobile', part: 'mobile', population: mobile }, version));
}

function addStores(state: FleetState, facts: ApplicationFacts): void {
  state.repositories.push({
    application: facts.id,
    owner: facts.owner,
    repo: facts.repo,
    releases: [],
    latestId: null,
    immutableReleases: false,
    burntTags: [],
    dispatches: [],
  });
  state.packages.push({
    application: facts.id,
    packageName: facts.packageName,
    bundles: {},
    tracks: { production: [], beta: [], alpha: [], internal: [] },
    edits: [],
    served: {},
    inReview: false,
    rejected: false,
  });
}

/** An application with everybody on `version`, and one older version to go back further. */
function addApplication(world: World, facts: ApplicationFacts, version: string): void {
  const { state } = world;
  const now = world.now();
  const older = shiftMinor(version, -1);
  const site = { application: facts.id, site: facts.site, channels: [], versions: [], releases: [], operations: [], maxVersions: null };
  state.sites.push(site);
  for (const { channel } of channelShares)
    addChannel(world, site, {
      id: channel,
      expireTime: null,
      keep: channel === 'live' ? 100 : 10,
      createTime: now - 3 * betweenReleasesMs,
    });
  addStores(state, facts);
  addFlag(world, facts);
  publish(world, facts, older, now - 2 * betweenReleasesMs);
  goLive(world, facts, older, now - 2 * betweenReleasesMs);
  publish(world, facts, version, now - betweenReleasesMs);
  goLive(world, facts, version, now - betweenReleasesMs);
  addAudiences(world, facts, version);
  for (const surface of [...surfacesWithUsers, 'flag'] as const) rememberExposure(world, targetKey(facts.id, surface));
}

/** Ends what earlier scenarios broke: metrics answer, platforms behave. */
function makeWell(world: World): void {
  world.state.metricsUp = true;
  world.state.flakiness = { share: 0, limit: 0, used: {}, inARow: {}, calls: {} };
  world.state.traps = [];
}

/** Puts a scenario's release beside what is live: artefacts everywhere, nobody exposed. */
export function beginRun(world: World, scenario: Scenario, facts: ApplicationFacts, version: string, previousVersion: string): Run {
  makeWell(world);
  publish(world, facts, version, world.now());
  const run: Run = {
    scenario,
    application: facts.id,
    version,
    previousVersion,
    reachedAt: {},
    done: [],
    startedAt: world.now(),
    exposedMax: 0,
    mostByTarget: {},
  };
  world.state.runs.push(run);
  return run;
}

/** Fills an empty fleet: both applications, their past, and the scenario's release if there is one. */
export function begin(world: World, scenario: Scenario | null): void {
  for (const facts of applications) {
    addApplication(world, facts, facts.id === scenario?.application ? scenario.previousVersion : facts.version);
  }
  liveThroughPast(world);
  const facts = applications.find((candidate) => candidate.id === scenario?.application);
  if (facts !== undefined && scenario !== null) beginRun(world, scenario, facts, scenario.version, scenario.previousVersion);
}
