import { z } from 'zod';
import { drillStates } from '../core/model/drill.ts';
import { changes, reads } from './call.ts';
import { Id, Time } from './shapes.ts';

/** What is to be rehearsed: a scenario under a plan of the workspace; `byHand` leaves taking back to the person. */
const Wish = z.object({ scenario: z.string().min(1).max(100), plan: z.string().min(1).max(200), byHand: z.boolean().default(true) });

const Milliseconds = z.number().nullable();

/** One fire drill with what it measured. Times in ms. */
export const DrillRow = z.object({
  id: Id,
  person: z.string(),
  scenario: z.string(),
  title: z.string(),
  release: z.string(),
  planName: z.string(),
  planFile: z.string(),
  byHand: z.boolean(),
  speed: z.number(),
  state: z.enum(drillStates),
  startedAt: Time,
  endedAt: Time.nullable(),
  badAt: Time.nullable(),
  detectedAt: Time.nullable(),
  pressedAt: Time.nullable(),
  containedAt: Time.nullable(),
  detectedMs: Milliseconds,
  pressMs: Milliseconds,
  containedMs: Milliseconds,
  totalMs: Milliseconds,
  promises: z.array(z.object({ title: z.string(), promiseMs: z.number(), tookMs: z.number(), kept: z.boolean() })),
  pressed: z.array(z.object({ at: Time, who: z.string(), says: z.string(), contains: z.boolean() })),
  targets: z.array(z.object({ name: z.string(), surface: z.string(), exposedAt: Time.nullable(), containedAt: Time.nullable() })),
  exposedUsersMax: z.number(),
  notes: z.array(z.string()),
  /** The same person's drill before, of the same scenario where there is one. */
  before: z
    .object({ id: Id, title: z.string(), startedAt: Time, pressMs: Milliseconds, containedMs: Milliseconds, totalMs: Milliseconds })
    .nullable(),
});
export type DrillRow = z.infer<typeof DrillRow>;

export const DrillScenario = z.object({ id: z.string(), title: z.string(), summary: z.string() });
export type DrillScenario = z.infer<typeof DrillScenario>;

/** How a plan would be played, said before the start. */
export const DrillPreparation = z.object({
  /** Null when it can be played; else why not and what to do. */
  problem: z.string().nullable(),
  speed: z.number(),
  /** A release that stays good needs at least this long for all stages, ms; a fault ends a drill sooner. */
  lastsMs: z.number(),
  metrics: z.array(z.object({ id: z.string(), title: z.string(), use: z.enum(['asked', 'standIn', 'blind']), says: z.string() })),
  judging: z.array(z.string()),
  blind: z.array(z.string()),
  leftOut: z.array(z.string()),
  targets: z.array(z.string()),
});
export type DrillPreparation = z.infer<typeof DrillPreparation>;

export const DrillReminder = z.object({ everyDays: z.number(), lastAt: Time.nullable(), due: z.boolean() });
export type DrillReminder = z.infer<typeof DrillReminder>;

/** The drill of this console, until it is put away; and what the real fleet asks for meanwhile. */
export const DrillNow = z.object({ drill: DrillRow.nullable(), now: Time, realNeeds: z.number() });
export type DrillNow = z.infer<typeof DrillNow>;

export const drills = {
  /** What can be rehearsed here, and whether a drill is due. `available` is false where no console runs that could play one. */
  'drills.offer': reads(
    'viewer',
    z.object({}),
    z.object({ available: z.boolean(), scenarios: z.array(DrillScenario), reminder: DrillReminder }),
  ),
  /** Maps a plan onto the practice fleet without starting anything. */
  'drills.prepare': reads('viewer', Wish, DrillPreparation),
  /** Starts a drill in a workspace of its own, beside a practice fleet of its own. One at a time. */
  'drills.begin': changes('operator', Wish, DrillRow),
  'drills.now': reads('viewer', z.object({}), DrillNow),
  /** Asks the console of the drill; it answers as the real one does, and checks role and input itself. Nothing real can be reached. */
  'drills.call': reads(
    'viewer',
    z.object({ name: z.string().max(100), input: z.unknown(), key: z.string().max(200).nullable().default(null) }),
    z.object({ result: z.unknown() }),
  ),
  /** Puts the drill away; one that still runs counts as cancelled. */
  'drills.end': changes('operator', z.object({}), DrillRow),
  /** The record of drills, newest first. */
  'drills.list': reads('viewer', z.object({ limit: z.number().int().min(1).max(500).default(200) }), z.array(DrillRow)),
  /** The same as CSV. */
  'drills.csv': reads('viewer', z.object({}), z.object({ text: z.string() })),
} as const;
