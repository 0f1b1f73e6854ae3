import { type ChildProcess, spawn } from 'node:child_process';
import { accessSync, constants, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';

/** Where the real server is installed; null when it is not on this machine. */
export function prometheusBinary(): string | null {
  for (const folder of (process.env['PATH'] ?? '').split(delimiter)) {
    const file = join(folder, 'prometheus');
    try {
      accessSync(file, constants.X_OK);
      return file;
    } catch {
      // Not in this folder.
    }
  }
  return null;
}

/** Tests with the real server run in real time, for minutes: they belong to the extended set. */
const extended = process.env['TIDEGATE_TESTS'] === 'extended';

/** Why tests with the real server are not run here, as the end of a title; empty when they are. */
export function whyNoPrometheus(): string {
  if (!extended) return ' (SKIPPED: part of the extended tests, run them with npm run test:extended)';
  return prometheusBinary() === null ? ' (SKIPPED: there is no prometheus in PATH, install the package of that name)' : '';
}

async function listening(server: Server): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('No port.');
  return address.port;
}

async function closed(server: Server): Promise<void> {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
}

/** A page of metrics on loopback whose text a test may change. */
export interface Exporter {
  text: () => string;
  readonly host: string;
  close(): Promise<void>;
}

export async function openExporter(text: () => string): Promise<Exporter> {
  const server = createServer((_request, response) => {
    response.setHeader('content-type', 'text/plain; version=0.0.4');
    response.end(exporter.text());
  });
  const exporter: Exporter = { text, host: `127.0.0.1:${await listening(server)}`, close: () => closed(server) };
  return exporter;
}

export interface RealPrometheus {
  readonly url: string;
  stop(): Promise<void>;
}

interface Wanted {
  /** `host:port` of what is scraped. */
  readonly exporter: string | null;
  /** Time between scrapes; 200 ms when left out. */
  readonly every?: string;
  /** Text of the server's web configuration, for its own authentication. */
  readonly web?: string;
}

/** Starts the real server on a free port with a folder of its own. */
export async function startPrometheus(binary: string, wanted: Wanted): Promise<RealPrometheus> {
  const folder = mkdtempSync(join(tmpdir(), 'tidegate-prometheus-'));
  const probe = createServer();
  const port = await listening(probe);
  await closed(probe);
  const scrape = wanted.exporter === null ? [] : [{ job_name: 'app', static_configs: [{ targets: [wanted.exporter] }] }];
  const config = { global: { scrape_interval: wanted.every ?? '200ms', scrape_timeout: wanted.every ?? '200ms' }, scrape_configs: scrape };
  // JSON is YAML.
  writeFileSync(join(folder, 'prometheus.yml'), JSON.stringify(config));
  const flags = [
    `--config.file=${join(folder, 'prometheus.yml')}`,
    `--storage.tsdb.path=${join(folder, 'data')}`,
    `--web.listen-address=127.0.0.1:${port}`,
    '--log.level=error',
  ];
  if (wanted.web !== undefined) {
    writeFileSync(join(folder, 'web.yml'), wanted.web);
    flags.push(`--web.config.file=${join(folder, 'web.yml')}`);
  }
  const child = spawn(binary, flags, { stdio: 'ignore' });
  return { url: `http://127.0.0.1:${port}`, stop: () => stopped(child, folder) };
}

async function stopped(child: ChildProcess, folder: string): Promise<void> {
  if (child.exitCode === null && child.signalCode === null) {
    const gone = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGKILL');
    await gone;
  }
  rmSync(folder, { recursive: true, force: true });
}
