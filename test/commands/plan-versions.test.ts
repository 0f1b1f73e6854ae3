import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { plainPlan, planLike } from '../support/engine/bench.ts';
import { openWorld } from '../support/engine/world.ts';

const slower = planLike(['bake: 1m', 'bake: 5m']);
const file = 'mine.yaml';

describe('versions of a plan', () => {
  test('design 3 keep every saved text with who, what changed and which one stands in the file', async () => {
    const bench = await openWorld();
    const first = await bench.ask('plans.save', { file, text: plainPlan, basedOn: null });
    const second = await bench.ask('plans.save', { file, text: slower, basedOn: first.hash });
    const rows = await bench.ask('plans.versions', { file });
    expect(rows).toMatchObject([
      { hash: second.hash, current: true, actor: { role: 'admin' }, changed: { added: 1, removed: 1 } },
      { hash: first.hash, current: false, changed: null },
    ]);
    expect((await bench.ask('plans.version', { file, hash: first.hash.slice(0, 8) })).text).toBe(plainPlan);
    expect((await bench.refused('plans.version', { file, hash: 'abcd' })).code).toBe('notFound');
  });

  test('design 3 come back when an old text is saved again', async () => {
    const bench = await openWorld();
    for (const text of [plainPlan, slower, plainPlan]) await bench.ask('plans.save', { file, text });
    const rows = await bench.ask('plans.versions', { file });
    expect(rows).toHaveLength(3);
    expect(rows[0]?.hash).toBe(rows[2]?.hash);
    expect((await bench.ask('plans.get', { file })).text).toBe(plainPlan);
  });

  test('design 3 keep what another editor wrote before it is written over', async () => {
    const bench = await openWorld();
    mkdirSync(join(bench.folder, 'plans'));
    writeFileSync(join(bench.folder, 'plans', file), `${plainPlan}# by hand\n`);
    expect(await bench.ask('plans.versions', { file })).toMatchObject([{ actor: null, current: true, changed: null }]);
    await bench.ask('plans.save', { file, text: slower });
    const [newest, found] = await bench.ask('plans.versions', { file });
    expect(newest).toMatchObject({ current: true, changed: { added: 1, removed: 2 } });
    expect(found?.actor).toBeNull();
    expect((await bench.ask('plans.version', { file, hash: found?.hash ?? '' })).text).toContain('# by hand');
  });

  test('design 3 say which rollouts ran under them', async () => {
    const bench = await openWorld();
    bench.addTarget('web', 'web');
    const saved = await bench.ask('plans.save', { file, text: plainPlan });
    await bench.ask('rollouts.start', { applicationId: 'pryde', version: '2.0.0', plan: file, targetIds: ['web'], reason: 'To see it' });
    await bench.ask('plans.save', { file, text: slower, basedOn: saved.hash });
    const [newest, ran] = await bench.ask('plans.versions', { file });
    expect(newest?.rollouts.total).toBe(0);
    expect(ran?.rollouts).toMatchObject({ total: 1, newest: [{ version: '2.0.0', application: 'Pryde', target: 'web' }] });
  });

  test('design 3 of a preset are the one that ships', async () => {
    const bench = await openWorld();
    expect(await bench.ask('plans.versions', { file: 'practice.yaml' })).toMatchObject([{ current: true, actor: null }]);
  });
});

describe('saving a plan', () => {
  test('design 2.1 leaves a file alone that somebody else changed meanwhile, exists already or is gone', async () => {
    const bench = await openWorld();
    const first = await bench.ask('plans.save', { file, text: plainPlan, basedOn: null });
    expect((await bench.refused('plans.save', { file, text: slower, basedOn: null })).message).toContain('exists already');
    await bench.ask('plans.save', { file, text: slower, basedOn: first.hash });
    expect((await bench.refused('plans.save', { file, text: plainPlan, basedOn: first.hash })).message).toContain(
      'changed by somebody else',
    );
    expect((await bench.refused('plans.save', { file: 'gone.yaml', text: plainPlan, basedOn: first.hash })).message).toContain('no longer');
    expect(readFileSync(join(bench.folder, 'plans', file), 'utf8')).toBe(slower);
  });

  test('design 3 renames a file together with its versions, and only onto a free name', async () => {
    const bench = await openWorld();
    await bench.ask('plans.save', { file, text: plainPlan });
    expect((await bench.refused('plans.rename', { file, to: 'practice.yaml' })).message).toContain('exists already');
    expect((await bench.refused('plans.rename', { file: 'practice.yaml', to: 'x.yaml' })).code).toBe('notFound');
    expect(await bench.ask('plans.rename', { file, to: 'better.yaml' })).toMatchObject({ file: 'better.yaml', text: plainPlan });
    expect(existsSync(join(bench.folder, 'plans', file))).toBe(false);
    expect(await bench.ask('plans.versions', { file: 'better.yaml' })).toHaveLength(1);
    expect((await bench.ask('audit.list', {})).rows[0]).toMatchObject({ action: 'plan.renamed' });
  });

  test('design 3 outlines a plan for its drawing: stages, what each waits for, least time', async () => {
    const bench = await openWorld();
    const { outline } = await bench.ask('plans.check', { text: slower });
    expect(outline).toMatchObject({ dryRun: false, stages: [{ percent: 10, gates: 1, checks: [] }, expect.anything()] });
    expect(outline?.leastMs).toBe(outline?.stages.reduce((sum, stage) => sum + stage.bakeMs, 0));
  });
});
