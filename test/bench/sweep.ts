import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import type { Reading } from '../../main/core/model/reading.ts';
import { freshWatch, type Rollout } from '../../main/core/model/rollout.ts';
import type { Target } from '../../main/core/model/target.ts';
import { readPlan } from '../../main/core/plan/index.ts';
import { createSimClock, seededRandom, type SimClock } from '../../main/drill/sim-clock.ts';
import type { EngineDeps } from '../../main/engine/deps.ts';
import type { Desk } from '../../main/engine/desk.ts';
import { subjectOf } from '../../main/engine/gather.ts';
import { metricKeyOf, scopeOf } from '../../main/engine/poll-metrics.ts';
import { type Latest, sweep } from '../../main/engine/sweep.ts';
import { turn } from '../../main/engine/tick.ts';
import { saveApplication } from '../../main/store/applications.ts';
import { saveConnection } from '../../main/store/connections.ts';
import { openStore, type Store, transaction } from '../../main/store/open.ts';
import { keepPlan } from '../../main/store/plans.ts';
import { appendReadings } from '../../main/store/readings.ts';
import { getRollout, insertRollout } from '../../main/store/rollouts.ts';
import { saveTarget } from '../../main/store/targets.ts';
import { createFakePlatform, stateOf } from '../support/engine/fake-platform.ts';
import type { BenchRow } from './store.ts';

const gates = 10;
const everyMs = 15_000;
const startTime = Date.parse('2026-11-20T10:00:00Z');
/** Seeded per series: ten minutes, twice the window of the gates. */
const seededReadings = 40;
const rounds = 5;

const numbers = Array.from({ length: gates }, (_, index) => `m${index}`);
const planText = `name: bench
every: 15s
platformEvery: 1m
metrics:
${numbers.map((id) => `  ${id}: { source: numbers, unit: rate, query: { what: ${id} } }`).join('\n')}
gates:
${numbers.map((id) => `  - { id: ${id}, metric: ${id}, window: 5m, yellow: 2 %, red: 5 %, minSamples: 50 }`).join('\n')}
stages:
  - { percent: 10, bake: 24h }
  - { percent: 100, bake: 1h }
`;

function reading(rollout: Pick<Rollout, 'version'>, target: Pick<Target, 'surface' | 'channel'>, ts: number): Reading {
  return {
    labels: { release: rollout.version, channel: target.channel, platform: target.surface },
    ts,
    value: ((ts / everyMs) % 7) / 1000,
    samples: 500,
  };
}

/** Answers at once: what is measured is Tidegate, not a network. */
function instantDesk(clock: SimClock): Desk {
  const platform = createFakePlatform(stateOf('2.0.0', 10, { fallbackVersion: '1.0.0' }));
  return {
    platform: () => platform,
    metric: () => ({
      resolve: (query, scope) => ({ ...query, application: scope.application }),
      read: async () => [reading({ version: '2.0.0' }, { surface: 'web', channel: 'stable' }, clock.now())],
      history: async () => null,
    }),
    ask: async () => ({ passed: true, summary: 'passed', items: [] }),
    send: async () => undefined,
    test: async () => [],
    github: () => {
      throw new Error('Nothing here leads to GitHub.');
    },
    probe: async () => ({ ok: true, status: 200, says: 'Answered 200.' }),
  };
}

function depsOf(store: Store, clock: SimClock): EngineDeps {
  let ids = 0;
  const quiet = (): void => undefined;
  return {
    store,
    desk: instantDesk(clock),
    clock,
    random: seededRandom(1),
    newId: (prefix) => `${prefix}_${String((ids += 1)).padStart(8, '0')}`,
    log: { info: quiet, warn: quiet, error: quiet },
    keys: new Map(),
    changed: quiet,
    showNotice: quiet,
  };
}

/** A rollout that has been in its first stage for half an hour. */
function rolloutOf(ids: Pick<Rollout, 'id' | 'applicationId' | 'targetId' | 'planHash'>, now: number): Rollout {
  const begun = now - 30 * 60_000;
  return {
    ...ids,
    version: '2.0.0',
    previousVersion: '1.0.0',
    planName: 'bench',
    state: 'running',
    stage: 0,
    stageEnteredAt: begun,
    observedMs: now - begun,
    lastSweepAt: now,
    gapSince: null,
    expected: { version: '2.0.0', percent: 10, status: 'rolling' },
    baselines: [],
    automationOverride: null,
    approvedStage: -1,
    approvals: [],
    watch: freshWatch,
    heldReason: null,
    createdAt: begun,
    startedAt: begun,
    endedAt: null,
  };
}

