import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AdapterError } from '../../../main/adapters/errors.ts';
import type { Operation } from '../../../main/core/model/operation.ts';
import { systemActor } from '../../../main/core/model/actor.ts';
import { createSimClock, seededRandom, type SimClock } from '../../../main/drill/sim-clock.ts';
import { begin } from '../../../main/engine/begin.ts';
import { containmentOf } from '../../../main/engine/containment.ts';
import type { EngineDeps } from '../../../main/engine/deps.ts';
import type { OpenPlatform } from '../../../main/engine/desk.ts';
import { createEngine } from '../../../main/engine/index.ts';
import { takeBack } from '../../../main/engine/press.ts';
import { actionsOf } from '../../../main/store/actions.ts';
import { saveApplication } from '../../../main/store/applications.ts';
import { listAudit, verifyAudit } from '../../../main/store/audit.ts';
import { saveConnection } from '../../../main/store/connections.ts';
import { type Store } from '../../../main/store/open.ts';
import { rolloutsOfRelease } from '../../../main/store/rollouts.ts';
import { saveTarget } from '../../../main/store/targets.ts';
import { createFakePlatform, type FakePlatform, stateOf } from './fake-platform.ts';
import { openWorkspaceQuickly } from '../new-workspace.ts';

/** The awaits of the act path. */
export const places = ['look', 'act', 'readBack'] as const;
export type Place = (typeof places)[number];
/** `refuse` and `unavailable` answer; the timeouts do not; a kill ends the process, before or after the write was applied. */
export const kinds = ['refuse', 'unavailable', 'timeoutBefore', 'timeoutAfter', 'killBefore', 'killAfter', 'diskFull'] as const;
export type Kind = (typeof kinds)[number];

/** What a run of a release that is taken back, with faults on its way, came to. */
export interface FaultReport {
  readonly seed: number;
  /** `place kind` of each fault that struck. */
  readonly struck: readonly string[];
  readonly kills: number;
  readonly doubleActs: number;
  /** What is missing in, or wrong with, the audit log. */
  readonly lostAudit: readonly string[];
  /** What the console says that is not so. */
  readonly untruths: readonly string[];
  /** Writes whose outcome was not known for a while, and those for which it still is not. */
  readonly unknownOnce: number;
  readonly unknownLeft: number;
  readonly settled: boolean;
}

const release = { applicationId: 'pryde', version: '2.0.0' };
const targetIds = ['web', 'desktop', 'mobile'] as const;
const second = 1000;
/** Steps of a run: enough to outlast every fault. */
const mostSteps = 80;

const plan = `name: faults
every: 10s
platformEvery: 20s
metrics: { errors: { title: Errors, source: numbers, unit: rate, aggregate: last, query: { what: errors } } }
gates: [{ id: errors, title: Errors, metric: errors, window: 30s, red: 5 %, minSamples: 50 }]
stages: [{ percent: 10, bake: 1h }, { percent: 100, bake: 1h }]
`;

interface Setting {
  readonly folder: string;
  readonly clock: SimClock;
  readonly random: () => number;
  readonly platforms: ReadonlyMap<string, FakePlatform>;
  readonly struck: string[];
  /** Keys of the calls that were made, whatever became of them. */
  readonly calls: string[];
  /** Await of the act path that is struck first, and how; counted from 0. */
  readonly first: { readonly at: number; readonly kind: Kind };
  budget: number;
  awaits: number;
  /** Life of the process: calls of a former one never come back and change nothing. */
  life: number;
  killed: () => void;
  failCommit: boolean;
}

const never = (): Promise<never> => new Promise(() => undefined);

/** Draws what happens at this await: the chosen fault at the chosen one, further faults by luck while the budget lasts. */
function draw(setting: Setting, place: Place): Kind | null {
  const at = setting.awaits;
  setting.awaits += 1;
  const chosen = at === setting.first.at ? setting.first.kind : null;
  const luck =
    at > setting.first.at && setting.budget > 0 && setting.random() < 0.25 ? kinds[Math.floor(setting.random() * kinds.length)] : null;
  const kind = chosen ?? luck ?? null;
  if (kind === null) return null;
  setting.budget -= 1;
  setting.struck.push(`${place} ${kind}`);
  return kind;
}

