import { prometheusBinary, type RealPrometheus, startPrometheus as start } from './prometheus-server.ts';

export { type RealPrometheus, whyNoPrometheus } from './prometheus-server.ts';

/** Asks again and again until `check` says yes; throws with `what` was waited for once `withinMs` are over. */
export async function until(what: string, withinMs: number, check: () => Promise<boolean>): Promise<void> {
  const end = performance.now() + withinMs;
  while (!(await check().catch(() => false))) {
    if (performance.now() > end) throw new Error(`Waited ${withinMs} ms in vain for ${what}.`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/** Starts the real server and lets it scrape `host` (its `/metrics`) every second. Resolves once it answers. */
export async function startPrometheus(host: string): Promise<RealPrometheus> {
  const binary = prometheusBinary();
  if (binary === null) throw new Error('There is no prometheus in PATH.');
  const server = await start(binary, { exporter: host, every: '1s' });
  await until('Prometheus to be ready', 20_000, async () => (await fetch(`${server.url}/-/ready`)).ok);
  return server;
}
