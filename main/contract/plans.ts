import { z } from 'zod';
import { changes, reads } from './call.ts';
import { rolloutStates } from '../core/model/rollout.ts';
import { ActorRow, Id, StageRow, Time } from './shapes.ts';

export const PlanProblem = z.object({ line: z.number().nullable(), column: z.number().nullable(), path: z.string(), message: z.string() });
export const PlanRow = z.object({
  name: z.string(),
  file: z.string(),
  /** `preset` ships with Tidegate, `workspace` is the team's own. */
  origin: z.enum(['preset', 'workspace']),
  hash: z.string(),
  description: z.string(),
  stages: z.array(StageRow),
  gates: z.number(),
  problems: z.array(PlanProblem),
  changedAt: Time.nullable(),
});
export type PlanRow = z.infer<typeof PlanRow>;

/** A stage with what it waits for, as it is drawn. */
export const OutlineStage = StageRow.extend({
  /** Titles of the checks and signoffs asked for before the release goes on. */
  checks: z.array(z.string()),
  signoffs: z.array(z.string()),
  gates: z.number(),
});
export type OutlineStage = z.infer<typeof OutlineStage>;

/** What a plan does, step by step; for a drawing. */
export const PlanOutline = z.object({
  stages: z.array(OutlineStage),
  /** Titles of the checks and signoffs asked for before anybody gets the release. */
  before: z.object({ checks: z.array(z.string()), signoffs: z.array(z.string()) }),
  /** Least time from the start to the end, ms. */
  leastMs: z.number(),
  dryRun: z.boolean(),
});
export type PlanOutline = z.infer<typeof PlanOutline>;

export const PlanDetail = PlanRow.extend({ text: z.string(), explanation: z.array(z.string()), outline: PlanOutline.nullable() });
export type PlanDetail = z.infer<typeof PlanDetail>;

const Hash = z.string().regex(/^[0-9a-f]{4,64}$/, 'A version is named by its hash, at least its first four characters');
const FileName = z
  .string()
  .max(120)
  .regex(/^[\w.-]+\.ya?ml$/, 'A plan file is named like my-plan.yaml');

/** One text that a plan file has had. */
export const PlanVersionRow = z.object({
  hash: z.string(),
  at: Time,
  /** Null when the file was written by something else, such as another editor. */
  actor: ActorRow.nullable(),
  /** The text that is in the file now. */
  current: z.boolean(),
  /** Lines that differ from the version before; null for the first one. */
  changed: z.object({ added: z.number(), removed: z.number() }).nullable(),
  rollouts: z.object({
    total: z.number(),
    newest: z.array(z.object({ id: Id, application: z.string(), target: z.string(), version: z.string(), state: z.enum(rolloutStates) })),
  }),
});
export type PlanVersionRow = z.infer<typeof PlanVersionRow>;

export const PlanText = z.object({ file: z.string(), hash: z.string(), text: z.string(), at: Time, actor: ActorRow.nullable() });
export type PlanText = z.infer<typeof PlanText>;

export const plans = {
  'plans.list': reads('viewer', z.object({}), z.array(PlanRow)),
  'plans.get': reads('viewer', z.object({ file: z.string() }), PlanDetail),
  /** The smallest fault each stage could see, for every target whose traffic of the last day is known. */
  'plans.sensitivity': reads(
    'viewer',
    z.object({ text: z.string().max(500_000) }),
    z.array(
      z.object({
        targetId: Id,
        target: z.string(),
        applicationId: Id,
        stages: z.array(z.object({ stage: z.string(), percent: z.number(), blind: z.boolean(), words: z.string() })),
      }),
    ),
  ),
  /** Checks text without saving it. */
  'plans.check': reads(
    'viewer',
    z.object({ text: z.string().max(500_000), file: z.string().default('plan.yaml') }),
    z.object({
      ok: z.boolean(),
      problems: z.array(PlanProblem),
      explanation: z.array(z.string()),
      hash: z.string().nullable(),
      outline: PlanOutline.nullable(),
    }),
  ),
  /** Every text a plan file has had, newest first. */
  'plans.versions': reads('viewer', z.object({ file: z.string() }), z.array(PlanVersionRow)),
  'plans.version': reads('viewer', z.object({ file: z.string(), hash: Hash }), PlanText),
  /**
   * Saves a team's plan into the workspace; a broken one is refused with its problems. `basedOn` is the hash of the text that was
   * edited, null for a new file: a file that meanwhile holds something else is left alone.
   */
  'plans.save': changes(
    'admin',
    z.object({ file: FileName, text: z.string().max(500_000), basedOn: z.string().max(64).nullable().optional() }),
    PlanDetail,
  ),
  /** Gives a team's plan file another name; its versions come along. */
  'plans.rename': changes('admin', z.object({ file: FileName, to: FileName }), PlanDetail),
} as const;
