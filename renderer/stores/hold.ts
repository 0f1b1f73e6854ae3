import type { RolloutRow } from '../../main/contract/shapes.ts';
import { ask } from './feed.ts';
import { newKey } from './press.ts';
import { tellDone, tellProblem } from './tell.ts';

/** Freezes lanes where they are, all at once, and tells the outcome of each. A hold takes nothing back, so it asks no confirmation. */
export async function holdLanes(lanes: readonly RolloutRow[]): Promise<void> {
  const results = await Promise.all(lanes.map((lane) => ask('rollouts.hold', { rolloutId: lane.id, reason: 'Held by hand' }, newKey())));
  for (const [index, result] of results.entries()) {
    const lane = lanes[index];
    if (!lane) continue;
    const name = `${lane.applicationName} ${lane.version} ${lane.targetName}`;
    if (result.ok) tellDone(`${name} is held`);
    else tellProblem(`${name} is not held`, result.problem);
  }
}
