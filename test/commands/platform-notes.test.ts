import { expect, test } from 'vitest';
import { detailLines } from '../../main/cli/rollout-lines.ts';
import { runningRollout, second } from '../support/engine/bench.ts';
import { openWorld } from '../support/engine/world.ts';

test('R6.2 tells what a platform says beside its numbers, and nothing when it says nothing', async () => {
  const world = await openWorld();
  const { id: rolloutId } = await runningRollout(world);
  expect((await world.ask('rollouts.get', { rolloutId })).platform).not.toHaveProperty('notes');
  const platform = world.platform();
  const text = 'Also on for the users of 1 segment override.';
  platform.state = { ...platform.state, notes: [{ kind: 'info', text }] };
  await world.run(40 * second);
  const detail = await world.ask('rollouts.get', { rolloutId });
  expect(detail.platform.notes).toEqual([text]);
  expect(detailLines(detail)).toContain(`platform: ${text}`);
});
