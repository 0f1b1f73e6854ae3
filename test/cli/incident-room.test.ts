import { openStore } from '../../main/store/open.ts';
import { saveApplication } from '../../main/store/applications.ts';
import { cliPlace } from '../support/cli.ts';
import { expect, test } from 'vitest';

test('R4.9 R3.6 opens, takes on, notes, ticks and closes an incident from the command line', { timeout: 120_000 }, async () => {
  const { run, workspace } = cliPlace();
  const store = await openStore({ folder: workspace, now: () => 1000 });
  saveApplication(store.writer, { id: 'pryde', name: 'Pryde' });
  store.close();
  const opened = await run(
    'incident',
    'open',
    'pryde',
    '--severity',
    'P2',
    '--title',
    'Search is slow',
    '--reason',
    'Three calls',
    '--json',
  );
  expect(opened.code).toBe(0);
  const { id } = JSON.parse(opened.out) as { id: string };
  const nobody = await run('incident', 'open', 'nope', '--title', 'Search is slow', '--reason', 'Three calls');
  expect(nobody).toMatchObject({ code: 4, error: expect.stringContaining('no application nope') });
  expect((await run('incident', 'ack', id)).out).toContain('open, ');
  expect((await run('incident', 'severity', id, 'P9', '--reason', 'worse')).code).toBe(2);
  await run('incident', 'note', id, 'Only', 'in', 'Berlin');
  const list = await run('playbook', 'list', '--incident', id);
  expect(list.out).toContain('server-errors');
  expect((await run('incident', 'tick', id, 'latency/1')).out).toContain('step 1 of latency is done');
  expect((await run('incident', 'tick', id, 'latency')).code).toBe(2);
  expect((await run('incident', 'tick', id, 'latency/1', '--undo')).code).toBe(4);
  const shown = await run('playbook', 'show', 'latency', '--incident', id);
  expect(shown.out).toContain('  1 [x] ');
  expect(shown.out).toContain('Pryde not known');
  const story = await run('incident', 'timeline', id);
  expect(story.out).toMatch(/Opened as P2: Search is slow[\s\S]*Acknowledged[\s\S]*Only in Berlin[\s\S]*Answers become slow: a step done/);
  expect((await run('incident', 'close', id, '--reason', 'Index added')).out).toContain('closed');
  expect((await run('incident', id)).out).toContain('P2 Pryde closed: Search is slow');
});
