import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { minute, plainPlan, reading, second } from '../support/engine/bench.ts';
import { openWorld, type TestWorld } from '../support/engine/world.ts';

async function worldWithIncident(): Promise<{ readonly bench: TestWorld; readonly incidentId: string; readonly applicationId: string }> {
  const bench = await openWorld();
  let rate = 0.001;
  bench.far.read = () => [reading('2.0.0', rate, bench.clock.now())];
  await bench.begin('2.0.0', plainPlan);
  await bench.run(40 * second);
  rate = 0.07;
  await bench.run(minute);
  const [row] = await bench.ask('incidents.list', {});
  return { bench, incidentId: row?.id ?? '', applicationId: row?.applicationId ?? '' };
}

function writeOwn(bench: TestWorld, files: Readonly<Record<string, string>>): void {
  mkdirSync(join(bench.folder, 'playbooks'), { recursive: true });
  for (const [name, text] of Object.entries(files)) writeFileSync(join(bench.folder, 'playbooks', name), text);
}

describe('R3.6 playbooks of an incident', () => {
  test('R3.6 suggest the one that fits the breached gate, filled in with its values', async () => {
    const { bench, incidentId } = await worldWithIncident();
    const { rows, problems } = await bench.ask('playbooks.list', { incidentId });
    expect(problems).toEqual([]);
    expect(rows[0]).toMatchObject({ name: 'server-errors', suggested: true, why: 'fits the gate Error rate', done: 0 });
    const { blocks, places } = await bench.ask('playbooks.get', { name: 'server-errors', incidentId });
    const said = blocks.map(({ text }) => text).join('\n');
    expect(said).toContain('2.0.0');
    expect(said).toMatch(/\*\*Error rate\*\* at 7 %, red bound 5 %/);
    expect(said).not.toContain('{{');
    expect(places.contain).toMatch(/^\/rollouts\//);
  });

  test('R3.6 say what is not known instead of leaving it empty', async () => {
    const { bench, applicationId } = await worldWithIncident();
    const opening = { applicationId, severity: 'P2', title: 'Odd colours', reason: 'Seen in the shop' } as const;
    const { id } = await bench.ask('incidents.open', opening);
    const page = await bench.ask('playbooks.get', { name: 'server-errors', incidentId: id });
    expect(page.unknown).toContain('version');
    expect(page.blocks[0]?.text).toContain('not known');
    expect(page.places.contain).toBeNull();
    expect((await bench.ask('playbooks.get', { name: 'server-errors' })).unknown).toContain('application');
  });

  test('R3.6 keep who ticked a step and when, and why a tick was taken back', async () => {
    const { bench, incidentId } = await worldWithIncident();
    const what = { incidentId, playbook: 'server-errors' } as const;
    const { step } = await bench.ask('playbooks.tick', { ...what, step: '1' }, { name: 'Anna' });
    expect((await bench.refused('playbooks.tick', { ...what, step })).message).toContain('Anna ticked step 1');
    const steps = async () =>
      (await bench.ask('playbooks.get', { name: 'server-errors', incidentId })).blocks.filter(({ kind }) => kind === 'step');
    expect((await steps())[0]).toMatchObject({ id: step, done: { actor: { name: 'Anna' }, at: bench.clock.now() } });
    expect((await bench.ask('playbooks.list', { incidentId })).rows[0]).toMatchObject({ name: 'server-errors', done: 1 });
    expect((await bench.refused('playbooks.tick', { ...what, step, done: false })).message).toContain('why it is not done');
    await bench.ask('playbooks.tick', { ...what, step, done: false, reason: 'It was the other target' }, { name: 'Robin' });
    expect((await steps())[0]).toMatchObject({ done: null, undone: { actor: { name: 'Robin' }, reason: 'It was the other target' } });
    const { rows } = await bench.ask('incidents.timeline', { incidentId, kinds: ['tick'] });
    expect(rows.map(({ title, actor }) => [title, actor?.name])).toEqual([
      ['Server errors rise: a step done', 'Anna'],
      ['Server errors rise: a step not done after all', 'Robin'],
    ]);
    expect((await bench.refused('playbooks.tick', { ...what, step: '99' })).message).toContain('from 1 to');
    expect((await bench.refused('playbooks.tick', { ...what, playbook: 'nope', step: '1' })).message).toContain('Known playbooks');
  });

  test('R2.7 tick once under one key', async () => {
    const { bench, incidentId } = await worldWithIncident();
    const input = { incidentId, playbook: 'emergency', step: '1' };
    const first = await bench.ask('playbooks.tick', input, { key: 'k1' });
    expect(await bench.ask('playbooks.tick', input, { key: 'k1' })).toEqual(first);
    expect((await bench.ask('incidents.timeline', { incidentId, kinds: ['tick'] })).total).toBe(1);
  });
});

describe('R3.6 own playbooks', () => {
  const own = (head: string): string => `---\n${head}\n---\n- [ ] Ask Kim\n`;

  test('R3.6 are read from the workspace, for all applications or some, and hide a preset of their name', async () => {
    const { bench, incidentId, applicationId } = await worldWithIncident();
    writeOwn(bench, {
      'server-errors.md': own('title: Ours'),
      'ours-only.md': own(`title: For us\napplications: [${applicationId}]\nfits: { words: [error] }`),
      'theirs.md': own('title: For them\napplications: [somebody-else]'),
    });
    const { rows, folder } = await bench.ask('playbooks.list', { incidentId });
    expect(folder).toBe(join(bench.folder, 'playbooks'));
    expect(rows[0]).toMatchObject({ name: 'ours-only', origin: 'workspace', suggested: true });
    expect(rows.find(({ name }) => name === 'server-errors')).toMatchObject({ title: 'Ours', origin: 'workspace' });
    expect(rows.some(({ name }) => name === 'theirs')).toBe(false);
    expect((await bench.ask('playbooks.list', {})).rows.some(({ name }) => name === 'theirs')).toBe(true);
  });

  test('R3.6 that cannot be used are named with their line', async () => {
    const { bench, incidentId } = await worldWithIncident();
    writeOwn(bench, { 'broken.md': own('title: x\nfit: 3'), 'empty.md': '' });
    const { problems } = await bench.ask('playbooks.list', {});
    expect(problems.map(({ file, line }) => [file, line])).toEqual([
      ['broken.md', 3],
      ['empty.md', 1],
    ]);
    const refusal = await bench.refused('playbooks.get', { name: 'broken', incidentId });
    expect(refusal.message).toContain('broken.md cannot be used: line 3');
    expect((await bench.refused('playbooks.get', { name: '../secrets' })).code).toBe('input');
  });
});
