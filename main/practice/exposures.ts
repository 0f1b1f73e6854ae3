import { exposureOf } from './population/offers.ts';
import type { World } from './state.ts';

/** Takes a target's exposure as it is now for granted, however it came about. */
export function rememberExposure(world: World, target: string): void {
  const exposure = exposureOf(world, target);
  if (exposure !== null) world.state.exposures[target] = exposure;
}

/**
 * Compares a target's exposure with the last complete one. True when a write has just made a change that an earlier write
 * had made already. States with a part missing, as between two renames of a manifest, are passed over.
 */
export function repeatsTransition(world: World, target: string): boolean {
  const before = world.state.exposures[target];
  const after = exposureOf(world, target);
  if (after === null || after === before) return false;
  world.state.exposures[target] = after;
  const transition = `${target}: ${before ?? 'nothing'} → ${after}`;
  const times = (world.state.transitions[transition] ?? 0) + 1;
  world.state.transitions[transition] = times;
  return times > 1;
}
