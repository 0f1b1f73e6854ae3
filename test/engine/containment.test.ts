import { describe, expect, test } from 'vitest';
import { contain, containmentInWords, containmentOf, waysBackOf } from '../../main/engine/containment.ts';
import { pollPlatform } from '../../main/engine/poll-platforms.ts';
import { PressRefused, takeBack } from '../../main/engine/press.ts';
import { actionsOf } from '../../main/store/actions.ts';
import { listAudit } from '../../main/store/audit.ts';
import { type Bench, openBench, pressOf, runningRollout, second } from '../support/engine/bench.ts';

const release = { applicationId: 'pryde', version: '2.0.0', targetIds: null, toVersion: null };

async function twoTargets(): Promise<Bench> {
  const bench = await openBench();
  bench.addTarget('desktop', 'desktop');
  await runningRollout(bench, undefined, ['web', 'desktop']);
  bench.clock.moveTo(bench.clock.now() + second);
  return bench;
}

function standings(bench: Bench): string[] {
  return containmentOf(bench.deps, 'pryde', '2.0.0').map((line) => `${line.target.name} ${line.kind} ${line.how ?? '-'}`);
}

describe('R4.2 containment', () => {
  test('R4.2 halts where the rollback is refused, by itself, and says so for each target', async () => {
    const bench = await twoTargets();
    bench.platform('desktop').script.push({ kind: 'refuse' });
    takeBack(bench.deps, release, pressOf('Crashes'));
    await bench.engine.actions.idle();
    expect(standings(bench)).toEqual(['web contained rollback', 'desktop contained halt']);
    expect(bench.platform('desktop').applied).toEqual(['expose 2.0.0 10', 'halt 2.0.0']);
    const entry = listAudit(bench.store.reader, { limit: 100 }).find(
      (one) => one.trigger === 'containment' && one.action === 'rollout.rollback',
    );
    expect(entry?.reason).toMatch(
      /"roll back to 1\.0\.0" was refused on desktop: This key may not release.* Next best: halt it for new users/,
    );
    expect(containmentInWords(containmentOf(bench.deps, 'pryde', '2.0.0'))).toBe('Contained on all 2 targets.');
  });

  test('R4.2 leaves what cannot be undone to a person, with the honest list of what is open', async () => {
    const bench = await twoTargets();
    bench.platform('desktop').script.push({ kind: 'refuse' }, { kind: 'refuse' });
    takeBack(bench.deps, release, pressOf('Crashes'));
    await bench.engine.actions.idle();
    const open = containmentOf(bench.deps, 'pryde', '2.0.0').find((line) => line.kind !== 'contained');
    expect(open).toMatchObject({ kind: 'failed', how: null, tookMs: null });
    expect(open?.says).toMatch(/Could not halt it for new users\. This key may not release.*What is left: take it out of sight\./);
    expect(containmentInWords(containmentOf(bench.deps, 'pryde', '2.0.0'))).toBe('Contained on 1 of 2 targets; not on desktop.');
    const rolloutId = open?.rollout.id ?? '';
    contain(bench.deps, { rolloutId, op: 'unpublish', toVersion: null }, pressOf('Better gone than bad'));
    await bench.engine.actions.idle();
    expect(standings(bench)).toEqual(['web contained rollback', 'desktop contained unpublish']);
  });

  test('R4.2 refuses an act that the platform does not allow, and one beside another', async () => {
    const bench = await twoTargets();
    const rolloutId = containmentOf(bench.deps, 'pryde', '2.0.0')[0]?.rollout.id ?? '';
    contain(bench.deps, { rolloutId, op: 'halt', toVersion: null }, pressOf());
    expect(() => contain(bench.deps, { rolloutId, op: 'halt', toVersion: null }, pressOf())).toThrow(PressRefused);
    const { rollout, target } = containmentOf(bench.deps, 'pryde', '2.0.0')[1] ?? {};
    bench.platform('desktop').state = { ...bench.platform('desktop').state, version: '9.9.9' };
    if (target !== undefined) await pollPlatform(bench.deps, target);
    expect(() => contain(bench.deps, { rolloutId: rollout?.id ?? '', op: 'unpublish', toVersion: null }, pressOf())).toThrow(
      /not possible/,
    );
  });

  test('R4.2 measures each way back from decision to read-back, and begins with the fastest next time', async () => {
    const bench = await twoTargets();
    takeBack(bench.deps, release, pressOf('Crashes'));
    const slow = bench.platform('web');
    let open = (): void => undefined;
    slow.gate = new Promise<void>((resolve) => (open = resolve));
    const work = bench.engine.actions.idle();
    for (let turn = 0; turn < 50; turn += 1) await Promise.resolve();
    bench.clock.moveTo(bench.clock.now() + 40 * second);
    open();
    await work;
    const lines = containmentOf(bench.deps, 'pryde', '2.0.0');
    expect(lines.map((line) => [line.target.name, line.tookMs])).toEqual([
      ['desktop', 0],
      ['web', 40 * second],
    ]);
    slow.gate = null;
    bench.clock.moveTo(bench.clock.now() + 60 * second);
    for (const platform of ['web', 'desktop']) bench.platform(platform).state = { ...bench.platform(platform).state, percent: 100 };
    await bench.begin('3.0.0', undefined, ['web', 'desktop']);
    await bench.engine.step();
    const decision = takeBack(bench.deps, { ...release, version: '3.0.0' }, pressOf('Again'));
    const order = actionsOf(bench.store.reader, { decisionId: decision.id }).map((action) => action.targetId);
    expect(order.toReversed()).toEqual(['desktop', 'web']);
    const ways = await waysBackOf(bench.deps, 'pryde', '3.0.0');
    expect(ways.find((way) => way.way === 'full')).toMatchObject({
      available: true,
      kept: true,
      measured: { count: 1, medianMs: 40 * second },
    });
  });
});
