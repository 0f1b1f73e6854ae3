import { setTimeout as pause } from 'node:timers/promises';
import { Hono } from 'hono';
import { advanceTo } from './advance.ts';
import { begin, beginRun, emptyState } from './begin.ts';
import { applicationFacts } from './catalogue.ts';
import { connectionsFor, fleetApplications, type FleetApplication, type FleetConnection } from './connections.ts';
import { controlRoutes, makeClock, setFault, type FleetFault } from './control.ts';
import { exposition } from './exposition.ts';
import { dropHeader, gateway } from './gateway.ts';
import { guardianRoutes } from './guardian.ts';
import { firebaseRoutes } from './platforms/firebase.ts';
import { flagsmithRoutes } from './platforms/flagsmith.ts';
import { githubRoutes, githubUploadRoutes, githubWebRoutes } from './platforms/github.ts';
import { pagerdutyRoutes } from './pagerduty.ts';
import { oauthRoutes } from './platforms/google-auth.ts';
import { playRoutes } from './platforms/play.ts';
import { prometheusRoutes } from './prometheus.ts';
import { receiverRoutes } from './receiver.ts';
import { reportRoutes } from './reports.ts';
import type { Pace, Scenario } from './scenario.ts';
import { scenarioById } from './scenarios.ts';
import { slackRoutes } from './slack.ts';
import type { FleetState, World } from './state.ts';
import { createTelemetry, type FleetEvent } from './telemetry.ts';
import { networkAnswers } from './traps.ts';
import { truthOf, type FleetTruth } from './truth.ts';
import { compareVersions, shiftMinor } from './version.ts';
import type { FleetEnv } from './writes.ts';

export type { FleetApplication, FleetConnection } from './connections.ts';
export type { FleetFault } from './control.ts';
export { serveFleet, type ServedFleet } from './serve.ts';
export type { FleetTruth } from './truth.ts';

/** Everything a fleet must remember, as plain data. */
export type FleetImage = FleetState;

export interface FleetOptions {
  /** The release to begin with; null begins with both applications at rest. */
  readonly scenario: Scenario | null;
  readonly seed: number;
  /** The clock, ms UTC. Real or simulated; it may jump. */
  readonly now: () => number;
  /** How fast people update and how long faults wait: `practice` in seconds (default), `day` in hours. */
  readonly pace?: Pace;
  /** Real ms added to every platform and flag call; metrics, checks and notices answer at once. */
  readonly latencyMs?: number;
  /** Continues an earlier fleet; scenario, seed and pace then come from it. */
  readonly restore?: FleetImage | null;
}

export interface Fleet {
  /** Answers a request without a socket. Rejects like a broken connection when the network is down or an answer is lost. */
  readonly fetch: (request: Request) => Promise<Response>;
  /** Lives on up to `now`, ms. Every request does so by itself. */
  advance(now: number): void;
  /** What really happened to the newest scenario's release, or to the newest one of an application. */
  truth(application?: string | null): FleetTruth;
  image(): FleetImage;
  /** What the applications report about themselves since this was last asked, for the intake of a console; the first time nothing. */
  telemetry(): readonly FleetEvent[];
  setNetwork(up: boolean): void;
  /** Calls that reached the fleet so far, its own control calls left out. */
  requests(): number;
  /** Tells of every time (ms) that `/_practice/clock` is set to. */
  onClock(listener: (now: number) => void): void;
  setFault(fault: FleetFault): void;
  /** Publishes the application's next version with that scenario's faults on it. Throws on an unknown id. */
  loadScenario(id: string): { readonly applicationId: string; readonly version: string };
  connections(baseUrl: string): readonly FleetConnection[];
  applications(): readonly FleetApplication[];
}

/** How long a lost answer keeps the caller waiting before the connection breaks, real ms. */
const lossDelayMs = 300;

