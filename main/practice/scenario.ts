import { z } from 'zod';
import { surfacesWithUsers } from './catalogue.ts';

export const paces = ['practice', 'day'] as const;
/** `practice` lives in seconds for people who watch, `day` in hours for drills on a simulated clock. */
export type Pace = (typeof paces)[number];

/** `partial`: taken back where the platforms allowed it, and open where one refused. */
export const outcomes = ['completed', 'rolledBack', 'partial', 'held', 'waiting'] as const;
export type Outcome = (typeof outcomes)[number];

const Milliseconds = z.int().min(0);
/** A moment told by what the rollout did, so that it fits every pace: the share first reached `percent`, then `delayMs` passed. */
const Moment = z.strictObject({
  percent: z.number().gt(0).max(100),
  delayMs: z.strictObject({ practice: Milliseconds, day: Milliseconds }),
});
export type Moment = z.infer<typeof Moment>;

const Rate = z.number().min(0).max(1);
const Faults = z.strictObject({
  errorRate: Rate.optional(),
  latencyFactor: z.number().positive().optional(),
  crashRate: Rate.optional(),
  authFailureRate: Rate.optional(),
  platforms: z.array(z.enum(surfacesWithUsers)).min(1).optional(),
  from: Moment,
});
export type Faults = z.infer<typeof Faults>;

const Event = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('metricsDown'), at: Moment }),
  z.strictObject({ kind: z.literal('metricsUp'), at: Moment }),
  z.strictObject({
    kind: z.literal('drift'),
    at: Moment,
    target: z.enum(['desktop', 'mobile']),
    toPercent: z.int().min(1).max(99),
  }),
  z.strictObject({ kind: z.literal('flaky'), at: Moment, share: Rate, limit: z.int().min(1) }),
  /** From then on a platform refuses every write. */
  z.strictObject({ kind: z.literal('refuse'), at: Moment, platform: z.enum(['github', 'firebase', 'play', 'flagsmith']) }),
  /** Somebody takes the versions away that could be returned to. */
  z.strictObject({ kind: z.literal('loseWayBack'), at: Moment, target: z.enum(['desktop']) }),
  /** A colleague changes the share in the middle of the next write. */
  z.strictObject({ kind: z.literal('driftOnWrite'), at: Moment, target: z.enum(['desktop', 'mobile']), toPercent: z.int().min(1).max(99) }),
  /** The network goes in the middle of the next write. */
  z.strictObject({ kind: z.literal('networkLost'), at: Moment, forMs: z.strictObject({ practice: Milliseconds, day: Milliseconds }) }),
]);
export type ScenarioEvent = z.infer<typeof Event>;

export const Scenario = z
  .strictObject({
    id: z.string().regex(/^[a-z][a-z-]*$/),
    title: z.string().min(1),
    summary: z.string().min(1),
    watch: z.string().min(1),
    application: z.enum(['harbor', 'pryde']),
    version: z.string().regex(/^\d+\.\d+\.\d+$/),
    previousVersion: z.string().regex(/^\d+\.\d+\.\d+$/),
    faults: Faults.nullable(),
    events: z.array(Event),
    /** Factor on everybody's use of the application; 1 is normal. */
    traffic: z.number().positive(),
    expected: z.enum(outcomes),
    /** Plan names: the short one for people who watch, the long one for drills. */
    plans: z.strictObject({ live: z.string().min(1), drill: z.string().min(1) }),
    /** What a driver of the engine does; the fleet itself takes no part in it. */
    driver: z
      .union([
        z.strictObject({ killEngine: z.literal('midRollback') }),
        z.strictObject({ emergency: z.literal('withoutConsole') }),
        z.strictObject({ secondConsole: z.literal('whileRolling') }),
      ])
      .nullable(),
  })
  .readonly();
export type Scenario = z.infer<typeof Scenario>;

/** The moment's wait at a pace, ms. */
export function delayOf(moment: Moment, pace: Pace): number {
  return moment.delayMs[pace];
}
