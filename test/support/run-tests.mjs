// `npm test`: builds, runs the unit and component tests and the end-to-end specs, and ends with one line that counts them.
// With `--extended` also the tests that take minutes of real time, such as those with a real Prometheus.
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { countPlaywright, countVitest, lastLine } from './count-tests.mjs';

const root = resolve(import.meta.dirname, '../..');
const extended = process.argv.includes('--extended');
const stepMs = 30 * 60_000;
const reports = mkdtempSync(join(tmpdir(), 'tidegate-tests-'));

/** Tests start the console and its commands hundreds of times: from the bundle, and compiled only once. */
const shared = {
  NODE_COMPILE_CACHE: join(root, 'node_modules', '.cache', 'compiled'),
  TIDEGATE_TEST_CLI: join(root, 'out', 'main', 'cli.js'),
  ...(extended ? { TIDEGATE_TESTS: 'extended' } : {}),
};

/** Runs a step and answers its exit code. With `late`, what it prints is kept until it is done: another step is printing. */
function run(name, script, args, { env = {}, late = false } = {}) {
  if (!late) process.stdout.write(`\n== ${name}\n`);
  const started = performance.now();
  const child = spawn(process.execPath, [join(root, 'node_modules', script), ...args], {
    cwd: root,
    env: { ...process.env, ...shared, ...env },
    stdio: late ? ['ignore', 'pipe', 'pipe'] : ['ignore', 'inherit', 'inherit'],
    timeout: stepMs,
    killSignal: 'SIGKILL',
  });
  const printed = [];
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (part) => printed.push(part));
  return new Promise((done) => {
    child.once('close', (code) => {
      const seconds = ((performance.now() - started) / 1_000).toFixed(1);
      const print = () =>
        process.stdout.write(`${late ? `\n== ${name}\n${Buffer.concat(printed).toString()}` : ''}== ${name}: ${seconds} s\n`);
      if (!late) print();
      done({ status: code ?? 1, print });
    });
  });
}

function report(file) {
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : null;
}

async function unitTests() {
  const file = join(reports, 'vitest.json');
  const args = ['run', '--reporter=dot', '--reporter=json', `--outputFile.json=${file}`];
  const { status } = await run('Unit and component tests', 'vitest/vitest.mjs', args);
  return countVitest(report(file), status);
}

/** The specs mostly wait for a rollout to pass its stages, so they run beside the unit tests. */
async function endToEnd() {
  const file = join(reports, 'playwright.json');
  const env = { PLAYWRIGHT_JSON_OUTPUT_FILE: file };
  const { status, print } = await run('End-to-end specs', '@playwright/test/cli.js', ['test', '--reporter=list,json'], { env, late: true });
  return { ...countPlaywright(report(file), status), print };
}

async function build() {
  const { status } = await run('Build', 'vite/bin/vite.js', ['build', '--app', '--logLevel', 'warn']);
  return { passed: 0, failed: status === 0 ? 0 : 1, skipped: 0, problems: status === 0 ? [] : ['The build failed'] };
}

const built = await build();
const counts = [built, ...(await Promise.all([unitTests(), ...(built.failed === 0 ? [endToEnd()] : [])]))];
for (const count of counts) count.print?.();
rmSync(reports, { recursive: true, force: true });

const problems = counts.flatMap((count) => count.problems);
if (problems.length > 0) process.stdout.write(`\nFailed:\n${problems.map((problem) => `  ${problem.replace(`${root}/`, '')}\n`).join('')}`);
process.exitCode = problems.length > 0 || counts.some((count) => count.failed > 0) ? 1 : 0;
if (!extended)
  process.stdout.write(
    '\nWithout the extended tests (every drill, more kill points, a real Prometheus): npm run test:extended runs them too.\n',
  );
process.stdout.write(`\n${lastLine(counts)}\n`);
