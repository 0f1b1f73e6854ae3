import { z } from 'zod';
import { hookRefusals, hookShapes } from '../core/model/hook.ts';
import { changes, reads } from './call.ts';
import { Id, Reason, Time } from './shapes.ts';

const RefusalRow = z.object({ kind: z.enum(hookRefusals), says: z.string(), count: z.number(), lastAt: Time });

export const HookRow = z.object({
  id: Id,
  name: z.string(),
  applicationId: Id,
  applicationName: z.string(),
  shape: z.enum(hookShapes),
  /** Path at this console's address where messages are posted. */
  path: z.string(),
  createdAt: Time,
  rotatedAt: Time.nullable(),
  /** Until when the secret of before is taken too; null when it is not. */
  formerUntil: Time.nullable(),
  lastUsedAt: Time.nullable(),
  used: z.number(),
  /** False when the vault of this machine has no secret for it: everything is refused until it is rotated. */
  secretKept: z.boolean(),
  refused: z.number(),
  refusals: z.array(RefusalRow),
});
export type HookRow = z.infer<typeof HookRow>;

/** The secret is answered once, and null when the same press is repeated. */
const WithSecret = z.object({ hook: HookRow, secret: z.string().nullable() });

/** Ways in for programs that sign what they send. */
export const hooks = {
  /** `elsewhere` are refusals at addresses that name no webhook. */
  'hooks.list': reads('viewer', z.object({}), z.object({ hooks: z.array(HookRow), elsewhere: z.array(RefusalRow) })),
  'hooks.create': changes(
    'admin',
    z.object({ name: z.string().trim().min(1).max(60), applicationId: Id, shape: z.enum(hookShapes) }),
    WithSecret,
  ),
  /** `keepFormerHours`: how long the secret of before is taken too, h; 0 ends it at once. */
  'hooks.rotate': changes(
    'admin',
    z.object({ hookId: Id, keepFormerHours: z.int().min(0).max(24).default(0), reason: Reason }),
    WithSecret,
  ),
  'hooks.remove': changes('admin', z.object({ hookId: Id, reason: Reason }), z.object({})),
} as const;