async function strike(setting: Setting, kind: Kind, apply: () => Promise<unknown>): Promise<void> {
  switch (kind) {
    case 'refuse':
      throw new AdapterError('permission', 'This key may not release.');
    case 'unavailable':
      throw new AdapterError('unavailable', 'The platform answered 503.');
    case 'timeoutBefore':
      throw new AdapterError('unknownOutcome', 'No answer within 30 s.');
    case 'timeoutAfter':
      await apply();
      throw new AdapterError('unknownOutcome', 'No answer within 30 s.');
    case 'killAfter':
      await apply();
      setting.killed();
      return await never();
    case 'killBefore':
      setting.killed();
      return await never();
    case 'diskFull':
      setting.failCommit = true;
  }
}

/** A platform as one life of the process sees it. */
function platformIn(setting: Setting, targetId: string, life: number): OpenPlatform {
  const fake = setting.platforms.get(targetId);
  if (fake === undefined) throw new AdapterError('notFound', `There is no target ${targetId}.`);
  let acted = false;
  async function meet<T>(place: Place, apply: () => Promise<T>): Promise<T> {
    await Promise.resolve();
    if (life !== setting.life) return await never();
    const kind = draw(setting, place);
    if (kind !== null) await strike(setting, kind, apply);
    const answer = await apply();
    return life === setting.life ? answer : await never();
  }
  return {
    ...fake,
    read: () => meet(acted ? 'readBack' : 'look', () => fake.read()),
    act(operation: Operation, fence: string, key: string) {
      acted = true;
      if (life === setting.life) setting.calls.push(key);
      return meet('act', () => fake.act(operation, fence, key));
    },
    abilities: (state, version) => fake.abilities(state, version),
  };
}

/** The store with commits that fail once when the disk is full. */
function brittle(store: Store, setting: Setting): Store {
  const { writer } = store;
  const transaction = <T>(work: () => T): T =>
    writer.transaction(() => {
      const done = work();
      if (!setting.failCommit) return done;
      setting.failCommit = false;
      throw new Error('The disk is full.');
    });
  return { ...store, writer: { ...writer, transaction } };
}

interface Life {
  readonly deps: EngineDeps;
  readonly engine: ReturnType<typeof createEngine>;
  readonly store: Store;
}

async function live(setting: Setting): Promise<Life> {
  const { clock, random, life } = setting;
  const store = await openWorkspaceQuickly({ folder: setting.folder, now: clock.now });
  let ids = 0;
  const quiet = (): void => undefined;
  const deps: EngineDeps = {
    store: brittle(store, setting),
    desk: {
      platform: (_connection, target) => platformIn(setting, target.id, life),
      metric: () => ({ resolve: (query) => query, read: async () => [], history: async () => null }),
      ask: async () => ({ passed: true, summary: 'Fine.', items: [] }),
      send: async () => undefined,
      test: async () => [],
      github: () => {
        throw new Error('Nothing here leads to GitHub.');
      },
      probe: async () => ({ ok: true, status: 200, says: 'Answered 200.' }),
    },
    clock,
    random,
    newId: (prefix) => `${prefix}_${life}_${String((ids += 1)).padStart(6, '0')}`,
    log: { info: quiet, warn: quiet, error: quiet },
    keys: new Map(),
    changed: quiet,
    showNotice: quiet,
  };
  const engine = createEngine(deps);
  engine.recover();
  return { deps, engine, store };
}

async function prepare(setting: Setting): Promise<Life> {
  const life = await live(setting);
  const { writer } = life.store;
  saveConnection(writer, { id: 'con', kind: 'platform', adapter: 'firebase-hosting', name: 'hosting', settings: {} });
  saveConnection(writer, { id: 'num', kind: 'metric', adapter: 'prometheus', name: 'numbers', settings: {} });
  saveApplication(writer, { id: 'pryde', name: 'Pryde' });
  for (const id of targetIds)
    saveTarget(writer, {
      id,
      applicationId: 'pryde',
      connectionId: 'con',
      surface: id,
      channel: 'stable',
      name: id,
      settings: {},
      population: 100,
    });
  const press = { actor: systemActor, trigger: 'manual', reason: 'Faults' };
  await begin(life.deps, { ...release, targetIds, planText: plan, planFile: 'faults.yaml' }, press);
  await life.engine.step();
  return life;
}

