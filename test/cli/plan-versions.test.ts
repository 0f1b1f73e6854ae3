import { Command } from 'commander';
import { afterEach, expect, test, vi } from 'vitest';
import { addPlanVersionCommands } from '../../main/cli/plan-versions.ts';
import type { Session } from '../../main/cli/session.ts';
import { plainPlan, planLike } from '../support/engine/bench.ts';
import { openWorld } from '../support/engine/world.ts';

afterEach(() => vi.restoreAllMocks());

/** The commands over a console with two versions of mine.yaml. */
async function opened(json = false) {
  const { ask } = await openWorld();
  await ask('plans.save', { file: 'mine.yaml', text: plainPlan });
  await ask('plans.save', { file: 'mine.yaml', text: planLike(['bake: 1m', 'bake: 5m']) });
  await ask('plans.save', { file: 'new.yaml', text: plainPlan });
  const client = { call: ask, settle: async () => {}, address: null, close: async () => {} };
  const session: Session = { run: (work) => work(client, json), plain: (work) => work(json), folder: () => '' };
  const written: string[] = [];
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => written.push(String(text)) > 0);
  return async (...args: string[]) => {
    const plan = new Command('plan').exitOverride();
    addPlanVersionCommands(plan, session);
    await plan.parseAsync(args, { from: 'user' });
    return written.splice(0).join('');
  };
}

test('R6.3 lists plans, and the versions of one with who saved them and what changed', async () => {
  const run = await opened();
  expect(await run('list')).toMatch(/^mine\.yaml +workspace +[0-9a-f]{12} +none/m);
  const lines = (await run('versions', 'mine.yaml')).trimEnd().split('\n');
  expect(lines).toHaveLength(3);
  expect(lines[1]).toMatch(/^[0-9a-f]{12} {2}\d{4}-\S+Z .*\+1 -1 +0 +in the file now$/);
  expect(lines[2]).toMatch(/first +0$/);
});

test('R6.3 shows the difference of the newest version, or of the two that are named', async () => {
  const run = await opened();
  const newest = await run('diff', 'mine.yaml');
  expect(newest).toMatch(/^--- mine\.yaml@[0-9a-f]{12}/m);
  expect(newest).toMatch(/^- .*bake: 1m }$/m);
  expect(newest).toMatch(/^\+ .*bake: 5m }$/m);
  const hashes = [...(await run('versions', 'mine.yaml')).matchAll(/^[0-9a-f]{12}/gm)].map(([hash]) => hash);
  expect(await run('diff', 'mine.yaml', hashes[0] ?? '', hashes[1] ?? '')).toMatch(/^\+ .*bake: 1m }$/m);
  expect(await run('diff', 'mine.yaml', hashes[0] ?? '', hashes[0] ?? '')).toBe('no difference\n');
  await expect(run('diff', 'new.yaml')).rejects.toThrow('one version only');
});

test('R6.3 gives the same as JSON', async () => {
  const run = await opened(true);
  expect(JSON.parse(await run('diff', 'mine.yaml'))).toMatchObject({ patch: expect.stringContaining('bake: 5m') });
});
