import { z } from 'zod';
import { insideVerdicts, manifestVerdicts, stepStates } from '../core/reissue/index.ts';
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

/** Where issuing a good desktop version again under a higher number stands. Percent 0–100, sizes in bytes. */
export const ReissueRow = z.object({
  repository: z.string(),
  badVersion: z.string(),
  goodVersion: z.string(),
  newVersion: z.string(),
  commit: z.string().nullable(),
  steps: z.array(
    z.object({
      id: z.enum(['version', 'draft', 'files', 'metadata', 'publish']),
      title: z.string(),
      state: z.enum(stepStates),
      says: z.string(),
    }),
  ),
  files: z.array(z.object({ name: z.string(), size: z.number(), verdict: z.enum(insideVerdicts), says: z.string() })),
  manifests: z.array(z.object({ name: z.string(), verdict: z.enum(manifestVerdicts), says: z.string() })),
  /** What cannot be found out here; publishing takes somebody's word for it. */
  doubts: z.array(z.string()),
  /** Why it cannot be published now; null when it can. */
  blocked: z.string().nullable(),
  users: z.array(z.string()),
  draftUrl: z.string().nullable(),
  publishedPercent: z.number().nullable(),
  calls: z.array(z.string()),
});
export type ReissueRow = z.infer<typeof ReissueRow>;

const reissue = z.object({
  applicationId: Id,
  /** The release that was taken back. */
  version: VersionText,
  /** Null: the version before. */
  goodVersion: VersionText.nullable().default(null),
  /** Null: the next free number. */
  newVersion: VersionText.nullable().default(null),
  targetId: Id.nullable().default(null),
});

export const githubActs = {
  /** What reverting a release in its repository would do, read from GitHub now; changes nothing. */
  'github.revertPlan': reads('viewer', revert, RevertRow),
  /** Prepares a branch, a commit and a draft pull request that revert a release, or finds those that are there. */
  'github.prepareRevert': changes('operator', revert.extend({ reason: Reason }), z.object({ made: z.boolean(), revert: RevertRow })),
  /** Where a re-issue stands, read from GitHub now; `check` downloads its files and looks inside. Changes nothing. */
  'github.reissuePlan': reads('viewer', reissue.extend({ check: z.boolean().default(false) }), ReissueRow),
  /** Makes the draft of the release, or writes its update files: the next step that can be taken from here. Publishes nothing. */
  'github.prepareReissue': changes('operator', reissue.extend({ reason: Reason }), ReissueRow),
  /** Publishes a re-issue whose steps are all done, at a share. `sure` answers for what cannot be found out here. */
  'github.publishReissue': changes(
    'operator',
    reissue.extend({ percent: z.number().int().min(1).max(100), sure: z.boolean().default(false), reason: Reason }),
    z.object({ made: z.boolean(), reissue: ReissueRow }),
  ),
} as const;
