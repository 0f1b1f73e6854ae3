import { z } from 'zod';
import { exposureSources } from '../core/exposure/index.ts';
import { surfaces } from '../core/model/surface.ts';
import { reads } from './call.ts';
import { Id, VersionText } from './shapes.ts';

/** How many users have a release; null where nobody knows. */
const Exposed = z.object({
  percent: z.number().nullable(),
  users: z.number().nullable(),
  source: z.enum(exposureSources),
  atMost: z.boolean(),
  says: z.string(),
});

const Sum = z.object({
  users: z.number().nullable(),
  percent: z.number().nullable(),
  atMost: z.boolean(),
  /** Targets whose users are not in the sum. */
  unknown: z.array(z.string()),
  says: z.string(),
});

/** Who has a release on all targets of its application together. */
export const ExposureView = z.object({
  targets: z.array(
    z.object({
      targetId: Id,
      targetName: z.string(),
      surface: z.enum(surfaces),
      population: z.number().nullable(),
      /** Whether anybody was ever offered the release here. */
      reached: z.boolean(),
      now: Exposed,
      most: Exposed,
    }),
  ),
  population: z.number().nullable(),
  now: Sum,
  most: Sum,
  flagsLeftOut: z.boolean(),
});
export type ExposureView = z.infer<typeof ExposureView>;

export const exposure = {
  /** Share and number of all users who have a release, now and at most, with its sources. From the store alone. */
  'rollouts.exposure': reads('viewer', z.object({ applicationId: Id, version: VersionText }), ExposureView),
} as const;
