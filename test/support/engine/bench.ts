import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { CheckAnswer, CheckRequest } from '../../../main/adapters/checks/port.ts';
import { AdapterError } from '../../../main/adapters/errors.ts';
import type { EndpointAnswer } from '../../../main/adapters/health-endpoint.ts';
import type { QueryScope } from '../../../main/adapters/metrics/port.ts';
import { readPlan } from '../../../main/core/plan/index.ts';
import type { Actor, Role } from '../../../main/core/model/actor.ts';
import type { JsonObject } from '../../../main/core/model/json.ts';
import type { Notice } from '../../../main/core/model/notice.ts';
import type { PlatformState } from '../../../main/core/model/platform-state.ts';
import type { Reading } from '../../../main/core/model/reading.ts';
import type { Rollout } from '../../../main/core/model/rollout.ts';
import type { Surface } from '../../../main/core/model/surface.ts';
import type { Target } from '../../../main/core/model/target.ts';
import { createSimClock, seededRandom, type SimClock } from '../../../main/drill/sim-clock.ts';
import { begin } from '../../../main/engine/begin.ts';
import type { EngineDeps, Hint } from '../../../main/engine/deps.ts';
import type { Desk } from '../../../main/engine/desk.ts';
import { createEngine, type Engine } from '../../../main/engine/index.ts';
import type { Press } from '../../../main/engine/press.ts';
import { actionsOf } from '../../../main/store/actions.ts';
import { saveApplication } from '../../../main/store/applications.ts';
import { listAudit } from '../../../main/store/audit.ts';
import { saveConnection } from '../../../main/store/connections.ts';
import { listDecisions } from '../../../main/store/decisions.ts';
import type { Store } from '../../../main/store/open.ts';
import { getRollout } from '../../../main/store/rollouts.ts';
import { saveTarget } from '../../../main/store/targets.ts';
import { createFakePlatform, type FakePlatform, stateOf } from './fake-platform.ts';
import { openWorkspaceQuickly } from '../new-workspace.ts';

export const second = 1000;
export const minute = 60 * second;
export const hour = 60 * minute;
export const startTime = Date.parse('2026-11-20T10:00:00Z');

/** A plan with one gate whose readings a test sets: 10 % then 100 %, one minute of bake each, a sweep every 10 s. */
export const plainPlan = `name: plain
every: 10s
platformEvery: 20s
baselineWindow: 10m
metrics:
  errors:
    title: Error rate
    source: numbers
    unit: rate
    aggregate: last
    lag: 5s
    query: { what: errors }
gates:
  - { id: errors, title: Error rate, metric: errors, window: 30s, yellow: 2 %, red: 5 %, emergency: 20 %, minSamples: 50 }
stages:
  - { percent: 10, bake: 1m }
  - { percent: 100, bake: 1m }
notices: [chat]
`;

/** The plain plan with pieces replaced; a piece that is not there is a mistake of the test. */
export function planLike(...changes: readonly (readonly [piece: string, other: string])[]): string {
  let text = plainPlan;
  for (const [piece, other] of changes) {
    if (!text.includes(piece)) throw new Error(`The plain plan has no ${piece}`);
    text = text.replace(piece, () => other);
  }
  return text;
}

export function personOf(role: Role = 'operator', name = 'Ada'): Actor {
  return { kind: 'person', name, role };
}

export function pressOf(reason = 'Because a test wants it', more: Partial<Press> = {}): Press {
  return { actor: personOf(), trigger: 'manual', reason, ...more };
}

/** What the far side says; tests change it while the engine runs. */
export interface FarSide {
  readonly platforms: Map<string, FakePlatform>;
  /** Answers of the metric source; throw to be silent. */
  read: (resolved: { readonly [key: string]: unknown }) => readonly Reading[];
  history: ((from: number, to: number) => readonly Reading[] | null) | null;
  check: (request: CheckRequest) => CheckAnswer | Promise<CheckAnswer>;
  readonly checksAsked: CheckRequest[];
  /** What the plan said under `with` each time. */
  readonly checkOptions: JsonObject[];
  send: (notice: Notice) => Promise<void>;
  readonly sent: Notice[];
  historyAsked: number;
  /** What a health endpoint answers. */
  endpoint: (url: string) => EndpointAnswer;
}