/** Takes a release back on three targets while awaits of the act path are struck, and holds the outcome against the platforms. */
export async function faultRun(seed: number): Promise<FaultReport> {
  const folder = mkdtempSync(join(tmpdir(), 'tidegate-faults-'));
  const random = seededRandom(seed * 2_654_435_761);
  const setting: Setting = {
    folder,
    clock: createSimClock(Date.UTC(2026, 10, 20, 10)),
    random,
    platforms: new Map(targetIds.map((id) => [id, createFakePlatform(stateOf('1.0.0', 100))])),
    struck: [],
    calls: [],
    first: { at: Number.POSITIVE_INFINITY, kind: 'refuse' },
    budget: 6,
    awaits: 0,
    life: 0,
    killed: () => undefined,
    failCommit: false,
  };
  try {
    const first = await prepare(setting);
    setting.awaits = 0;
    // Places and kinds go round by seed, so that a thousand runs meet each of them many times.
    const struck: Setting = Object.assign(setting, {
      first: { at: Math.floor(seed / kinds.length) % 12, kind: kinds[seed % kinds.length] ?? 'refuse' },
    });
    return await takeBackUnderFaults(struck, first, seed);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function takeBackUnderFaults(setting: Setting, first: Life, seed: number): Promise<FaultReport> {
  const { clock } = setting;
  let life = first;
  let kills = 0;
  clock.moveTo(clock.now() + second);
  takeBack(life.deps, { ...release, targetIds: null, toVersion: null }, { actor: systemActor, trigger: 'manual', reason: 'Bad' });
  for (let step = 0; step < mostSteps && !over(life); step += 1) {
    const killed = new Promise<'killed'>((resolve) => {
      setting.killed = () => {
        setting.life += 1;
        resolve('killed');
      };
    });
    const end = await Promise.race([life.engine.step().then(() => 'done' as const), killed]);
    if (end === 'killed') {
      kills += 1;
      setting.failCommit = false;
      life.store.close();
      life = await live(setting);
    }
    clock.moveTo(clock.now() + 20 * second);
  }
  const report = reportOf(setting, life, seed, kills);
  life.store.close();
  return report;
}

function over({ store, engine }: Life): boolean {
  const resting = engine.actions.nextDueAt() === null;
  const lanes = rolloutsOfRelease(store.reader, release.applicationId, release.version);
  return resting && lanes.every((lane) => lane.state === 'rolledBack' || lane.state === 'rollingBack');
}

function reportOf(setting: Setting, life: Life, seed: number, kills: number): FaultReport {
  const { reader } = life.store;
  const lanes = rolloutsOfRelease(reader, release.applicationId, release.version);
  const actions = lanes.flatMap((lane) => actionsOf(reader, { rolloutId: lane.id }));
  const audit = listAudit(reader, { limit: 500 });
  return {
    seed,
    struck: setting.struck,
    kills,
    doubleActs: [...setting.platforms.values()].reduce((sum, platform) => sum + platform.doubleActs, 0),
    lostAudit: lostIn(setting, actions, audit, verifyAudit(reader, {}).ok),
    untruths: untruthsOf(setting, life),
    unknownOnce: audit.filter((entry) => entry.action === 'action.unknown').length,
    unknownLeft: actions.filter((action) => action.state === 'unknown').length,
    settled: over(life),
  };
}

const closing: Readonly<Record<string, readonly string[]>> = {
  confirmed: ['rollout.rolledBack', 'action.confirmed'],
  failed: ['action.failed', 'action.withdrawn'],
};

/** Every call that reached a platform was recorded before it, and every write that ended has exactly one closing entry. */
function lostIn(setting: Setting, actions: ReturnType<typeof actionsOf>, audit: ReturnType<typeof listAudit>, whole: boolean): string[] {
  const lost = whole ? [] : ['the chain is broken'];
  const { calls } = setting;
  for (const { key, state } of actions) {
    const own = audit.filter((entry) => entry.idempotencyKey === key);
    const sent = own.filter((entry) => entry.action === 'action.sent').length;
    const called = calls.filter((call) => call === key).length;
    if (called > sent) lost.push(`${key}: ${called} calls and ${sent} entries`);
    const ends = closing[state];
    const ended = own.filter((entry) => ends?.includes(entry.action)).length;
    if (ends !== undefined && ended !== 1) lost.push(`${key}: ${state} with ${ended} closing entries`);
  }
  for (const key of calls) if (!actions.some((action) => action.key === key)) lost.push(`${key}: a call without a stored write`);
  return lost;
}

/** What is said to be contained is, and what is said to be open is. */
function untruthsOf(setting: Setting, { deps }: Life): string[] {
  return containmentOf(deps, release.applicationId, release.version).flatMap((line) => {
    const state = setting.platforms.get(line.target.id)?.state;
    const offered = state?.version === release.version && state.status !== 'halted';
    if (line.kind === 'contained' && offered) return [`${line.target.name}: said to be contained, and is offered`];
    if (line.kind === 'failed' && !offered) return [`${line.target.name}: said to be open, and is contained`];
    return [];
  });
}
