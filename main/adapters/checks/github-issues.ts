import { z } from 'zod';
import type { CheckItem } from '../../core/model/check.ts';
import { countIssues, issuesOff, issueWords } from './github/issues.ts';
import { probeGithub } from './github/probe.ts';
import {
  githubCheckFields,
  githubCheckHosts,
  githubCheckSchema,
  type GithubCheckSettings,
  named,
  repositoryOf,
  repositoryToTry,
} from './github/settings.ts';
import type { CheckAdapter } from './port.ts';
import { answered, decisive, worstOf } from './shared/answer.ts';
import { fill, Template } from './shared/fill.ts';

/** What a plan may say under `with`. */
const options = z.strictObject({
  /** Open issues allowed by label. */
  allowed: z
    .record(z.string().trim().min(1), z.int('how many open issues are allowed, such as P0: 0').min(0))
    .refine((labels) => Object.keys(labels).length > 0, { message: 'name at least one label' })
    .default({ P0: 0, P1: 0 }),
  /** Labels an issue must carry besides, such as `release-{{release}}`. */
  also: z.array(Template).default([]),
});
type Options = z.infer<typeof options>;

/** Open issues by label (R1.10, R4.5): no more of each than a plan allows. */
export const githubIssues = {
  id: 'github-issues',
  label: 'GitHub issues',
  settings: { fields: githubCheckFields('Fine-grained token with Issues: read on the repository.'), schema: githubCheckSchema },
  options,
  hosts: githubCheckHosts,
  test: async (context) => {
    const words = issueWords(repositoryToTry(context.settings) ?? { owner: '', repo: '' });
    return await probeGithub(context, [
      { what: 'Issues', path: '/issues?state=open&per_page=1', words, good: 'The token may read issues.' },
    ]);
  },
  async ask(context, request, { allowed, also }) {
    const repository = repositoryOf(context.settings, request);
    const off = await issuesOff(context, repository);
    if (off !== null) return answered(null, off, []);
    const besides = also.map((label) => fill(label, request));
    const items: CheckItem[] = [];
    for (const [label, most] of Object.entries(allowed)) items.push(await countIssues(context, repository, label, besides, most));
    const passed = worstOf(items);
    return answered(passed, `${named(repository)}: ${decisive(items, passed)}`, items);
  },
} satisfies CheckAdapter<GithubCheckSettings, Options>;
