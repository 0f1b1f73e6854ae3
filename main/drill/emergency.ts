import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { z } from 'zod';
import { fetchTransport } from '../adapters/http/fetch-transport.ts';
import { createFleet, type Fleet, type FleetTruth, serveFleet } from '../practice/fleet.ts';
import type { Scenario } from '../practice/scenario.ts';
import { realClock } from '../real-world.ts';
import type { Running } from '../start.ts';
import { openStore } from '../store/open.ts';
import { rolloutsOfRelease } from '../store/rollouts.ts';
import { openFileVault } from '../store/vault.ts';
import { vaultKey } from '../store/vault-key.ts';
import { type CliEnd, runCli } from './cli-child.ts';
import type { ReleaseName } from './drive.ts';
import { openDrillConsole } from './open.ts';
import { drillReport, type DrillReport } from './report.ts';
import { beginDrill, drillLatencyMs } from './run.ts';
import { createSimClock, seededRandom, type SimClock } from './sim-clock.ts';

/** The console ran this long before it was shut, ms; the command then finds the present. */
const ranMs = 6 * 60 * 60_000;
const stepMs = 60_000;

const Said = z.object({
  contained: z.boolean(),
  targets: z.array(z.object({ tookMs: z.number().nullable() })),
  endpoints: z.array(z.object({ ok: z.boolean() })),
});

/** A release with its first users, a console that is shut, and one command in a process of its own (R4.3). */
export async function runEmergencyDrill(scenario: Scenario, seed: number, folder: string): Promise<DrillReport> {
  const clock = createSimClock(realClock.now() - ranMs);
  const fleet = createFleet({ scenario, seed, now: clock.now, latencyMs: drillLatencyMs, pace: 'day' });
  const server = await serveFleet(fleet, {});
  const key = randomBytes(32).toString('base64');
  const workspace = join(folder, 'workspace');
  try {
    const release = await untilExposed(scenario, { seed, folder, clock, fleet, baseUrl: server.baseUrl, key });
    clock.moveTo(realClock.now());
    fleet.advance(clock.now());
    const args = [
      '--workspace',
      workspace,
      '--json',
      'emergency',
      release.applicationId,
      release.version,
      '--reason',
      'Customers cannot pay',
    ];
    const end = await runCli(args, { TIDEGATE_VAULT_KEY: key });
    const store = await openStore({ folder: workspace, now: realClock.now });
    try {
      const truth = fleet.truth();
      const times = { sentMs: null, containedMs: slowest(end) };
      const told = { scenario: scenario.id, seed, expected: scenario.expected, outcome: outcomeOf(end, truth) };
      return drillReport({ ...told, reader: store.reader, release, times, truth });
    } finally {
      store.close();
    }
  } finally {
    await server.close();
  }
}

interface Stage {
  readonly seed: number;
  readonly folder: string;
  readonly clock: SimClock;
  readonly fleet: Fleet;
  readonly baseUrl: string;
  readonly key: string;
}

/** Runs a console until every target has its first users and some time has passed, by seed; then shuts it. */
async function untilExposed(scenario: Scenario, { seed, folder, clock, fleet, baseUrl, key }: Stage): Promise<ReleaseName> {
  const vault = openFileVault({
    file: join(folder, 'workspace', 'vault.json'),
    key: vaultKey({ env: { TIDEGATE_VAULT_KEY: key }, keyFile: join(folder, 'vault.key') }),
  });
  const running = await openDrillConsole({ folder, clock, seed, transport: fetchTransport, hint: () => undefined, vault });
  try {
    const release = await beginDrill(running, scenario, { connections: fleet.connections(baseUrl), applications: fleet.applications() });
    const endpoint = { applicationId: release.applicationId, healthUrl: `${baseUrl}/`, text: 'practice fleet' };
    await running.door.call('fleet.saveEndpoint', endpoint, { role: 'admin', trigger: 'cli' }, null);
    let more = 5 + Math.floor(seededRandom(seed)() * 30);
    while (more > 0) {
      await running.engine.step();
      clock.moveTo(clock.now() + stepMs);
      fleet.advance(clock.now());
      if (allExposed(running, release)) more -= 1;
    }
    return release;
  } finally {
    await running.stop();
  }
}

function allExposed(running: Running, release: ReleaseName): boolean {
  const lanes = rolloutsOfRelease(running.store().reader, release.applicationId, release.version);
  return lanes.length > 0 && lanes.every((lane) => lane.stage >= 0);
}

function said(end: CliEnd): z.infer<typeof Said> | null {
  try {
    return Said.parse(JSON.parse(end.out));
  } catch {
    return null;
  }
}

/** Good only when the command says so by its exit code, was right, asked the endpoint and told the team. */
function outcomeOf(end: CliEnd, truth: FleetTruth): 'rolledBack' | 'unsettled' {
  const answer = said(end);
  const told = truth.messages.some((message) => message.text.includes('Emergency'));
  const asked = answer !== null && answer.endpoints.length === 1 && answer.endpoints.every((one) => one.ok);
  return end.code === 0 && answer?.contained === true && asked && told ? 'rolledBack' : 'unsettled';
}

function slowest(end: CliEnd): number | null {
  const times = said(end)?.targets.flatMap((target) => target.tookMs ?? []) ?? [];
  return times.length === 0 ? null : Math.max(...times);
}
