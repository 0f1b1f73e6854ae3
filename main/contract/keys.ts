import { z } from 'zod';
import { reads } from './call.ts';
import { Time } from './shapes.ts';

/** What became of the idempotency keys of this workspace (R2.7). */
export const KeyCounters = z.object({
  created: z.number(),
  replayed: z.number(),
  conflict: z.number(),
  /** Keys that live now. */
  stored: z.number(),
  /** Share of presses with a known key that were answered from it, 0–1; null before the first. */
  hitRate: z.number().nullable(),
  /** How long a key lives, ms. */
  lifeMs: z.number(),
  /** When the oldest living key was used, ms. */
  oldestAt: Time.nullable(),
});
export type KeyCounters = z.infer<typeof KeyCounters>;

export const keys = {
  'keys.counters': reads('viewer', z.object({}), KeyCounters),
} as const;
