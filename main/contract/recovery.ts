import { z } from 'zod';
import { recoveryMoments } from '../core/recovery/index.ts';
import { reads } from './call.ts';
import { Id } from './shapes.ts';

/** One moment of a recovery. `at` ms UTC, `tookMs` since the last known moment before it. */
export const RecoveryStepRow = z.object({
  moment: z.enum(recoveryMoments),
  at: z.number().nullable(),
  tookMs: z.number().nullable(),
  says: z.string(),
});
export type RecoveryStepRow = z.infer<typeof RecoveryStepRow>;

/** Numbers of one application over the last `days`; the rate is 0-1, times in ms. */
export const DeliveryRow = z.object({
  applicationId: Id,
  applicationName: z.string(),
  /** An application of the practice fleet: these numbers are rehearsal. */
  practice: z.boolean(),
  days: z.number(),
  deployments: z.number(),
  failed: z.number(),
  changeFailureRate: z.number().nullable(),
  failedDeploymentRecoveryMs: z.number().nullable(),
  prevented: z.number(),
});
export type DeliveryRow = z.infer<typeof DeliveryRow>;

export const recovery = {
  /** Every application over 30 and 90 days, from releases that this console rolled out. */
  'incidents.delivery': reads('viewer', z.object({}), z.array(DeliveryRow)),
} as const;
