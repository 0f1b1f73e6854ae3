import { z } from 'zod';
import { placeNames } from '../core/playbook/index.ts';
import { changes, reads } from './call.ts';
import { ActorRow, Id, Time } from './shapes.ts';

const PlaybookName = z.string().regex(/^[\w.-]{1,100}$/, 'A playbook is named by its file, such as web-rollback');

export const PlaybookRow = z.object({
  /** File name without its ending. */
  name: z.string(),
  title: z.string(),
  about: z.string(),
  origin: z.enum(['preset', 'workspace']),
  /** Empty for all. */
  applications: z.array(z.string()),
  steps: z.number(),
  /** Steps ticked in the incident; 0 without one. */
  done: z.number(),
  /** Fits the incident; the best first. */
  suggested: z.boolean(),
  why: z.string(),
});
export type PlaybookRow = z.infer<typeof PlaybookRow>;

export const PlaybookBlock = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('text'), text: z.string() }),
  z.object({
    kind: z.literal('step'),
    id: z.string(),
    number: z.number(),
    /** Markdown with the values of the incident filled in. */
    text: z.string(),
    /** Who ticked it and when; null while it is not done. */
    done: z.object({ at: Time, actor: ActorRow }).nullable(),
    /** Why the last tick was taken back, while it is not done. */
    undone: z.object({ at: Time, actor: ActorRow, reason: z.string() }).nullable(),
  }),
]);
export type PlaybookBlock = z.infer<typeof PlaybookBlock>;

export const PlaybookPage = z.object({
  playbook: PlaybookRow,
  blocks: z.array(PlaybookBlock),
  /** Names that stand as `not known` because the record has no value. */
  unknown: z.array(z.string()),
  /** Where the links of its steps lead; null where there is nothing to open. A link opens its place and presses nothing. */
  places: z.record(z.enum(placeNames), z.string().nullable()),
});
export type PlaybookPage = z.infer<typeof PlaybookPage>;

export const playbooks = {
  /** Those for the incident's application first by how well they fit; without an incident all of them by name. */
  'playbooks.list': reads(
    'viewer',
    z.object({ incidentId: Id.nullable().default(null) }),
    z.object({
      rows: z.array(PlaybookRow),
      /** Files of the workspace that cannot be used. */
      problems: z.array(z.object({ file: z.string(), line: z.number(), message: z.string() })),
      /** Where a team keeps its own. */
      folder: z.string(),
    }),
  ),
  'playbooks.get': reads('viewer', z.object({ name: PlaybookName, incidentId: Id.nullable().default(null) }), PlaybookPage),
  /** `step` is its id or its number. Taking a tick back needs a reason, and keeps the tick in the record. */
  'playbooks.tick': changes(
    'operator',
    z.object({
      incidentId: Id,
      playbook: PlaybookName,
      step: z.string().min(1).max(40),
      done: z.boolean().default(true),
      reason: z.string().trim().max(2000).default(''),
    }),
    z.object({ entryId: Id, step: z.string(), number: z.number(), done: z.boolean() }),
  ),
} as const;