function routes(world: World, latencyMs: number): Hono<FleetEnv> {
  const app = new Hono<FleetEnv>();
  app.use('*', gateway(world, latencyMs));
  app.route('/firebase/v1beta1', firebaseRoutes(world));
  app.route('/github', githubRoutes(world));
  app.route('/api/v3', githubRoutes(world));
  app.route('/github-uploads', githubUploadRoutes(world));
  app.route('/github-web', githubWebRoutes(world));
  app.route('/play/androidpublisher/v3/applications', playRoutes(world));
  app.route('/flagsmith', flagsmithRoutes(world));
  app.route('/flagsmith-edge', flagsmithRoutes(world));
  app.route('/prometheus', prometheusRoutes(world));
  app.route('/guardian', guardianRoutes(world));
  app.route('/reports', reportRoutes(world));
  app.route('/slack', slackRoutes(world));
  app.route('/pagerduty', pagerdutyRoutes(world));
  app.route('/receiver', receiverRoutes(world));
  app.route('/oauth', oauthRoutes(world));
  app.get('/metrics', (c) => {
    if (!world.state.metricsUp) return c.text('Service Unavailable', 503);
    return c.body(exposition(world), 200, { 'content-type': 'text/plain; version=0.0.4; charset=utf-8' });
  });
  // Update clients that are given a host of their own ask at its root.
  app.route('/', githubWebRoutes(world));
  app.get('/', (c) => c.text('The practice fleet answers here. It is a game: nothing it shows is real.\n'));
  return app;
}

function brokenConnection(code: string): TypeError {
  return new TypeError('fetch failed', { cause: Object.assign(new Error(code), { code }) });
}

function nextVersion(world: World, application: string): { readonly version: string; readonly previous: string } {
  const site = world.state.sites.find((candidate) => candidate.application === application);
  const highest =
    site?.versions
      .map((version) => version.version)
      .toSorted(compareVersions)
      .at(-1) ?? '1.0.0';
  const live = truthOfLive(world, application);
  return { version: shiftMinor(highest, 1), previous: live };
}

function truthOfLive(world: World, application: string): string {
  const site = world.state.sites.find((candidate) => candidate.application === application);
  const release = site?.releases.findLast((candidate) => candidate.channel === 'live' && candidate.versionId !== null);
  return site?.versions.find((version) => version.id === release?.versionId)?.version ?? applicationFacts(application).version;
}

function load(world: World, id: string): { readonly applicationId: string; readonly version: string } {
  const scenario = scenarioById(id);
  const facts = applicationFacts(scenario.application);
  advanceTo(world, world.now());
  const { version, previous } = nextVersion(world, facts.id);
  beginRun(world, scenario, facts, version, previous);
  return { applicationId: facts.id, version };
}

/** Makes a fleet. Nothing listens yet: call `fetch`, or give it to `serveFleet`. */
export function createFleet(options: FleetOptions): Fleet {
  const clock = makeClock(options.now);
  const restored = options.restore ?? null;
  const state = restored === null ? emptyState(options.seed, options.pace ?? 'practice', clock.now()) : structuredClone(restored);
  if (state.format !== 1) throw new Error('This image was made by another edition of the practice fleet. Start a new fleet instead.');
  const world: World = { state, now: clock.now };
  if (restored === null) begin(world, options.scenario);
  const telemetry = createTelemetry(world);
  const app = routes(world, options.latencyMs ?? 0);
  const control = controlRoutes(world, clock, () => fleet);
  const controlApp = new Hono<FleetEnv>().route('/_practice', control);
  const fleet: Fleet = {
    async fetch(request) {
      if (new URL(request.url).pathname.startsWith('/_practice/')) return controlApp.fetch(request);
      if (!networkAnswers(world)) throw brokenConnection('ECONNREFUSED');
      const response = await app.fetch(request);
      if (!response.headers.has(dropHeader)) return response;
      await pause(lossDelayMs);
      throw brokenConnection('ECONNRESET');
    },
    advance: (now) => advanceTo(world, now),
    truth(application) {
      advanceTo(world, world.now());
      return truthOf(world, application ?? null);
    },
    image: () => structuredClone(state),
    telemetry() {
      advanceTo(world, world.now());
      return telemetry();
    },
    setNetwork: (up) => void (state.networkUp = up),
    requests: () => state.requests,
    onClock: (listener) => clock.onSet(listener),
    setFault: (fault) => setFault(world, fault),
    loadScenario: (id) => load(world, id),
    connections: (baseUrl) => connectionsFor(world, baseUrl),
    applications: () => fleetApplications(),
  };
  return fleet;
}
