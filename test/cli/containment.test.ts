import { expect, test } from 'vitest';
import { takeBack } from '../../main/engine/press.ts';
import { ranIn } from '../support/cli.ts';
import { minute, openBench, second } from '../support/engine/bench.ts';

/** A workspace whose release goes back on web and was refused on the desktop, left by the console that did it. */
async function left() {
  const bench = await openBench();
  bench.addTarget('desktop', 'desktop');
  const started = await bench.begin('2.0.0', undefined, ['web', 'desktop']);
  await bench.run(minute / 2);
  bench.clock.moveTo(bench.clock.now() + second);
  bench.platform('desktop').script.push({ kind: 'refuse' }, { kind: 'refuse' }, { kind: 'refuse' });
  const press = { actor: { kind: 'person' as const, name: 'Ada', role: 'operator' as const }, trigger: 'manual', reason: 'Crashes' };
  takeBack(bench.deps, { applicationId: 'pryde', version: '2.0.0', targetIds: null, toVersion: null }, press);
  await bench.engine.actions.idle();
  bench.store.close();
  const desktop = started.find((one) => one.targetId === 'desktop')?.id ?? '';
  return { desktop, run: (...args: string[]) => ranIn(bench.folder, { TIDEGATE_WORKSPACE: bench.folder }, args) };
}

test('R4.2 prints what is not contained with the command for each way on, and settles it on record', { timeout: 120_000 }, async () => {
  const { desktop, run } = await left();
  const open = await run('containment');
  expect(open).toMatchObject({ code: 1, error: '' });
  expect(open.out).toMatch(/^Pryde 2\.0\.0: Contained on 1 of 2 targets; not on desktop\.$/m);
  expect(open.out).toContain(`carry on: npm run --silent tidegate -- carry-on ${desktop} --reason WHY`);
  expect(open.out).toContain(`leave it as it is: npm run --silent tidegate -- settle ${desktop} --reason WHY`);
  const exposure = await run('exposure', 'pryde', '2.0.0');
  expect(exposure.out).toMatch(/^on it now: 1,000 of 20,000 users \(5 %\)\.$/m);
  expect(exposure.out).toMatch(/^ {2}desktop: .*1,000 users \(.* × population\)/m);
  const settled = await run('settle', desktop, '--reason', 'A handful of users');
  expect(settled.out).toMatch(/^Contained on 1 of 2 targets; left as it is on desktop\.$/m);
  expect((await run('containment', 'pryde', '2.0.0', '--json')).out).toContain('"settled": true');
  expect(await run('drift', desktop, 'maybe', '--reason', 'Because')).toMatchObject({
    code: 2,
    error: expect.stringContaining('The choice is one of accept, restore, not maybe.'),
  });
  expect(await run('containment', 'pryde')).toMatchObject({ code: 2, error: expect.stringContaining('Name the version of pryde too') });
});
