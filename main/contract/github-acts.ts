import { z } from 'zod';
import { changes, reads } from './call.ts';
import { Id, Reason, VersionText } from './shapes.ts';

/** A revert pull request as GitHub shows it (R2.6). */
export const RevertPullRow = z.object({
  number: z.number(),
  url: z.string(),
  title: z.string(),
  state: z.enum(['open', 'merged', 'closed']),
  draft: z.boolean(),
  /** Null while GitHub has not worked it out. */
  mergeable: z.boolean().nullable(),
});

export const RevertRow = z.object({
  repository: z.string(),
  version: z.string(),
  previousVersion: z.string().nullable(),
  base: z.string(),
  branch: z.string(),
  says: z.string(),
  commits: z.array(z.string()),
  totalCommits: z.number(),
  files: z.array(z.object({ path: z.string(), state: z.enum(['reverts', 'newer', 'already']) })),
  complete: z.boolean(),
  warnings: z.array(z.string()),
  /** Why it cannot be prepared now; null when it can, or is there. */
  blocked: z.string().nullable(),
  pull: RevertPullRow.nullable(),
  /** Exact calls, empty when none would be made. */
  calls: z.array(z.string()),
});
export type RevertRow = z.infer<typeof RevertRow>;

const Branch = z
  .string()
  .trim()
  .regex(/^[\w./-]{1,200}$/, 'name a branch, such as main or release/2.x');

const revert = z.object({
  applicationId: Id,
  version: VersionText,
  /** Null: the version before. */
  toVersion: VersionText.nullable().default(null),
  /** Null: the default branch. */
  base: Branch.nullable().default(null),
});

export const githubActs = {
  /** What reverting a release in its repository would do, read from GitHub now; changes nothing. */
  'github.revertPlan': reads('viewer', revert, RevertRow),
  /** Prepares a branch, a commit and a draft pull request that revert a release, or finds those that are there. */
  'github.prepareRevert': changes('operator', revert.extend({ reason: Reason }), z.object({ made: z.boolean(), revert: RevertRow })),
} as const;
