import { type ChildProcess, spawn } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { needsBuild } from '../../resources/launch/freshness.mjs';
import { findElectron } from '../../resources/launch/runtime.mjs';
import { root } from '../support/repository.ts';

let project = '';

function put(file: string, text: string, secondsAgo = 100): void {
  const path = join(project, file);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
  const time = new Date(Date.now() - secondsAgo * 1_000);
  utimesSync(path, time, time);
}

const outputs = ['out/main/app.js', 'out/main/headless.js', 'out/preload/index.cjs', 'out/renderer/index.html'];
const fakeConsole = `
  const waits = process.argv.includes('--wait');
  let asked = 0;
  const end = () => {
    process.stdout.write('stopped after ' + asked + '\\n');
    process.exit(0);
  };
  if (waits) {
    setInterval(() => {}, 1000);
    process.on('SIGINT', () => {
      asked += 1;
      setTimeout(end, 300);
    });
  }
  const fromNpm = Object.keys(process.env).filter((name) => name.startsWith('npm_'));
  process.stdout.write('console ' + JSON.stringify(process.argv.slice(2)) + ' ' + fromNpm + '\\n');
  if (!waits) process.exitCode = 7;`;

/** A folder that looks like Tidegate after \`npm ci\`: small fakes of what the launcher touches. */
function makeProject(): void {
  project = mkdtempSync(join(tmpdir(), 'tidegate-launch-'));
  cpSync(join(root, 'resources/launch'), join(project, 'resources/launch'), { recursive: true });
  put('package.json', '{"type":"module"}', 500);
  put('main/app.ts', '', 500);
  put('node_modules/react/package.json', '{}');
  put('node_modules/better-sqlite3/package.json', '{}');
  put('node_modules/better-sqlite3/index.js', 'module.exports = class { close() {} };');
  put(
    'node_modules/vite/bin/vite.js',
    `const fs = require('node:fs'); const path = require('node:path');
     for (const [file, text] of ${JSON.stringify(outputs.map((file) => [file, file.endsWith('headless.js') ? fakeConsole : '']))}) {
       fs.mkdirSync(path.dirname(file), { recursive: true }); fs.writeFileSync(file, text);
     }`,
  );
  put('node_modules/vite/package.json', '{"type":"commonjs"}');
}

function launch(...args: string[]): ChildProcess {
  const env = { PATH: process.env['PATH'], npm_config_user_agent: 'npm', CI: '1' };
  return spawn(process.execPath, [join(project, 'resources/launch/start.mjs'), ...args], { env, stdio: ['ignore', 'pipe', 'pipe'] });
}

async function outcome(child: ChildProcess): Promise<{ code: number | null; output: string; errors: string }> {
  let output = '';
  let errors = '';
  child.stdout?.on('data', (bytes: Buffer) => (output += bytes.toString()));
  child.stderr?.on('data', (bytes: Buffer) => (errors += bytes.toString()));
  const code = await new Promise<number | null>((done) => child.once('close', done));
  return { code, output, errors };
}

beforeEach(makeProject);
afterEach(() => rmSync(project, { recursive: true, force: true }));

describe('R6.1 npm start', () => {
  test('R6.1 builds, says why there is no window, and passes arguments, a clean environment and the exit code', async () => {
    const { code, output } = await outcome(launch('--port', '0'));
    const lines = output.trim().split('\n');
    expect(lines[0]).toBe('Building Tidegate …');
    expect(lines[1]).toMatch(/^[^;]+; Tidegate opens in a browser instead\.$/);
    expect(lines.slice(2)).toEqual(['console ["--port","0"]']);
    expect(code).toBe(7);
  });

  test('R6.1 runs headless on purpose, without another word', async () => {
    for (const file of outputs) put(file, file.endsWith('headless.js') ? fakeConsole : '', -5);
    expect(await outcome(launch('--headless'))).toMatchObject({ code: 7, output: 'console [] \n' });
  });

  test('R6.1 stops cleanly on one Ctrl-C, even when it is told twice', async () => {
    const child = launch('--headless', '--wait');
    const end = outcome(child);
    await new Promise<void>((done) => child.stdout?.on('data', (bytes: Buffer) => bytes.toString().includes('console') && done()));
    child.kill('SIGINT');
    child.kill('SIGINT');
    expect(await end).toMatchObject({ code: 0, output: expect.stringContaining('stopped after 1') });
  });

  test('R6.1 names the missing step when packages are not installed', async () => {
    rmSync(join(project, 'node_modules/vite'), { recursive: true });
    expect(await outcome(launch())).toMatchObject({ code: 1, errors: 'Some packages are missing. Run "npm ci" first.\n' });
  });

  test('R6.1 says that the database module does not load', async () => {
    put('node_modules/better-sqlite3/index.js', 'throw new Error("wrong platform");');
    const { code, errors } = await outcome(launch());
    expect(code).toBe(1);
    expect(errors).toMatch(/^The database module does not load on this machine \(.+\): Error: wrong platform\n$/);
  });

  test('R6.1 shows what a failed build said', async () => {
    put('node_modules/vite/bin/vite.js', 'console.error("line 3 is wrong"); process.exit(1);');
    expect(await outcome(launch())).toMatchObject({ code: 1, errors: 'The build failed:\nline 3 is wrong\n\n' });
  });
});