export interface Bench {
  readonly deps: EngineDeps;
  readonly engine: Engine;
  readonly clock: SimClock;
  readonly far: FarSide;
  readonly store: Store;
  readonly folder: string;
  /** What runs after each turn; a world puts its own here. */
  readonly hooks: { afterTurn: () => Promise<void> };
  readonly hints: Hint[];
  readonly shown: Notice[];
  readonly logged: { readonly level: string; readonly fields: object; readonly message: string }[];
  platform(targetId?: string): FakePlatform;
  /** Adds a target of an application with its own fake platform. */
  addTarget(id: string, surface: Surface, state?: PlatformState, applicationId?: string): Target;
  begin(version?: string, planText?: string, targetIds?: readonly string[]): Promise<Rollout[]>;
  rollout(id: string): Rollout;
  /** Moves the clock and steps the engine, once each `everyMs`, for `forMs`. */
  run(forMs: number, everyMs?: number): Promise<void>;
  /** A new engine on the same store: what a restarted process does. */
  restart(): Engine;
  /** Audit actions of a rollout, oldest first. */
  audited(rolloutId?: string): string[];
}

/** A reading of the web release `version` with `samples` behind it. */
export function reading(version: string, value: number, ts: number, samples = 1000, platform = '*'): Reading {
  return { labels: { release: version, channel: '*', platform }, ts, value, samples };
}

function createDesk(far: FarSide): Desk {
  return {
    platform(_connection, target) {
      const platform = far.platforms.get(target.id);
      if (platform === undefined) throw new AdapterError('invalid', `Target ${target.name} has no settings.`);
      return platform;
    },
    metric: () => ({
      resolve: (query, scope: QueryScope) => ({ ...query, release: scope.release, platform: scope.platform }),
      read: async (resolved) => far.read(resolved),
      history: async (_resolved, from, to) => {
        far.historyAsked += 1;
        return far.history === null ? null : far.history(from, to);
      },
    }),
    async ask(_connection, request, options) {
      far.checksAsked.push(request);
      far.checkOptions.push(options);
      return await far.check(request);
    },
    async send(_connection, notice) {
      await far.send(notice);
      far.sent.push(notice);
    },
    test: async () => [{ what: 'Connect', ok: true, detail: 'answered' }],
    github(connection) {
      throw new AdapterError('invalid', `${connection.name} does not lead to GitHub.`);
    },
    probe: async (url) => far.endpoint(url),
  };
}

function createFarSide(clock: SimClock): FarSide {
  return {
    platforms: new Map(),
    read: (resolved) => [reading(String(resolved['release']), 0.001, clock.now())],
    history: null,
    check: () => ({ passed: true, summary: 'All parts passed.', items: [] }),
    checksAsked: [],
    checkOptions: [],
    send: async () => undefined,
    sent: [],
    historyAsked: 0,
    endpoint: () => ({ ok: true, status: 200, says: 'Answered 200.' }),
  };
}

const connections = [
  { id: 'con-platform', kind: 'platform', adapter: 'firebase-hosting', name: 'hosting' },
  { id: 'con-numbers', kind: 'metric', adapter: 'prometheus', name: 'numbers' },
  { id: 'con-guardian', kind: 'check', adapter: 'guardian', name: 'guardian' },
  { id: 'con-chat', kind: 'notice', adapter: 'slack-webhook', name: 'chat' },
] as const;

