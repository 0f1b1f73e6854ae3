import { z } from 'zod';
import { changes } from './call.ts';
import { overrideFields } from './override.ts';
import { Id, Reason, RolloutRow } from './shapes.ts';

const press = z.object({ rolloutId: Id, reason: Reason });

/** What follows a completed rollout whose plan names a next channel. */
export const channels = {
  /** Starts the same release on the next channel's target, under the plan that was named; without a way back there only with the override. */
  'channels.goOn': changes('operator', press.extend(overrideFields), RolloutRow),
  /** Leaves the release where it is: it is offered no more. */
  'channels.stay': changes('operator', press, z.object({})),
} as const;
