import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { fetchTransport } from '../../main/adapters/http/fetch-transport.ts';
import { systemActor } from '../../main/core/model/actor.ts';
import type { Rollout } from '../../main/core/model/rollout.ts';
import { type DrillOutcome, driveUntilSettled } from '../../main/drill/drive.ts';
import { openDrillConsole } from '../../main/drill/open.ts';
import { drillStart, scenarioNamed } from '../../main/drill/run.ts';
import { createSimClock } from '../../main/drill/sim-clock.ts';
import { begin } from '../../main/engine/begin.ts';
import { presetFolder } from '../../main/paths.ts';
import { createFleet, type Fleet, serveFleet } from '../../main/practice/fleet.ts';
import { saveFleet } from '../../main/save-fleet.ts';
import type { Running } from '../../main/start.ts';
import { checksOf } from '../../main/store/checks.ts';
import { listAudit } from '../../main/store/audit.ts';
import { rolloutsOfRelease } from '../../main/store/rollouts.ts';
import { listTargets } from '../../main/store/targets.ts';

/** Every check there is, asked of the practice fleet through the real adapters. */
const everyCheck = `
checks:
  - { id: guardian, source: practice-guardian, moments: [beforeStart, afterStage] }
  - { id: ci, source: practice-checks, with: { required: [build, e2e, licences] } }
  - { id: bugs, source: practice-issues, moments: [beforeStart, afterStage], with: { allowed: { P0: 0, P1: 0 } } }
  - { id: alerts, source: practice-alerts, freshFor: 1h, with: { allowed: { critical: 0, high: 0 } } }
  - { id: change, source: practice-change, with: { maxFiles: 50, risky: ['db/**'], labels: [migration-reviewed] } }
  - id: report
    source: practice-report
    with:
      path: /{{application}}/{{release}}
      release: $.release
      budgets:
        - { value: '$.pages[*].largestContentfulPaintMs', is: atMost, limit: 2500, unit: ms }
        - { value: $.tests.failed, is: equals, limit: 0 }
`;

interface Drive {
  readonly running: Running;
  readonly fleet: Fleet;
  rollouts(): Rollout[];
  settle(moved?: () => void): Promise<DrillOutcome>;
}

/** A healthy release on web, desktop and mobile, under the one-day plan, shortened, with every check. */
async function openDrive(): Promise<Drive> {
  const scenario = scenarioNamed('good-release');
  const folder = await mkdtemp(join(tmpdir(), 'tidegate-checks-'));
  const clock = createSimClock(drillStart);
  const fleet = createFleet({ scenario, seed: 7, now: clock.now, pace: 'day' });
  const server = await serveFleet(fleet, {});
  const running = await openDrillConsole({ folder, clock, seed: 7, transport: fetchTransport, hint: () => undefined });
  onTestFinished(async () => {
    await running.stop();
    await server.close();
    await rm(folder, { recursive: true, force: true });
  });
  saveFleet(running.world, { connections: fleet.connections(server.baseUrl), applications: fleet.applications() });
  const text = await readFile(join(presetFolder(), 'canary-24h.yaml'), 'utf8');
  const planText = text.replaceAll('bake: 8h', 'bake: 2h').replace(/\nchecks:\n[\s\S]*?\n\n/, () => `${everyCheck}\n`);
  const { application: applicationId, version } = scenario;
  const targets = listTargets(running.store().reader, applicationId).filter((target) => target.surface !== 'flag');
  const targetIds = targets.map((target) => target.id);
  const press = { actor: systemActor, trigger: 'drill', reason: 'Drill of the checks' } as const;
  await begin(running.world.deps, { applicationId, version, targetIds, planText, planFile: 'checks.yaml' }, press);
  return {
    running,
    fleet,
    rollouts: () => rolloutsOfRelease(running.store().reader, applicationId, version),
    settle: async (moved = () => undefined) =>
      await driveUntilSettled(running, clock, { applicationId, version }, async (now) => {
        fleet.advance(now);
        await Promise.resolve(moved());
      }),
  };
}

test('R1.4 R1.10 R2.11 R4.12 lets a release through when every check passes on the practice fleet', { timeout: 90_000 }, async () => {
  const drive = await openDrive();
  expect(await drive.settle()).toBe('completed');
  const [first] = drive.rollouts();
  const answers = checksOf(drive.running.store().reader, first?.id ?? '');
  expect([...new Set(answers.map((one) => one.check))].toSorted()).toEqual(['alerts', 'bugs', 'change', 'ci', 'guardian', 'report']);
  expect(answers.every((one) => one.passed === true)).toBe(true);
  // Asked before the start, and again before each further step because an answer holds for 1 h and a stage takes 2 h.
  expect(answers.filter((one) => one.check === 'alerts').length).toBeGreaterThan(2);
});

test.each([
  ['checkFails', 'Ci failed'],
  ['openBug', 'Bugs failed'],
  ['alert', 'Alerts failed'],
  ['bigChange', 'Change failed'],
  ['unlabelled', 'Change failed'],
  ['slowPages', 'Report failed'],
] as const)('R1.4 keeps a release with %s from everybody', { timeout: 90_000 }, async (what, words) => {
  const drive = await openDrive();
  drive.fleet.setFault({ kind: 'code', application: drive.rollouts()[0]?.applicationId ?? '', what, on: true });
  expect(await drive.settle()).toBe('held');
  for (const rollout of drive.rollouts()) {
    expect(rollout.stage).toBe(-1);
    expect(drive.running.engine.latest.get(rollout.id)?.conclusion.reason).toContain(words);
  }
  expect(drive.fleet.truth().exposedUsersMax).toBe(0);
});

test('R1.8 takes web, desktop and mobile back together when Guardian fails after the deployment', { timeout: 90_000 }, async () => {
  const drive = await openDrive();
  const version = drive.rollouts()[0]?.version ?? '';
  let failing = false;
  const outcome = await drive.settle(() => {
    if (failing || !drive.rollouts().every((rollout) => rollout.stage === 0)) return;
    failing = true;
    drive.fleet.setFault({ kind: 'guardianFails', version });
  });
  expect(outcome).toBe('rolledBack');
  expect(drive.rollouts().map((rollout) => [rollout.state, rollout.stage])).toEqual([
    ['rolledBack', 0],
    ['rolledBack', 0],
    ['rolledBack', 0],
  ]);
  const told = listAudit(drive.running.store().reader, { limit: 500 });
  expect(told.filter((entry) => entry.action === 'check.failed').length).toBeGreaterThan(0);
  expect(drive.fleet.truth().doubleActs).toBe(0);
});
