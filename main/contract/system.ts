import { z } from 'zod';
import { roles } from '../core/model/actor.ts';
import { changes, reads } from './call.ts';
import { Reason, Time } from './shapes.ts';

export const Settings = z.object({
  theme: z.enum(['system', 'light', 'dark']),
  role: z.enum(roles),
  actorName: z.string().trim().min(1).max(100),
  desktopNotifications: z.boolean(),
  notifyFrom: z.enum(['info', 'warning', 'error', 'critical']),
  updateChannel: z.enum(['alpha', 'beta', 'stable']),
  /** Days after which Home reminds of a fire drill; 0 never does. */
  drillEveryDays: z.number().int().min(0).max(365),
  /** Days until the reminder of a post-mortem gets more weight; 0 never reminds. */
  postmortemDays: z.number().int().min(0).max(90),
});
export type Settings = z.infer<typeof Settings>;

export const BackupRow = z.object({
  file: z.string(),
  at: Time,
  bytes: z.number(),
  reason: z.string(),
  intact: z.boolean().nullable(),
  /** Number of the newest audit entry in it; null for a backup of an earlier version, which has no note of it. */
  auditSeq: z.exactOptional(z.number().nullable()),
});
export type BackupRow = z.infer<typeof BackupRow>;

export const ScenarioRow = z.object({ id: z.string(), title: z.string(), summary: z.string(), watch: z.string(), running: z.boolean() });
export type ScenarioRow = z.infer<typeof ScenarioRow>;

/** A file of practice history; `applicationId` and `plan` are null for releases, which name their own. */
export const PracticeFile = z.object({
  kind: z.enum(['releases', 'readings']),
  name: z.string(),
  applicationId: z.string().nullable(),
  plan: z.string().nullable(),
  text: z.string(),
});
export type PracticeFile = z.infer<typeof PracticeFile>;

export const system = {
  'system.settings': reads(
    'viewer',
    z.object({}),
    Settings.extend({
      vault: z.string(),
      auditKey: z.string().nullable().default(null),
      workspaceFolder: z.string(),
      databaseBytes: z.number(),
    }),
  ),
  /** A person may always lower the role of this console; raising it needs the admin right the console was opened with. */
  'system.saveSettings': changes('viewer', Settings.partial(), Settings),
  'system.backups': reads('viewer', z.object({}), z.array(BackupRow)),
  'system.backup': changes('operator', z.object({}), BackupRow),
  /** Keeps the replaced database next to the restored one. */
  'system.restore': changes('admin', z.object({ file: z.string(), reason: Reason }), z.object({ replaced: z.string() })),
  /** First start: choose the embedded practice fleet or an empty workspace. */
  'system.setup': changes('admin', z.object({ choice: z.enum(['practice', 'own']) }), z.object({})),
  'practice.scenarios': reads('viewer', z.object({}), z.array(ScenarioRow)),
  /** Whether the practice network is up; null where there is no practice fleet. */
  'practice.state': reads('viewer', z.object({}), z.object({ networkUp: z.boolean().nullable() })),
  /** Plays a scenario live on the practice fleet with the short plan. */
  'practice.play': changes('operator', z.object({ scenario: z.string() }), z.object({ applicationId: z.string(), version: z.string() })),
  /** Past releases and readings of the practice fleet as files for `history.begin`, the same each time for one `now`. */
  'practice.history': reads('viewer', z.object({}), z.object({ files: z.array(PracticeFile) })),
  /** Cuts or restores the practice network, to see the console offline. */
  'practice.network': changes('operator', z.object({ up: z.boolean() }), z.object({ up: z.boolean() })),
} as const;
