import { z } from 'zod';
import { surfaces } from '../core/model/surface.ts';
import { changes, reads } from './call.ts';
import { DecisionRow, Id, PlatformRow, Percent, Reason, RolloutRow, StatusRow, Time } from './shapes.ts';

export const TargetRow = z.object({
  id: Id,
  applicationId: Id,
  connectionId: Id,
  connectionName: z.string(),
  adapter: z.string(),
  surface: z.enum(surfaces),
  channel: z.string(),
  name: z.string(),
  settings: z.record(z.string(), z.json()),
  population: z.number().nullable(),
  platform: PlatformRow.nullable(),
  /** Newest first. */
  releases: z.array(z.object({ version: z.string(), status: z.string(), percent: Percent.nullable(), publishedAt: Time.nullable() })),
});
export type TargetRow = z.infer<typeof TargetRow>;

export const ApplicationRow = z.object({ id: Id, name: z.string(), targets: z.array(TargetRow) });
export type ApplicationRow = z.infer<typeof ApplicationRow>;

/** One thing on Home's "needs you" list. */
export const NeedRow = z.object({
  id: Id,
  kind: z.enum([
    'rollback',
    'failedAction',
    'drift',
    'recommendation',
    'approval',
    'signoff',
    'blind',
    'checkFailed',
    'held',
    'next',
    'nextBlocked',
    'postmortem',
    'incident',
  ]),
  title: z.string(),
  text: z.string(),
  /** For an incident that no rollout is known of: its own id, and `incidentId` leads to it. */
  rolloutId: Id,
  applicationId: Id,
  version: z.string(),
  at: Time.nullable(),
  severity: z.enum(['danger', 'warning', 'info']),
  /** Set when an incident asks for it. */
  incidentId: z.exactOptional(Id),
});
export type NeedRow = z.infer<typeof NeedRow>;

export const HomeView = z.object({
  status: StatusRow,
  needs: z.array(NeedRow),
  rolling: z.array(RolloutRow),
  recent: z.array(RolloutRow),
  decisions: z.array(DecisionRow),
});
export type HomeView = z.infer<typeof HomeView>;

export const fleet = {
  'fleet.status': reads('viewer', z.object({}), StatusRow),
  'fleet.home': reads('viewer', z.object({}), HomeView),
  'fleet.applications': reads('viewer', z.object({}), z.array(ApplicationRow)),
  'fleet.saveApplication': changes(
    'admin',
    z.object({ id: Id.nullable().default(null), name: z.string().trim().min(1).max(100) }),
    z.object({ id: Id }),
  ),
  'fleet.saveTarget': changes(
    'admin',
    z.object({
      id: Id.nullable().default(null),
      applicationId: Id,
      connectionId: Id,
      channel: z.string().trim().min(1).max(100),
      name: z.string().trim().min(1).max(100),
      settings: z.record(z.string(), z.json()),
      population: z.number().int().min(0).nullable().default(null),
    }),
    TargetRow,
  ),
  'fleet.removeTarget': changes('admin', z.object({ targetId: Id, reason: Reason }), z.object({})),
} as const;
