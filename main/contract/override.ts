import { z } from 'zod';
import { Reason } from './shapes.ts';

/** Goes on although the release could not be taken back, on record: with a reason of its own, or else with that of the press. */
export const overrideFields = { override: z.boolean().default(false), overrideReason: Reason.nullable().default(null) };
