import { z } from 'zod';
import { standings } from '../core/containment/index.ts';
import { operationKinds } from '../core/model/operation.ts';
import { surfaces } from '../core/model/surface.ts';
import { changes, reads } from './call.ts';
import { ActionRow, Id, MeasuredRow, Reason, RungRow, VersionText } from './shapes.ts';

/** One of the three ways back of a release, with what it promises and what was measured (R4.2). Times in ms. */
export const WayBackRow = z.object({
  way: z.enum(['flag', 'component', 'full']),
  title: z.string(),
  promiseMs: z.number(),
  available: z.boolean(),
  says: z.string(),
  targets: z.array(
    z.object({
      targetId: Id,
      targetName: z.string(),
      surface: z.enum(surfaces),
      /** Null when its platform could not be asked. */
      available: z.boolean().nullable(),
      measured: MeasuredRow.nullable(),
    }),
  ),
  measured: MeasuredRow.nullable(),
  /** Whether the worst time measured kept the promise; null while nothing was measured. */
  kept: z.boolean().nullable(),
});
export type WayBackRow = z.infer<typeof WayBackRow>;

/** Where taking a release back stands on one target. */
export const ContainmentRow = z.object({
  rolloutId: Id,
  targetId: Id,
  targetName: z.string(),
  surface: z.enum(surfaces),
  standing: z.enum(standings),
  /** The act that contained it. */
  how: z.enum(operationKinds).nullable(),
  says: z.string(),
  /** Decision to read-back, ms. */
  tookMs: z.number().nullable(),
  /** Acts left to try, best first. */
  next: z.array(RungRow),
});
export type ContainmentRow = z.infer<typeof ContainmentRow>;

/** What a health endpoint said (R2.6). */
export const EndpointRow = z.object({
  targetId: Id.nullable(),
  targetName: z.string().nullable(),
  healthUrl: z.string(),
  text: z.string().nullable(),
  ok: z.boolean(),
  status: z.number().nullable(),
  says: z.string(),
});
export type EndpointRow = z.infer<typeof EndpointRow>;

const release = z.object({ applicationId: Id, version: VersionText });

export const containment = {
  /** The ways back of a release, in the order they are offered; reads each platform now. */
  'rollouts.waysBack': reads('viewer', release, z.array(WayBackRow)),
  /** Which targets are contained and how, which are not and what is left to do there. From the store alone. */
  'rollouts.containment': reads(
    'viewer',
    release,
    z.object({ contained: z.boolean(), says: z.string(), targets: z.array(ContainmentRow) }),
  ),
  /** Contains one target by another act than the one that was refused. */
  'rollouts.contain': changes(
    'operator',
    z.object({
      rolloutId: Id,
      op: z.enum(['rollback', 'halt', 'unpublish']),
      toVersion: VersionText.nullable().default(null),
      reason: Reason,
    }),
    z.object({ decisionId: Id, actions: z.array(ActionRow) }),
  ),
  /**
   * Takes a release back everywhere at once, pages everybody and tries again what was refused before. Pressed again it carries on;
   * `decisionId` is null when everything was under way already.
   */
  'rollouts.emergency': changes('operator', release.extend({ reason: Reason }), z.object({ decisionId: Id.nullable() })),
  /** Asks the health endpoints of an application after a release was taken back, and records the answers. */
  'rollouts.askEndpoints': changes('operator', release, z.array(EndpointRow)),
  'fleet.endpoints': reads(
    'viewer',
    z.object({ applicationId: Id }),
    z.array(EndpointRow.pick({ targetId: true, healthUrl: true, text: true })),
  ),
  /** Where an application or one target says how it is; `healthUrl` null forgets it, `text` is what the answer must contain. */
  'fleet.saveEndpoint': changes(
    'admin',
    z.object({
      applicationId: Id,
      targetId: Id.nullable().default(null),
      healthUrl: z.string().trim().min(1).max(2000).nullable(),
      text: z.string().trim().min(1).max(200).nullable().default(null),
    }),
    z.object({}),
  ),
} as const;
