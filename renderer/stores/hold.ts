import type { CallResult } from '../../main/contract/bridge.ts';
import type { RolloutRow } from '../../main/contract/shapes.ts';
import { ask } from './feed.ts';
import { newKey } from './press.ts';
import { tellDone, tellProblem } from './tell.ts';

/** One word for what is held, and one for each lane that is not. */
function tellOutcome(lanes: readonly RolloutRow[], results: readonly CallResult<RolloutRow>[]): void {
  const held: string[] = [];
  for (const [index, lane] of lanes.entries()) {
    const result = results[index];
    if (result?.ok === true) held.push(lane.targetName);
    if (result?.ok === false) tellProblem(`${lane.applicationName} ${lane.version} ${lane.targetName} is not held`, result.problem);
  }
  const first = lanes[0];
  if (first && held.length > 0) tellDone(`${first.applicationName} ${first.version} is held on ${held.join(', ')}`);
}

/** Freezes lanes of one release where they are, all at once, and tells the outcome. A hold takes nothing back, so it asks no confirmation. */
export async function holdLanes(lanes: readonly RolloutRow[]): Promise<void> {
  const results = await Promise.all(lanes.map((lane) => ask('rollouts.hold', { rolloutId: lane.id, reason: 'Held by hand' }, newKey())));
  tellOutcome(lanes, results);
}