/** A real store in a folder of its own, a fake far side and an engine on a simulated clock; gone when the test ends. */
export async function openBench(options: { readonly seed?: number; readonly targets?: boolean } = {}): Promise<Bench> {
  const folder = mkdtempSync(join(tmpdir(), 'tidegate-engine-'));
  const clock = createSimClock(startTime);
  const store = await openWorkspaceQuickly({ folder, now: clock.now });
  const far = createFarSide(clock);
  const random = seededRandom(options.seed ?? 1);
  const [hints, shown, logged]: [Hint[], Notice[], Bench['logged']] = [[], [], []];
  let ids = 0;
  const log = (level: string) => (fields: object, message: string) => void logged.push({ level, fields, message });
  const deps: EngineDeps = {
    store,
    desk: createDesk(far),
    clock,
    random,
    newId: (prefix) => `${prefix}_${String((ids += 1)).padStart(6, '0')}`,
    log: { info: log('info'), warn: log('warn'), error: log('error') },
    keys: new Map(),
    changed: (hint) => void hints.push(hint),
    showNotice: (notice) => void shown.push(notice),
  };
  for (const connection of connections) saveConnection(store.writer, { ...connection, settings: {} });
  saveApplication(store.writer, { id: 'pryde', name: 'Pryde' });
  const bench = assemble({ deps, clock, far, store, folder, hints, shown, logged });
  if (options.targets !== false) bench.addTarget('web', 'web');
  onTestFinished(() => {
    store.close();
    rmSync(folder, { recursive: true, force: true });
  });
  return bench;
}

type Parts = Pick<Bench, 'deps' | 'clock' | 'far' | 'store' | 'folder' | 'hints' | 'shown' | 'logged'>;

function assemble(parts: Parts): Bench {
  const { deps, clock, far, store } = parts;
  const hooks: Bench['hooks'] = { afterTurn: async () => undefined };
  const afterTurn = (): Promise<void> => hooks.afterTurn();
  const engine = createEngine(deps, { afterTurn });
  return {
    ...parts,
    hooks,
    engine,
    platform(targetId = 'web') {
      const platform = far.platforms.get(targetId);
      if (platform === undefined) throw new Error(`There is no fake platform ${targetId}`);
      return platform;
    },
    addTarget(id, surface, state = stateOf('1.0.0', 100), applicationId = 'pryde') {
      far.platforms.set(id, createFakePlatform(state));
      const target: Target = {
        id,
        applicationId,
        connectionId: 'con-platform',
        surface,
        channel: 'stable',
        name: id,
        settings: {},
        population: 10_000,
      };
      saveTarget(store.writer, target);
      return target;
    },
    begin: (version = '2.0.0', planText = plainPlan, targetIds = ['web']) =>
      begin(
        deps,
        { applicationId: 'pryde', version, targetIds, planText, planFile: 'plain.yaml', override: true },
        pressOf('Release day', { actor: personOf() }),
      ),
    rollout(id) {
      const rollout = getRollout(store.reader, id);
      if (rollout === null) throw new Error(`There is no rollout ${id}`);
      return rollout;
    },
    async run(forMs, everyMs = 10 * second) {
      for (let left = forMs; left > 0; left -= everyMs) {
        clock.moveTo(clock.now() + everyMs);
        await engine.step();
      }
    },
    restart() {
      const next = createEngine(deps, { afterTurn });
      next.recover();
      return next;
    },
    audited: (rolloutId) =>
      listAudit(store.reader, rolloutId === undefined ? { limit: 500 } : { rolloutId, limit: 500 })
        .map((entry) => entry.action)
        .reverse(),
  };
}

/** A rollout that runs its first stage, 10 %. */
export async function runningRollout(bench: Bench, planText = plainPlan, targetIds: readonly string[] = ['web']): Promise<Rollout> {
  const [first] = await bench.begin('2.0.0', planText, targetIds);
  if (first === undefined) throw new Error('Nothing was started');
  await bench.engine.step();
  return bench.rollout(first.id);
}

/** Newest action of a rollout. */
export function newestAction(bench: Bench, rolloutId: string): ReturnType<typeof actionsOf>[number] {
  const action = actionsOf(bench.store.reader, { rolloutId })[0];
  if (action === undefined) throw new Error(`Rollout ${rolloutId} has no action`);
  return action;
}

/** Kinds and causes of a rollout's decisions, oldest first. */
export function decided(bench: Bench, rolloutId: string): string[] {
  return listDecisions(bench.store.reader, { rolloutId })
    .map((decision) => `${decision.kind}/${decision.cause}${decision.recommendation ? '?' : ''}`)
    .reverse();
}

/** Throws when a plan of a test is broken, with its problems. */
export function mustBePlan(text: string): string {
  const read = readPlan(text, 'test.yaml');
  if (!read.ok) throw new Error(JSON.stringify(read.problems));
  return text;
}