/** An application with one target and one rollout, and readings for each of its ten gates. */
function seedRollout(deps: EngineDeps, index: number, planHash: string): string {
  const { writer } = deps.store;
  const now = deps.clock.now();
  const [id, applicationId, targetId] = [`rol${index}`, `app${index}`, `tgt${index}`];
  saveApplication(writer, { id: applicationId, name: applicationId });
  const where = { applicationId, connectionId: 'hosting', surface: 'web', channel: 'stable', settings: {}, population: 10_000 } as const;
  const target: Target = { id: targetId, name: 'web', ...where };
  saveTarget(writer, target);
  const rollout = rolloutOf({ id, applicationId, targetId, planHash }, now);
  insertRollout(writer, rollout);
  for (const metric of subjectOf(deps, rollout).plan.metrics) {
    const key = metricKeyOf(deps, planHash, metric, scopeOf(rollout, target));
    if (key === null) throw new Error(`Metric ${metric.id} of the bench has no source.`);
    const times = Array.from({ length: seededReadings }, (_, step) => now - step * everyMs);
    appendReadings(
      writer,
      key,
      times.map((ts) => reading(rollout, target, ts)),
    );
  }
  return id;
}

function seed(deps: EngineDeps, count: number): string[] {
  const { writer } = deps.store;
  const read = readPlan(planText, 'bench.yaml');
  if (!read.ok) throw new Error(JSON.stringify(read.problems));
  return transaction(writer, () => {
    saveConnection(writer, { id: 'hosting', kind: 'platform', adapter: 'firebase-hosting', name: 'hosting', settings: {} });
    saveConnection(writer, { id: 'numbers', kind: 'metric', adapter: 'prometheus', name: 'numbers', settings: {} });
    keepPlan(writer, { hash: read.hash, name: read.plan.name, text: planText, plan: read.plan, at: deps.clock.now() });
    return Array.from({ length: count }, (_, index) => seedRollout(deps, index, read.hash));
  });
}

function median(times: readonly number[]): number {
  return times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)] ?? Number.NaN;
}

async function timed(work: () => Promise<unknown> | void): Promise<number> {
  const started = performance.now();
  await work();
  return performance.now() - started;
}

function sweepAll(deps: EngineDeps, ids: readonly string[], latest: Latest): void {
  for (const id of ids) {
    const rollout = getRollout(deps.store.reader, id);
    if (rollout !== null) sweep(deps, subjectOf(deps, rollout), latest);
  }
}

/** Times of one sweep, and of one whole turn (polls that answer at once, sweep, rollups), of this many rollouts, ms. */
async function measure(count: number): Promise<{ sweepMs: number; turnMs: number }> {
  const folder = mkdtempSync(join(tmpdir(), 'tidegate-bench-'));
  const clock = createSimClock(startTime);
  const store = await openStore({ folder, now: clock.now });
  try {
    const deps = depsOf(store, clock);
    const ids = seed(deps, count);
    const latest: Latest = new Map();
    const [sweeps, turns]: [number[], number[]] = [[], []];
    // The first round reads every platform and decides anew; the console spends its life in the others.
    for (let round = 0; round <= rounds; round += 1) {
      clock.moveTo(clock.now() + everyMs);
      const turnMs = await timed(() => turn(deps, latest));
      const sweepMs = await timed(() => sweepAll(deps, ids, latest));
      if (round === 0) continue;
      turns.push(turnMs);
      sweeps.push(sweepMs);
    }
    const odd = [...latest.values()].filter(({ verdicts }) => verdicts.length !== gates || verdicts.some((one) => one.kind !== 'green'));
    if (odd.length > 0 || latest.size !== count) throw new Error(`${odd.length} of ${count} rollouts of the bench were not judged green.`);
    return { sweepMs: median(sweeps), turnMs: median(turns) };
  } finally {
    store.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Sweeps of 10, 100 and 1,000 rollouts with ten gates each, every gate with a series of its own; growth against the row before. */
export async function benchSweep(): Promise<BenchRow[]> {
  const counts = [10, 100, 1000];
  const measured: { count: number; sweepMs: number; turnMs: number }[] = [];
  // Once without looking, so that the first row is not the one that waits for the compiler.
  await measure(10);
  for (const count of counts) measured.push({ count, ...(await measure(count)) });
  const rows = (name: string, key: 'sweepMs' | 'turnMs'): BenchRow[] =>
    measured.map((one) => ({ name: `engine: ${name}, ${one.count} rollouts × ${gates} gates`, value: one[key], unit: 'ms' }));
  return [...rows('sweep', 'sweepMs'), ...rows('turn with polls', 'turnMs')];
}
