import { z } from 'zod';
import { compare, changeWords } from './change/compare.ts';
import { judgeRisk } from './change/risky.ts';
import { judgeSize } from './change/size.ts';
import { findCommit, noCommit } from './github/commit.ts';
import { probeGithub } from './github/probe.ts';
import {
  githubCheckFields,
  githubCheckHosts,
  githubCheckSchema,
  type GithubCheckSettings,
  repositoryOf,
  repositoryToTry,
} from './github/settings.ts';
import type { CheckAdapter } from './port.ts';
import { answered, decisive, worstOf } from './shared/answer.ts';
import { fill, Template } from './shared/fill.ts';

const Globs = z.array(z.string().trim().min(1).max(500)).default([]);
const Limit = z.int('a whole number, 0 or more').min(0).nullable().default(null);

/** What a plan may say under `with`. */
const options = z
  .strictObject({
    maxFiles: Limit,
    maxLines: Limit,
    ignore: Globs,
    risky: Globs,
    labels: z.array(z.string().trim().min(1)).default([]),
    /** Where a version's commit is; `{{release}}` is filled in for both versions. */
    ref: Template.default('tags/v{{release}}'),
    /** What a release without a version before it means: nothing to compare, or a pass. */
    firstRelease: z.enum(['hold', 'pass']).default('hold'),
  })
  .refine((wish) => wish.maxFiles !== null || wish.maxLines !== null || wish.risky.length > 0, {
    message: 'say what is looked at: maxFiles, maxLines or risky',
  })
  .refine((wish) => wish.labels.length === 0 || wish.risky.length > 0, {
    path: ['labels'],
    message: 'labels belong to risky paths; name some',
  });
type Options = z.infer<typeof options>;

/** Size of a release's change and risky paths in it (R2.11): everything between the version before and this one. */
export const githubChange = {
  id: 'github-change',
  label: 'GitHub change size',
  settings: {
    fields: githubCheckFields('Fine-grained token with Contents: read and Pull requests: read on the repository.'),
    schema: githubCheckSchema,
  },
  options,
  hosts: githubCheckHosts,
  test: async (context) => {
    const words = changeWords(repositoryToTry(context.settings) ?? { owner: '', repo: '' });
    return await probeGithub(context, [
      { what: 'Compare versions', path: '/commits/HEAD?per_page=1', words, good: 'The token may read commits.' },
      { what: 'Pull requests', path: '/pulls?state=closed&per_page=1', words, good: 'The token may read pull requests.' },
    ]);
  },
  async ask(context, request, wish) {
    const repository = repositoryOf(context.settings, request);
    const { previousRelease } = request;
    if (previousRelease === null) {
      const pass = wish.firstRelease === 'pass';
      const advice = pass ? 'The plan lets a first release pass.' : 'Say firstRelease: pass under with to let it through.';
      return answered(pass ? true : null, `There is no version before ${request.release} to compare with. ${advice}`, []);
    }
    const refs = [fill(wish.ref, { ...request, release: previousRelease }), fill(wish.ref, request)] as const;
    const [base, head] = [await findCommit(context, repository, refs[0]), await findCommit(context, repository, refs[1])];
    if (base === null || head === null) return answered(null, noCommit(repository, base === null ? refs[0] : refs[1]), []);
    const change = await compare(context, repository, base.sha, head.sha);
    const range = `${base.words} … ${head.words}`;
    if (change.status === 'behind')
      return answered(null, `${head.words} is older than ${base.words}, so there is no change to size up.`, []);
    const items = [...judgeSize(change, wish), ...(await judgeRisk(context, repository, change, wish))];
    const passed = worstOf(items);
    return answered(passed, `${range}: ${decisive(items, passed)}`, items);
  },
} satisfies CheckAdapter<GithubCheckSettings, Options>;
