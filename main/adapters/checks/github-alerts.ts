import { z } from 'zod';
import type { CheckItem } from '../../core/model/check.ts';
import { alertWords, type AlertTool, codeScanning, dependabot, judgeAlerts, severities } from './github/alerts.ts';
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
  tools: z
    .array(z.enum(['codeScanning', 'dependabot']))
    .min(1)
    .default(['codeScanning', 'dependabot']),
  /** Open alerts allowed by severity; one that is not named may have any number. */
  allowed: z
    .partialRecord(z.enum(severities), z.int('how many open alerts are allowed, such as high: 0').min(0))
    .refine((limits) => Object.keys(limits).length > 0, { message: 'name at least one severity' })
    .default({ critical: 0, high: 0 }),
  /** Branch or tag whose newest code scanning counts, as `refs/heads/…`; the default branch when left out. */
  ref: Template.optional(),
  scope: z.enum(['all', 'runtime', 'development']).default('all'),
});
type Options = z.infer<typeof options>;

/** Open code-scanning and Dependabot alerts (R1.10): no more of each severity than a plan allows. */
export const githubAlerts = {
  id: 'github-alerts',
  label: 'GitHub security alerts',
  settings: {
    fields: githubCheckFields('Fine-grained token with Code scanning alerts: read and Dependabot alerts: read.'),
    schema: githubCheckSchema,
  },
  options,
  hosts: githubCheckHosts,
  test: async (context) => {
    const repository = repositoryToTry(context.settings) ?? { owner: '', repo: '' };
    const probes = [codeScanning(null), dependabot('all')].map((tool) => ({
      what: tool.name,
      path: tool.path.replace('per_page=100', 'per_page=1'),
      words: alertWords(repository, tool),
      good: `The token may read ${tool.name} alerts.`,
    }));
    return await probeGithub(context, probes);
  },
  async ask(context, request, { tools, allowed, ref, scope }) {
    const repository = repositoryOf(context.settings, request);
    const items: CheckItem[] = [];
    for (const name of tools) {
      const tool: AlertTool = name === 'dependabot' ? dependabot(scope) : codeScanning(ref === undefined ? null : fill(ref, request));
      items.push(...(await judgeAlerts(context, repository, tool, allowed)));
    }
    const passed = worstOf(items);
    return answered(
      passed,
      passed === true ? `${named(repository)} has no alerts beyond what is allowed.` : decisive(items, passed),
      items,
    );
  },
} satisfies CheckAdapter<GithubCheckSettings, Options>;
