import { z } from 'zod';
import { findCommit, noCommit } from './github/commit.ts';
import { judgeRuns } from './github/judge-runs.ts';
import { probeGithub } from './github/probe.ts';
import { checkRuns, commitStatuses, runWords, statusWords } from './github/runs.ts';
import {
  githubCheckFields,
  githubCheckHosts,
  githubCheckSchema,
  type GithubCheckSettings,
  repositoryOf,
  repositoryToTry,
} from './github/settings.ts';
import type { CheckAdapter } from './port.ts';
import { answered } from './shared/answer.ts';
import { fill, Template } from './shared/fill.ts';

const Names = z.array(z.string().trim().min(1)).default([]);

/** What a plan may say under `with`. */
const options = z.strictObject({
  required: Names,
  ignore: Names,
  neutral: z.enum(['pass', 'fail']).default('pass'),
  skipped: z.enum(['pass', 'fail']).default('pass'),
  from: z
    .array(z.enum(['checkRuns', 'statuses']))
    .min(1)
    .default(['checkRuns', 'statuses']),
  /** `tags/…`, `heads/…` or a hash. */
  ref: Template.default('tags/v{{release}}'),
});
type Options = z.infer<typeof options>;

/** Check runs and commit statuses of a release's commit (R1.4, R1.10): all of them, or those a plan names, must have passed. */
export const githubChecks = {
  id: 'github-checks',
  label: 'GitHub check runs',
  settings: {
    fields: githubCheckFields(
      'A GitHub App or classic token with Checks: read and Commit statuses: read; fine-grained tokens read statuses only.',
    ),
    schema: githubCheckSchema,
  },
  options,
  hosts: githubCheckHosts,
  test: async (context) => {
    const repository = repositoryToTry(context.settings) ?? { owner: '', repo: '' };
    return await probeGithub(context, [
      {
        what: 'Check runs',
        path: '/commits/HEAD/check-runs?per_page=1',
        words: runWords(repository),
        good: 'The token may read check runs.',
      },
      {
        what: 'Commit statuses',
        path: '/commits/HEAD/status?per_page=1',
        words: statusWords(repository),
        good: 'The token may read commit statuses.',
      },
    ]);
  },
  async ask(context, request, { from, required, ignore, ...wishes }) {
    const repository = repositoryOf(context.settings, request);
    const ref = fill(wishes.ref, request);
    const commit = await findCommit(context, repository, ref);
    if (commit === null) return answered(null, noCommit(repository, ref), []);
    const runs = from.includes('checkRuns') ? await checkRuns(context, repository, commit.sha, wishes) : [];
    const statuses = from.includes('statuses') ? await commitStatuses(context, repository, commit.sha) : [];
    return judgeRuns([...runs, ...statuses], { required, ignore }, commit.words);
  },
} satisfies CheckAdapter<GithubCheckSettings, Options>;
