import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { performance } from 'node:perf_hooks';
import { fetchTransport } from '../../main/adapters/http/fetch-transport.ts';
import { addressOf } from '../../main/console-address.ts';
import { needsBuild } from '../../resources/launch/freshness.mjs';
import type { BenchRow } from './store.ts';

const root = resolve(import.meta.dirname, '../..');
const headless = join(root, 'out/main/headless.js');
const starts = 5;
const settleMs = 10_000;
const rollingMs = 30_000;

function pause(ms: number): Promise<void> {
  return new Promise((done) => setTimeout(done, ms));
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  if (address === null || typeof address === 'string') throw new Error('No free port was found.');
  return address.port;
}

interface Started {
  readonly child: ChildProcess;
  readonly url: string;
  /** From the start of the process until it answered, ms. */
  readonly ms: number;
}

async function start(folder: string): Promise<Started> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const started = performance.now();
  const child = spawn(process.execPath, [headless, '--no-open', '--workspace', folder, '--port', String(port)], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  while (!(await answers(url))) {
    if (child.exitCode !== null) throw new Error('The console of the bench ended at its start.');
    await pause(5);
  }
  return { child, url, ms: performance.now() - started };
}

async function answers(url: string): Promise<boolean> {
  try {
    return (await fetchTransport(new Request(`${url}/api/health`))).ok;
  } catch {
    // Nobody listens yet.
    return false;
  }
}

async function stop({ child }: Started): Promise<void> {
  child.kill('SIGTERM');
  if (child.exitCode === null) await once(child, 'exit');
}

async function call(folder: string, name: string, input: object): Promise<void> {
  const address = addressOf(folder);
  if (address === null) throw new Error('The console of the bench left no address.');
  const headers = { authorization: `Bearer ${address.key}`, 'content-type': 'application/json' };
  const response = await fetchTransport(
    new Request(`${address.url}/api/call/${name}`, { method: 'POST', headers, body: JSON.stringify({ input }) }),
  );
  if (!response.ok) throw new Error(`${name} was answered with ${response.status}: ${await response.text()}`);
}

/** Resident memory of a process, MB; null where this machine does not tell. */
function residentMb(pid: number): number | null {
  const status = `/proc/${pid}/status`;
  if (existsSync(status)) return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(status, 'utf8'))?.[1]) / 1024;
  if (process.platform === 'win32') return null;
  return Number(execFileSync('ps', ['-o', 'rss=', '-p', String(pid)], { encoding: 'utf8' })) / 1024;
}

async function startTimes(folder: string): Promise<BenchRow[]> {
  const first = await start(folder);
  await stop(first);
  const later: number[] = [];
  for (let round = 0; round < starts; round += 1) {
    const again = await start(folder);
    later.push(again.ms);
    await stop(again);
  }
  const middle = later.toSorted((a, b) => a - b)[Math.floor(starts / 2)] ?? Number.NaN;
  return [
    { name: 'console: start to first answer, new workspace', value: first.ms, unit: 'ms' },
    { name: 'console: start to first answer, known workspace', value: middle, unit: 'ms' },
  ];
}

async function memory(folder: string): Promise<BenchRow[]> {
  const running = await start(folder);
  const pid = running.child.pid ?? 0;
  try {
    await pause(settleMs);
    const idle = residentMb(pid);
    if (idle === null) return [];
    await call(folder, 'system.setup', { choice: 'practice' });
    await call(folder, 'practice.play', { scenario: 'good-release' });
    let most = 0;
    for (const end = performance.now() + rollingMs; performance.now() < end; await pause(500)) most = Math.max(most, residentMb(pid) ?? 0);
    return [
      { name: 'console: memory, idle', value: idle, unit: 'MB' },
      { name: 'console: memory, 4 rollouts and the practice fleet, most in 30 s', value: most, unit: 'MB' },
    ];
  } finally {
    await stop(running);
  }
}

/** An older build would not be what the numbers are taken for. */
export function buildWhenNeeded(): void {
  if (!needsBuild(root)) return;
  const vite = join(root, 'node_modules/vite/bin/vite.js');
  const built = spawnSync(process.execPath, [vite, 'build', '--app', '--logLevel', 'error'], { cwd: root, stdio: 'inherit' });
  if (built.status !== 0) throw new Error('The build failed, so the console was not started.');
}

/** How fast the built console answers after its start, and how much memory it holds. */
export async function benchStartup(): Promise<BenchRow[]> {
  buildWhenNeeded();
  const folder = mkdtempSync(join(tmpdir(), 'tidegate-bench-'));
  try {
    return [...(await startTimes(folder)), ...(await memory(folder))];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
