import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { fileURLToPath } from 'node:url';
import { readWorkerUrl } from '../../main/paths.ts';
import { openStore } from '../../main/store/open.ts';
import { startReadWorker } from '../../main/store/read-client.ts';
import { lookedAtMs, weeksAsked } from './backtest-data.ts';
import type { BenchRow } from './store.ts';

const gates = 10;
const everyMs = 15_000;

/**
 * A backtest in the read worker, as the console runs it: releases × 10 gates × 7 days at 15 s, made by the population model of the
 * practice fleet. `full` takes 200 releases, which needs about 2 GB of disk and some minutes to be made; else 10.
 */
export async function benchBacktest(full: boolean): Promise<BenchRow[]> {
  const releases = full ? 200 : 10;
  const folder = mkdtempSync(join(tmpdir(), 'tidegate-bench-'));
  const maker = fileURLToPath(new URL('./make-weeks.ts', import.meta.url));
  const readings = Number(execFileSync(process.execPath, [maker, folder, String(releases)], { stdio: ['ignore', 'pipe', 'inherit'] }));
  const opened = await openStore({ folder, now: () => Date.UTC(2026, 10, 10) });
  const client = startReadWorker(opened.file, readWorkerUrl());
  try {
    const input = weeksAsked(releases);
    const used = process.cpuUsage();
    const before = process.memoryUsage.rss();
    let most = before;
    let heard = 0;
    const started = performance.now();
    const reports = await client.call('backtest', input, {
      progress() {
        heard += 1;
        most = Math.max(most, process.memoryUsage.rss());
      },
    });
    const ms = performance.now() - started;
    const { user, system } = process.cpuUsage(used);
    const totals = reports?.[0]?.totals;
    if (totals === undefined || heard !== releases) throw new Error(`The backtest told ${heard} of ${releases} releases.`);
    const size = `${releases} releases × ${gates} gates × 7 days at 15 s`;
    const judgements = (releases * gates * lookedAtMs) / everyMs;
    return [
      { name: `backtest of ${size}`, value: ms / 1000, unit: 's' },
      { name: 'processor time of that', value: (user + system) / 1e6, unit: 's' },
      { name: 'of which per release', value: ms / releases, unit: 'ms' },
      { name: 'gate judgements it stands for', value: judgements / 1e6, unit: 'million' },
      { name: 'readings kept of them', value: readings / 1e6, unit: 'million' },
      { name: 'memory of the whole process at most', value: most / 1e6, unit: 'MB' },
      { name: 'memory before', value: before / 1e6, unit: 'MB' },
      { name: 'releases it would have stopped', value: totals.stopped, unit: '' },
    ];
  } finally {
    await client.close();
    opened.close();
    rmSync(folder, { recursive: true, force: true });
  }
}
