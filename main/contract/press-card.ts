import { z } from 'zod';
import { cardPresses } from '../core/containment/index.ts';
import { undoKinds } from '../core/model/operation.ts';
import { surfaces } from '../core/model/surface.ts';
import { reads } from './call.ts';
import { Id, Percent, Time } from './shapes.ts';

/** What one press would do on its target, and what of it can be taken back. */
export const PressCardRow = z.object({
  press: z.enum(cardPresses),
  targetName: z.string(),
  surface: z.enum(surfaces),
  version: z.string(),
  /** False when the press only changes what Tidegate does by itself. */
  writes: z.boolean(),
  available: z.boolean(),
  reason: z.string().nullable(),
  undo: z.enum(undoKinds),
  says: z.string(),
  fromPercent: Percent.nullable(),
  /** Null when the share stays as it is. */
  toPercent: Percent.nullable(),
  /** Users the release would be offered to afterwards; null when nobody knows how many there are. */
  usersAfter: z.number().nullable(),
  calls: z.array(z.string()),
  /** Null when nothing had to be read, or could be. */
  readAt: Time.nullable(),
});
export type PressCardRow = z.infer<typeof PressCardRow>;

export const pressCards = {
  /** What a press would really do, read from the platform now; changes nothing. */
  'rollouts.pressCard': reads('viewer', z.object({ rolloutId: Id, press: z.enum(cardPresses) }), PressCardRow),
} as const;
