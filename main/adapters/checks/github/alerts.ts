import { z } from 'zod';
import type { CheckItem } from '../../../core/model/check.ts';
import { githubRefusal, githubSaid, type GithubWords, repositoryUrl, type Repository, sendGithub } from '../../http/github-api.ts';
import { fewOf } from '../shared/answer.ts';
import { listAll } from './pages.ts';
import { type GithubCheckContext, named } from './settings.ts';

/** Worst first. `unrated` are findings of code scanning without a security severity. */
export const severities = ['critical', 'high', 'medium', 'low', 'unrated'] as const;
export type Severity = (typeof severities)[number];
/** Open alerts allowed by severity; one that is not named may have any number. */
export type Allowed = Readonly<Partial<Record<Severity, number | undefined>>>;

interface Alert {
  readonly severity: Severity;
  readonly title: string;
}

/** A kind of alert: where it is listed, and how one is read. */
export interface AlertTool {
  readonly name: string;
  readonly path: string;
  readonly right: string;
  readonly alert: z.ZodType<Alert>;
}

function severityOf(word: string | null | undefined): Severity {
  return severities.find((severity) => severity === word) ?? 'unrated';
}

const CodeAlert = z
  .object({
    number: z.number(),
    rule: z.object({ security_severity_level: z.string().nullish(), description: z.string().nullish(), id: z.string().nullish() }),
  })
  .transform(
    ({ number, rule }): Alert => ({
      severity: severityOf(rule.security_severity_level),
      title: `#${number} ${rule.description ?? rule.id ?? ''}`.trim(),
    }),
  );

const DependencyAlert = z
  .object({
    number: z.number(),
    security_advisory: z.object({ severity: z.string(), summary: z.string().nullish() }),
    dependency: z.object({ package: z.object({ name: z.string() }).nullish() }).nullish(),
  })
  .transform(({ number, security_advisory: advisory, dependency }): Alert => {
    const title = [`#${number}`, dependency?.package?.name, advisory.summary].filter(Boolean).join(' ');
    return { severity: severityOf(advisory.severity), title };
  });

/** Alerts of the newest analysis of a branch or tag; of the default branch when `ref` is null. */
export function codeScanning(ref: string | null): AlertTool {
  const query = ref === null ? '' : `&ref=${encodeURIComponent(ref)}`;
  return {
    name: 'Code scanning',
    path: `/code-scanning/alerts?state=open&per_page=100${query}`,
    right: 'Code scanning alerts: read',
    alert: CodeAlert,
  };
}

/** Alerts of dependencies on the default branch; all of them, or only those of one scope. */
export function dependabot(scope: 'all' | 'runtime' | 'development'): AlertTool {
  const query = scope === 'all' ? '' : `&scope=${scope}`;
  return {
    name: 'Dependabot',
    path: `/dependabot/alerts?state=open&per_page=100${query}`,
    right: 'Dependabot alerts: read',
    alert: DependencyAlert,
  };
}

export function alertWords(repository: Repository, tool: AlertTool): GithubWords {
  return {
    doing: `reading the ${tool.name} alerts of ${named(repository)}`,
    permission: `Reading them needs ${tool.right} (classic tokens: scope security_events).`,
    notFound: `The token may not see them: it needs ${tool.right} (classic tokens: scope security_events).`,
  };
}

/** GitHub's words for a feature that is off, or that never ran: no alerts then means nothing. */
const switchedOff = /not enabled|must be enabled|disabled|not available|no analysis found|no default branch|archived/i;

/** Why there can be no alerts; null when the tool is at work. Throws when the token lacks a right. */
async function offReason(context: GithubCheckContext, repository: Repository, tool: AlertTool): Promise<string | null> {
  const url = `${repositoryUrl(context, repository)}${tool.path.replace('per_page=100', 'per_page=1')}`;
  const words = { ...alertWords(repository, tool), expected: [403, 404] };
  const answer = await sendGithub(context, { method: 'GET', url }, words);
  if (answer.status < 300) return null;
  const said = githubSaid(answer) ?? '';
  if (!switchedOff.test(said)) throw githubRefusal(context.now(), answer, words);
  return `${tool.name} has nothing to say about ${named(repository)}: ${said.slice(0, 200)}. That is no pass.`;
}

/** Open alerts of one tool against what is allowed: an item per severity that has a limit, or one that says why there are none. */
export async function judgeAlerts(
  context: GithubCheckContext,
  repository: Repository,
  tool: AlertTool,
  allowed: Allowed,
): Promise<CheckItem[]> {
  const off = await offReason(context, repository, tool);
  if (off !== null) return [{ name: tool.name, passed: null, detail: off }];
  const url = `${repositoryUrl(context, repository)}${tool.path}`;
  const { items, complete } = await listAll(context, url, alertWords(repository, tool), tool.alert);
  return severities.flatMap((severity): CheckItem[] => {
    const most = allowed[severity];
    if (most === undefined) return [];
    const found = items.filter((alert) => alert.severity === severity).map((alert) => alert.title);
    const name = `${tool.name}, ${severity}`;
    if (found.length > most)
      return [{ name, passed: false, detail: `${complete ? '' : 'At least '}${found.length} open, ${most} allowed: ${fewOf(found, 3)}` }];
    if (!complete) return [{ name, passed: null, detail: 'There are more alerts than are looked through.' }];
    return [{ name, passed: true, detail: `${found.length} open, ${most} allowed.` }];
  });
}