describe('R6.1 a build', () => {
  test('R6.1 is needed when a part is missing or a source is newer, and not otherwise', () => {
    expect(needsBuild(project)).toBe(true);
    for (const file of outputs) put(file, '', 50);
    for (const folder of ['main', 'preload', 'renderer']) {
      mkdirSync(join(project, folder), { recursive: true });
      utimesSync(join(project, folder), 0, 0);
    }
    expect(needsBuild(project)).toBe(false);
    put('renderer/deep/view.tsx', '', 10);
    expect(needsBuild(project)).toBe(true);
  });
});

describe('R6.1 the Electron runtime', () => {
  const say = (): void => undefined;
  const env = { DISPLAY: ':0', CI: '1', PATH: process.env['PATH'] };
  const name = process.platform === 'win32' ? 'electron.cmd' : 'electron';

  function putElectron(script: string): void {
    put('node_modules/electron/package.json', '{"name":"electron"}');
    put('node_modules/electron/path.txt', name);
    put(`node_modules/electron/dist/${name}`, script);
    chmodSync(join(project, 'node_modules/electron/dist', name), 0o755);
  }

  test('R6.1 is taken from the package when it runs', async () => {
    putElectron('#!/bin/sh\necho v45\n');
    const path = join(project, 'node_modules/electron/dist', name);
    expect(await findElectron(project, { env, say, userId: 1000 })).toEqual({ path, reason: null });
  });

  test('R6.1 is not used when it does not run, for root, or without a display', async () => {
    putElectron('#!/bin/sh\nexit 127\n');
    const reason = async (change: object, userId = 1000): Promise<string | null> =>
      (await findElectron(project, { env: { ...env, ...change }, say, userId })).reason;
    expect(await reason({})).toBe('The Electron runtime does not run on this machine');
    expect(await reason({}, 0)).toBe('Electron does not open a window for root');
    expect(await reason({ DISPLAY: undefined })).toBe('There is no display for a window');
  });

  test('R6.1 is fetched once when a mirror answers, and not asked for again on the same day when it fails', async () => {
    const { createServer } = await import('node:net');
    let asked = 0;
    const mirror = createServer((socket) => {
      asked += 1;
      socket.destroy();
    });
    await new Promise<void>((done) => mirror.listen(0, '127.0.0.1', done));
    const address = mirror.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const online = { ...env, CI: '', ELECTRON_MIRROR: `http://127.0.0.1:${port}/` };
    put('node_modules/electron/package.json', '{"name":"electron"}');
    put('node_modules/electron/install.js', 'require("node:fs").appendFileSync(__dirname + "/tried", "x"); process.exit(1);');
    const first = await findElectron(project, { env: online, say, userId: 1000 });
    const second = await findElectron(project, { env: online, say, userId: 1000 });
    mirror.close();
    expect([first.path, second.path, asked]).toEqual([null, null, 1]);
    expect(first.reason).toContain('could not be fetched');
    expect(readFileSync(join(project, 'node_modules/electron/tried'), 'utf8')).toBe('x');
  });

  test('R6.1 is not fetched where nothing answers', async () => {
    put('node_modules/electron/package.json', '{"name":"electron"}');
    const offline = { ...env, CI: '', ELECTRON_MIRROR: 'http://127.0.0.1:1/' };
    expect((await findElectron(project, { env: offline, say, userId: 1000 })).path).toBeNull();
  });
});
