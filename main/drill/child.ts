import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { fetchTransport } from '../adapters/http/fetch-transport.ts';
import { saveFleet } from '../save-fleet.ts';
import { listRollouts } from '../store/rollouts.ts';
import { driveUntilSettled } from './drive.ts';
import { fleetFile } from './killed.ts';
import { openDrillConsole } from './open.ts';
import { beginDrill, scenarioNamed } from './run.ts';
import { createSimClock } from './sim-clock.ts';
import { createStopwatch } from './stopwatch.ts';

const Arguments = z.tuple([z.string(), z.coerce.number(), z.string(), z.url()]);
const ClockAnswer = z.object({ now: z.number() });

/** The engine of a drill that gets killed: it finds its time, its fleet and its workspace where its predecessor left them. */
async function main(): Promise<void> {
  const [scenarioId, seed, folder, baseUrl] = Arguments.parse(process.argv.slice(2));
  const scenario = scenarioNamed(scenarioId);
  const clock = createSimClock((await askClock(baseUrl)) + 1);
  // Marks carry the wall clock: the parent compares those of two processes.
  const stopwatch = createStopwatch(fetchTransport, () => performance.timeOrigin + performance.now(), say);
  const running = await openDrillConsole({ folder, clock, seed: seed + process.pid, transport: stopwatch.transport, hint: stopwatch.hint });
  stopwatch.watch(running);
  const fleet = JSON.parse(readFileSync(join(folder, fleetFile), 'utf8')) as Parameters<typeof saveFleet>[1];
  saveFleet(running.world, fleet);
  if (listRollouts(running.store().reader, {}).length === 0) await beginDrill(running, scenario, fleet);
  running.engine.recover();
  const release = { applicationId: scenario.application, version: scenario.version };
  const outcome = await driveUntilSettled(running, clock, release, (now) => tellClock(baseUrl, now));
  await running.stop();
  say({ event: 'settled', outcome });
}

function say(line: object): void {
  process.stdout.write(`${JSON.stringify(line)}\n`);
}

async function askClock(baseUrl: string): Promise<number> {
  const answer = await askFleet(() => new Request(`${baseUrl}/_practice/clock`));
  return ClockAnswer.parse(await answer.json()).now;
}

async function tellClock(baseUrl: string, now: number): Promise<void> {
  const init = { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ now }) };
  await askFleet(() => new Request(`${baseUrl}/_practice/clock`, init));
}

/** An idle connection may be closed just as it is used again; the same time asked or told twice changes nothing. */
async function askFleet(request: () => Request): Promise<Response> {
  try {
    return await fetchTransport(request());
  } catch {
    return await fetchTransport(request());
  }
}

await main();
