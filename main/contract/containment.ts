import { z } from 'zod';
import { standings } from '../core/containment/index.ts';
import { actionStates } from '../core/model/action.ts';
import { operationKinds } from '../core/model/operation.ts';
import { surfaces } from '../core/model/surface.ts';
import { changes, reads } from './call.ts';
import { ActionRow, Id, MeasuredRow, Reason, RungRow, Time, VersionText } from './shapes.ts';

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
  /** When taking it back was decided; null when nobody asked for it. */
  decidedAt: Time.nullable(),
  /** The newest write that is meant to take it back: its state, tries so far and when it is tried next. */
  act: z.object({ id: Id, state: z.enum(actionStates), attempts: z.number(), dueAt: Time }).nullable(),
  /** When the platform was last read, and since when it does not answer. */
  readAt: Time.nullable(),
  failingSince: Time.nullable(),
  /** What settling it by hand would come to: contained where the platform shows so, else left as it is. */
  settles: z.enum(['contained', 'left']).nullable(),
  /** Users who have the release here now; at most so many when `usersAtMost`. */
  users: z.number().nullable(),
  usersAtMost: z.boolean(),
  /** Acts left to try, best first. */
  next: z.array(RungRow),
  /** What a person can do for those who keep it; never pressed by itself. */
  advice: z
    .object({ act: z.literal('reissue'), says: z.string() })
    .nullable()
    .optional(),
});
export type ContainmentRow = z.infer<typeof ContainmentRow>;

/** Where taking a release back stands on all its targets. */
export const ContainmentView = z.object({
  applicationId: Id,
  applicationName: z.string(),
  version: z.string(),
  contained: z.boolean(),
  /** Every target is contained, or left as it is by a person. */
  settled: z.boolean(),
  says: z.string(),
  /** When the newest attempt was decided. */
  decidedAt: Time.nullable(),
  targets: z.array(ContainmentRow),
});
export type ContainmentView = z.infer<typeof ContainmentView>;

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
  'rollouts.containment': reads('viewer', release, ContainmentView),
  /** Releases that are being taken back, until every target is contained or accepted and a little longer. From the store alone. */
  'rollouts.containments': reads('viewer', z.object({}), z.array(ContainmentView)),
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
  /** Goes on with one target now: a refused write is tried again, a waiting or unknown one is looked at at once. */
  'rollouts.carryOn': changes('operator', z.object({ rolloutId: Id, reason: Reason }), z.object({})),
  /** Settles a target by hand: contained where the platform shows so, else left as it is. Sends nothing. */
  'rollouts.settle': changes('operator', z.object({ rolloutId: Id, reason: Reason }), z.object({ standing: z.enum(standings) })),
  /**
   * Takes a release back everywhere at once, pages everybody and tries again what was refused before. Pressed again it carries on;
   * `decisionId` is null when everything was under way already.
   */
  'rollouts.emergency': changes('operator', release.extend({ reason: Reason }), z.object({ decisionId: Id.nullable() })),
  /** Asks the health endpoints of an application after a release was taken back, and records the answers. */
  'rollouts.askEndpoints': changes('operator', release, z.array(EndpointRow)),
  /** What the health endpoints said when they were last asked about this release. From the store alone. */
  'rollouts.endpointAnswers': reads('viewer', release, z.object({ askedAt: Time.nullable(), rows: z.array(EndpointRow) })),
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
