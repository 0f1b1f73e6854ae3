import { describe, expect, test } from 'vitest';
import { pastFiles } from '../../main/practice/past.ts';
import { minute, plainPlan, reading } from '../support/engine/bench.ts';
import { openWorld } from '../support/engine/world.ts';

describe('looking back', () => {
  test('R3.9 proves a decision of a sweep, and tells a press from one', async () => {
    const world = await openWorld();
    world.far.read = () => [reading('2.0.0', 0.001, world.clock.now())];
    const [rollout] = await world.begin('2.0.0');
    const rolloutId = rollout?.id ?? '';
    await world.run(minute);
    await world.ask('rollouts.hold', { rolloutId, reason: 'Waiting for the morning' });
    const { decisions } = await world.ask('rollouts.get', { rolloutId });
    const proofs = await Promise.all(decisions.map(({ id }) => world.ask('decisions.explain', { decisionId: id })));
    expect(proofs.length).toBeGreaterThan(2);
    expect(proofs.flatMap((proof) => proof.differences)).toEqual([]);
    expect(proofs.find((proof) => proof.decision.cause === 'person')?.compared).not.toContain('reason');
    expect(await world.refused('decisions.explain', { decisionId: 'dec-none' })).toMatchObject({ code: 'notFound' });
  });

  test('R1.11 exports the whole log in parts, each entry once', async () => {
    const world = await openWorld();
    await world.begin('2.0.0');
    await world.run(minute);
    const { total } = await world.ask('audit.list', {});
    let part = await world.ask('audit.export', {});
    let { text } = part;
    while (!part.finished) {
      part = await world.ask('audit.export', { exportId: part.exportId });
      text += part.text;
    }
    expect(part.entries).toBe(total);
    expect(text.trimEnd().split('\n').length).toBeGreaterThan(total);
    const { rows } = await world.ask('audit.list', {});
    expect(rows[0]).toMatchObject({ action: 'audit.exported', actor: { role: 'admin' } });
  });

  test('R1.6 lists the numbers of a plan that a backtest may change', async () => {
    const world = await openWorld();
    const numbers = await world.ask('backtests.numbers', { plan: { text: plainPlan } });
    expect(numbers.map((gate) => gate.gate)).toEqual(['errors']);
  });

  test('R1.12 gives the past of the practice fleet as files, and none where there is no practice fleet', async () => {
    const without = await openWorld();
    expect(await without.refused('practice.history', {})).toMatchObject({ code: 'refused' });
    const now = without.clock.now();
    expect(pastFiles(now).length).toBeGreaterThan(0);
    expect(pastFiles(now)).toEqual(pastFiles(now));
  });
});
