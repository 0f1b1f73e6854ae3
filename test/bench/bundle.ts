import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { bundles } from '../../main/contract/bundles.ts';
import { openStore } from '../../main/store/open.ts';
import { putSetting } from '../../main/store/settings.ts';
import { exportedBundle, sentBundle } from '../support/bundles.ts';
import { fillReadings } from './fill-incident.ts';
import { incidentId, lines, makeIncident } from './make-incident.ts';
import { quietConsole } from './quiet-console.ts';
import type { BenchRow } from './store.ts';

const hour = 60 * 60_000;
const lookBack = 7 * 24 * hour;
const everyMs = 100;
const megabyte = 1_000_000;

type Asking = Parameters<typeof exportedBundle>[0]['ask'];

/** A console on a folder of its own, asked as its window would. */
async function opened(folder: string) {
  const console = await quietConsole(folder);
  const ask = async (name: string, input: unknown): Promise<unknown> => {
    const result = await console.running.door.call(name, input, { role: 'admin', trigger: 'manual' }, null);
    if (!result.ok) throw new Error(`${name}: ${result.problem.message}`);
    return result.answer;
  };
  return { ask: ask as Asking, stop: () => console.stop() };
}

interface Cost {
  readonly ms: number;
  /** Processor time, ms: what is left of `ms` on a machine that does nothing else. */
  readonly busyMs: number;
  /** Most memory above what was in use before, bytes. */
  readonly bytes: number;
  /** Longest time for which nothing else got a turn, ms. */
  readonly heldUpMs: number;
}

async function costOf<T>(work: () => Promise<T>): Promise<[T, Cost]> {
  const before = process.memoryUsage.rss();
  let [most, last, heldUpMs] = [before, performance.now(), 0];
  const timer = setInterval(() => {
    most = Math.max(most, process.memoryUsage.rss());
    heldUpMs = Math.max(heldUpMs, performance.now() - last - everyMs);
    last = performance.now();
  }, everyMs);
  const [started, used] = [performance.now(), process.cpuUsage()];
  try {
    const made = await work();
    const { user, system } = process.cpuUsage(used);
    return [
      made,
      {
        ms: performance.now() - started,
        busyMs: (user + system) / 1000,
        bytes: Math.max(most, process.memoryUsage.rss()) - before,
        heldUpMs,
      },
    ];
  } finally {
    clearInterval(timer);
  }
}

function rows(what: string, { ms, busyMs, bytes, heldUpMs }: Cost): BenchRow[] {
  return [
    { name: `${what}: time`, value: ms, unit: 'ms' },
    { name: `${what}: processor time, all threads`, value: busyMs, unit: 'ms' },
    { name: `${what}: longest wait of anything else`, value: heldUpMs, unit: 'ms' },
    { name: `${what}: memory on top`, value: bytes / megabyte, unit: 'MB' },
  ];
}

async function prepared(folder: string): Promise<number> {
  const store = await openStore({ folder, now: Date.now });
  try {
    putSetting(store.writer, 'mode', 'own');
    const openedAt = Date.now() - 4 * hour;
    const rollout = makeIncident(store, openedAt);
    return fillReadings(store, rollout, openedAt - lookBack, openedAt + 4 * hour);
  } finally {
    store.close();
  }
}

async function written(folder: string): Promise<[Buffer, Cost]> {
  const console = await opened(folder);
  try {
    return await costOf(() => exportedBundle(console, incidentId));
  } finally {
    await console.stop();
  }
}

async function measured(from: string, to: string): Promise<BenchRow[]> {
  const readings = await prepared(from);
  const what = `bundle of ${lines.toLocaleString('en-GB')} lines and ${readings.toLocaleString('en-GB')} readings`;
  const [file, writing] = await written(from);
  const there = await opened(to);
  try {
    const [row, reading] = await costOf(async () =>
      bundles['bundles.finish'].answer.parse(await there.ask('bundles.finish', { uploadId: await sentBundle(there, file) })),
    );
    const [, showing] = await costOf(() => there.ask('incidents.get', { incidentId: row.id }));
    const wrong = row.proof.filter(({ ok }) => ok === false);
    for (const { what: part, ok, says } of row.proof) process.stdout.write(`  ${ok === false ? 'NOT PROVED ' : ''}${part}: ${says}\n`);
    return [
      { name: `${what}: file`, value: file.length / megabyte, unit: 'MB' },
      ...rows(`${what} written`, writing),
      ...rows(`${what} proved elsewhere`, reading),
      ...rows(`${what} shown there`, showing).slice(0, 1),
      { name: `${what}: parts that did not hold`, value: wrong.length, unit: 'parts' },
    ];
  } finally {
    await there.stop();
  }
}

/** What it takes to hand a large incident to another console, both in workspaces that are removed afterwards. */
export async function benchBundle(): Promise<BenchRow[]> {
  const folders = [mkdtempSync(join(tmpdir(), 'tidegate-bench-')), mkdtempSync(join(tmpdir(), 'tidegate-bench-'))] as const;
  try {
    return await measured(...folders);
  } finally {
    for (const folder of folders) rmSync(folder, { recursive: true, force: true });
  }
}
