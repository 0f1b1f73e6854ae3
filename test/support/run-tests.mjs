// `npm test`: builds, runs the unit and component tests and the end-to-end specs, and ends with one line that counts them.
// With `--extended` also the tests that take minutes of real time, such as those with a real Prometheus.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { countPlaywright, countVitest, lastLine } from './count-tests.mjs';

const root = resolve(import.meta.dirname, '../..');
const extended = process.argv.includes('--extended');
const stepMs = 12 * 60_000;
const reports = mkdtempSync(join(tmpdir(), 'tidegate-tests-'));

function run(name, script, args, env = {}) {
  process.stdout.write(`\n== ${name}\n`);
  const started = performance.now();
  const { status } = spawnSync(process.execPath, [join(root, 'node_modules', script), ...args], {
    cwd: root,
    env: { ...process.env, ...(extended ? { TIDEGATE_TESTS: 'extended' } : {}), ...env },
    stdio: ['ignore', 'inherit', 'inherit'],
    timeout: stepMs,
    killSignal: 'SIGKILL',
  });
  process.stdout.write(`== ${name}: ${((performance.now() - started) / 1_000).toFixed(1)} s\n`);
  return status ?? 1;
}

function report(file) {
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : null;
}

function unitTests() {
  const file = join(reports, 'vitest.json');
  const status = run('Unit and component tests', 'vitest/vitest.mjs', [
    'run',
    '--reporter=dot',
    '--reporter=json',
    `--outputFile.json=${file}`,
  ]);
  return countVitest(report(file), status);
}

function endToEnd() {
  const file = join(reports, 'playwright.json');
  const status = run('End-to-end specs', '@playwright/test/cli.js', ['test', '--reporter=list,json'], {
    PLAYWRIGHT_JSON_OUTPUT_FILE: file,
  });
  return countPlaywright(report(file), status);
}

function build() {
  const status = run('Build', 'vite/bin/vite.js', ['build', '--app', '--logLevel', 'warn']);
  return { passed: 0, failed: status === 0 ? 0 : 1, skipped: 0, problems: status === 0 ? [] : ['The build failed'] };
}

const counts = [];
const built = build();
counts.push(built, unitTests());
if (built.failed === 0) counts.push(endToEnd());
rmSync(reports, { recursive: true, force: true });

const problems = counts.flatMap((count) => count.problems);
if (problems.length > 0) process.stdout.write(`\nFailed:\n${problems.map((problem) => `  ${problem.replace(`${root}/`, '')}\n`).join('')}`);
process.exitCode = problems.length > 0 || counts.some((count) => count.failed > 0) ? 1 : 0;
if (!extended)
  process.stdout.write('\nWithout the extended tests (a real Prometheus, more kill points): npm run test:extended runs them too.\n');
process.stdout.write(`\n${lastLine(counts)}\n`);
