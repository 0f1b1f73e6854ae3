import { z } from 'zod';
import { changes, reads } from './call.ts';
import { StageRow, Time } from './shapes.ts';

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

export const PlanDetail = PlanRow.extend({ text: z.string(), explanation: z.array(z.string()) });
export type PlanDetail = z.infer<typeof PlanDetail>;

export const plans = {
  'plans.list': reads('viewer', z.object({}), z.array(PlanRow)),
  'plans.get': reads('viewer', z.object({ file: z.string() }), PlanDetail),
  /** Checks text without saving it. */
  'plans.check': reads(
    'viewer',
    z.object({ text: z.string().max(500_000), file: z.string().default('plan.yaml') }),
    z.object({ ok: z.boolean(), problems: z.array(PlanProblem), explanation: z.array(z.string()), hash: z.string().nullable() }),
  ),
  /** Saves a team's plan into the workspace; a broken one is refused with its problems. */
  'plans.save': changes(
    'admin',
    z.object({ file: z.string().regex(/^[\w.-]+\.ya?ml$/, 'A plan file is named like my-plan.yaml'), text: z.string().max(500_000) }),
    PlanDetail,
  ),
} as const;
