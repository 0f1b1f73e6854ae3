import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { z } from 'zod';
import { createFleet, type Fleet, serveFleet } from '../practice/fleet.ts';
import type { Scenario } from '../practice/scenario.ts';
import { openStore } from '../store/open.ts';
import { drillLatencyMs, drillStart } from './run.ts';
import { drillReport, type DrillReport } from './report.ts';
import { seededRandom } from './sim-clock.ts';
import { type DrillOutcome, drillOutcomes } from './drive.ts';

const Line = z.discriminatedUnion('event', [
  z.object({ event: z.literal('decided'), at: z.number() }),
  z.object({ event: z.literal('sent'), at: z.number() }),
  z.object({ event: z.literal('contained'), at: z.number() }),
  z.object({ event: z.literal('settled'), outcome: z.enum(drillOutcomes) }),
]);

/** Addresses and applications of the fleet, for an engine in another process. */
export const fleetFile = 'fleet.json';

/** When to kill the engine: after it sent its `n`th write of a rollback, or its `n`th request of any kind, and a little later. */
export interface KillPoint {
  readonly after: 'rollbackWrites' | 'requests';
  readonly count: number;
  readonly delayMs: number;
}

interface Told {
  decidedAt: number | null;
  sentAt: number | null;
  containedAt: number | null;
  outcome: DrillOutcome | null;
  writesBefore: number;
}

/** A drill whose engine is a process of its own and is killed with SIGKILL, then started again on the same workspace. */
export async function runKilledDrill(
  scenario: Scenario,
  seed: number,
  folder: string,
  point: KillPoint = midRollback(seed),
): Promise<DrillReport> {
  const time = { now: drillStart };
  const fleet = createFleet({ scenario, seed, now: () => time.now, latencyMs: drillLatencyMs, pace: 'day' });
  const server = await serveFleet(fleet, { onClock: (now) => (time.now = Math.max(time.now, now)) });
  writeFileSync(
    join(folder, fleetFile),
    JSON.stringify({ connections: fleet.connections(server.baseUrl), applications: fleet.applications() }),
  );
  const told: Told = { decidedAt: null, sentAt: null, containedAt: null, outcome: null, writesBefore: 0 };
  try {
    const first = startEngine(scenario, seed, folder, server.baseUrl, told);
    await killAt(first, point, () => reached(fleet, point, told));
    if (told.outcome === null) await startEngine(scenario, seed, folder, server.baseUrl, told).ended;
    const store = await openStore({ folder: join(folder, 'workspace'), now: () => time.now });
    try {
      const release = { applicationId: scenario.application, version: scenario.version };
      const times = { sentMs: since(told.decidedAt, told.sentAt), containedMs: since(told.decidedAt, told.containedAt) };
      const outcome = told.outcome ?? 'unsettled';
      return drillReport({
        scenario: scenario.id,
        seed,
        expected: scenario.expected,
        outcome,
        reader: store.reader,
        release,
        times,
        truth: fleet.truth(),
      });
    } finally {
      store.close();
    }
  } finally {
    await server.close();
  }
}

/** Some moment between the first and the last write of the rollback, by seed. */
function midRollback(seed: number): KillPoint {
  const random = seededRandom(seed);
  return { after: 'rollbackWrites', count: 1 + Math.floor(random() * 3), delayMs: Math.floor(random() * 60) };
}

function startEngine(
  scenario: Scenario,
  seed: number,
  folder: string,
  baseUrl: string,
  told: Told,
): { child: ChildProcess; ended: Promise<void> } {
  const entry = new URL(import.meta.url.endsWith('.ts') ? './child.ts' : './drill-child.js', import.meta.url);
  const args = [entry.pathname, scenario.id, String(seed), folder, baseUrl];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  if (child.stdout !== null) createInterface({ input: child.stdout }).on('line', (line) => hear(line, told));
  return { child, ended: once(child, 'close').then(() => undefined) };
}

function hear(text: string, told: Told): void {
  const line = Line.parse(JSON.parse(text));
  if (line.event === 'decided') told.decidedAt ??= line.at;
  if (line.event === 'sent') told.sentAt = line.at;
  if (line.event === 'contained') told.containedAt = line.at;
  if (line.event === 'settled') told.outcome = line.outcome;
}

/** Watches what reaches the fleet and kills the engine at the point; an engine that ends earlier is left alone. */
async function killAt(engine: { child: ChildProcess; ended: Promise<void> }, point: KillPoint, reachedNow: () => number): Promise<void> {
  const life = { over: false };
  void engine.ended.then(() => (life.over = true));
  while (!life.over && reachedNow() < point.count) await pauseReal(2);
  await pauseReal(point.delayMs);
  engine.child.kill('SIGKILL');
  await engine.ended;
}

/** Writes before the decision brought the release out; those after it take it back. */
function reached(fleet: Fleet, point: KillPoint, told: Told): number {
  if (point.after === 'requests') return fleet.requests();
  const writes = fleet.truth().writes.length;
  if (told.decidedAt === null) told.writesBefore = writes;
  return writes - told.writesBefore;
}

async function pauseReal(ms: number): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, ms));
}

function since(from: number | null, to: number | null): number | null {
  return from === null || to === null ? null : Math.round(to - from);
}
