import { describe, expect, test } from 'vitest';
import { AdapterError } from '../../main/adapters/errors.ts';
import { rolloutRow } from '../../main/commands/rows/rollout-row.ts';
import type { IntendedStep } from '../../main/core/model/decision.ts';
import { recordWish } from '../../main/engine/intend.ts';
import { promote, subjectById, takeBack } from '../../main/engine/press.ts';
import { actionsOf } from '../../main/store/actions.ts';
import { transaction } from '../../main/store/open.ts';
import { type Bench, minute, newestAction, openBench, personOf, pressOf, runningRollout, second } from '../support/engine/bench.ts';
import { openWorld } from '../support/engine/world.ts';

const release = { applicationId: 'pryde', version: '2.0.0', targetIds: null, toVersion: null };

/** The platform lost the answer to an exposure and cannot be read from then on, until the answer of this function is called. */
async function lostThenSilent(bench: Bench): Promise<{ id: string; answers: () => void }> {
  const { id } = await runningRollout(bench);
  const platform = bench.platform();
  const { read } = platform;
  platform.script.push({ kind: 'timeoutAfter' });
  promote(bench.deps, id, pressOf());
  await bench.engine.actions.idle();
  platform.read = async () => {
    throw new AdapterError('unavailable', 'The platform answered 503.');
  };
  return {
    id,
    answers: () => {
      platform.read = read;
    },
  };
}

describe('a rollback behind an exposure whose outcome is not known', () => {
  test('R1.8 is sent within two seconds of the platform answering again, however long that took', async () => {
    const bench = await openBench();
    const { id, answers } = await lostThenSilent(bench);
    takeBack(bench.deps, release, pressOf());
    await bench.run(30 * minute, 10 * second);
    expect(bench.rollout(id).state).toBe('rollingBack');
    answers();
    bench.clock.moveTo(bench.clock.now() + 2 * second);
    await bench.engine.actions.idle();
    expect(bench.rollout(id).state).toBe('rolledBack');
    expect(bench.platform().applied).toEqual(['expose 2.0.0 10', 'expose 2.0.0 100', 'rollback 2.0.0']);
  });

  test('design 2.5 says why it waits, and tells the log once instead of once a second', async () => {
    const bench = await openWorld();
    const { id } = await lostThenSilent(bench);
    takeBack(bench.deps, release, pressOf());
    await bench.run(minute, second);
    const words = 'Waiting to learn what became of the expose before it; asked again every second. The platform answered 503.';
    expect(newestAction(bench, id)).toMatchObject({ operation: { op: 'rollback' }, state: 'intended', problem: { message: words } });
    expect(rolloutRow(bench.world, bench.rollout(id)).next).toMatchObject({ detail: words });
    expect(bench.audited(id).filter((action) => action === 'action.unknown')).toHaveLength(1);
  });
});

/** Records a person's halt on the target of a rollout. */
function halt(bench: Bench, id: string): void {
  const subject = subjectById(bench.deps, id);
  const steps: IntendedStep[] = [{ rolloutId: id, targetId: 'web', operation: { op: 'halt', version: '2.0.0' } }];
  const words = { actor: personOf(), trigger: 'manual', reason: 'Stop offering it', recommendation: false, snapshotHash: null };
  transaction(bench.deps.store.writer, () => recordWish(bench.deps, subject, { kind: 'pause', cause: 'person', ...words, steps }));
}

describe('a halt', () => {
  test('design 2.8 that waits for its next try is given up for a rollback', async () => {
    const bench = await openBench();
    const { id } = await runningRollout(bench);
    bench.platform().script.push({ kind: 'rateLimited', retryAt: bench.clock.now() + 30 * minute });
    halt(bench, id);
    await bench.engine.actions.idle();
    takeBack(bench.deps, release, pressOf());
    await bench.engine.actions.idle();
    expect(actionsOf(bench.store.reader, { rolloutId: id }).map((one) => `${one.operation.op} ${one.state}`)).toEqual([
      'rollback confirmed',
      'halt failed',
      'expose confirmed',
    ]);
  });

  test('design 2.7 does not queue behind an exposure that waits for its next try', async () => {
    const bench = await openBench();
    const { id } = await runningRollout(bench);
    bench.platform().script.push({ kind: 'rateLimited', retryAt: bench.clock.now() + 30 * minute });
    promote(bench.deps, id, pressOf());
    await bench.engine.actions.idle();
    halt(bench, id);
    await bench.engine.actions.idle();
    expect(bench.platform().applied).toEqual(['expose 2.0.0 10', 'halt 2.0.0']);
  });
});
