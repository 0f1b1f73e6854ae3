import { describe, expect, test } from 'vitest';
import { githubAlerts } from '../../main/adapters/checks/github-alerts.ts';
import { githubChange } from '../../main/adapters/checks/github-change.ts';
import { githubChecks } from '../../main/adapters/checks/github-checks.ts';
import { githubIssues } from '../../main/adapters/checks/github-issues.ts';
import { guardian } from '../../main/adapters/checks/guardian.ts';
import { jsonReport } from '../../main/adapters/checks/json-report.ts';
import type { AdapterContext, TestLine } from '../../main/adapters/context.ts';
import { AdapterError } from '../../main/adapters/errors.ts';
import { flagsmith } from '../../main/adapters/flags/flagsmith.ts';
import { createHttpClient } from '../../main/adapters/http/create-client.ts';
import { httpJson } from '../../main/adapters/metrics/http-json.ts';
import { prometheus } from '../../main/adapters/metrics/prometheus.ts';
import { pagerduty } from '../../main/adapters/notices/pagerduty.ts';
import { signedWebhook } from '../../main/adapters/notices/signed-webhook.ts';
import { slackWebhook } from '../../main/adapters/notices/slack-webhook.ts';
import { firebaseHosting } from '../../main/adapters/platforms/firebase-hosting.ts';
import { githubReleases } from '../../main/adapters/platforms/github-releases.ts';
import { googlePlay } from '../../main/adapters/platforms/google-play.ts';
import type { PlatformAdapter } from '../../main/adapters/platforms/port.ts';
import type { SettingsOf } from '../../main/adapters/settings.ts';
import type { JsonObject } from '../../main/core/model/json.ts';
import type { Notice } from '../../main/core/model/notice.ts';

const secret = 'hush4f9c1e77hush';
const encoded = Buffer.from(`ada:${secret}`).toString('base64');
const now = Date.parse('2026-11-20T10:00:00Z');

interface Tested<S> {
  readonly id: string;
  readonly settings: SettingsOf<S>;
  hosts(settings: S): readonly string[];
  test(context: AdapterContext<S>): Promise<readonly TestLine[]>;
}

/** A far side that repeats everything it was sent, in whatever way `answer` puts it. */
type Answer = (heard: string) => Response;

interface Case {
  readonly name: string;
  readonly work: (answer: Answer) => Promise<unknown>;
  readonly check: (answer: Answer) => Promise<readonly TestLine[]>;
}

function one<S>(name: string, adapter: Tested<S>, settings: JsonObject, work: (context: AdapterContext<S>) => Promise<unknown>): Case {
  const parsed = adapter.settings.schema.parse(settings);
  const contextOf = (answer: Answer): AdapterContext<S> => {
    const http = createHttpClient({
      hosts: adapter.hosts(parsed),
      now: () => now,
      random: () => 0,
      sleep: async () => await Promise.resolve(),
      transport: async (request) => answer([request.url, ...[...request.headers].flat(), await request.text()].join(' ')),
    });
    return { http, settings: parsed, now: () => now };
  };
  return { name, work: (answer) => work(contextOf(answer)), check: (answer) => adapter.test(contextOf(answer)) };
}

function target<S, T>(adapter: PlatformAdapter<S, T>, settings: JsonObject, targetSettings: JsonObject): Case {
  const { surface } = adapter;
  const base = { id: 't', applicationId: 'a', connectionId: 'c', surface, channel: 'stable', name: 'n', population: null };
  const own = { ...base, settings: adapter.targetSettings.schema.parse(targetSettings) };
  return one(adapter.id, adapter, settings, (context) => adapter.read(context, own));
}

const request = {
  application: 'a',
  release: '2.4.0',
  previousRelease: '2.3.0',
  channel: 'stable',
  target: 'web',
  surface: 'web',
  moment: 'beforeStart',
  stage: null,
} as const;
const notice: Notice = { severity: 'error', title: 'Rolled back', body: 'Pryde 2.4.0', links: [], dedupKey: 'k' };

const cases: readonly Case[] = [
  target(firebaseHosting, { accessToken: secret }, { site: 'pryde-web' }),
  target(githubReleases, { token: secret }, { owner: 'acme', repo: 'pryde' }),
  target(googlePlay, { accessToken: secret }, { packageName: 'com.acme.pryde' }),
  target(flagsmith, { apiKey: secret }, { projectId: 1, environmentKey: 'public-key', feature: 'checkout' }),
  one('prometheus', prometheus, { url: 'https://p.example.com', token: secret }, (context) =>
    prometheus.read(context, { query: 'up', scale: 1 }),
  ),
  one('prometheus with a password', prometheus, { url: 'https://p.example.com', user: 'ada', password: secret }, (context) =>
    prometheus.read(context, { query: 'up', scale: 1 }),
  ),
  one('http-json', httpJson, { url: 'https://j.example.com', token: secret }, (context) =>
    httpJson.read(context, { value: '$.a', scale: 1, minutes: 5 }),
  ),
  one('guardian', guardian, { url: 'https://g.example.com/check', token: secret }, (context) => guardian.ask(context, request)),
  one('github-checks', githubChecks, { token: secret, repository: 'acme/pryde' }, (context) =>
    githubChecks.ask(context, request, githubChecks.options.parse({})),
  ),
  one('github-issues', githubIssues, { token: secret, repository: 'acme/pryde' }, (context) =>
    githubIssues.ask(context, request, githubIssues.options.parse({})),
  ),
  one('github-alerts', githubAlerts, { token: secret, repository: 'acme/pryde' }, (context) =>
    githubAlerts.ask(context, request, githubAlerts.options.parse({})),
  ),
  one('github-change', githubChange, { token: secret, repository: 'acme/pryde' }, (context) =>
    githubChange.ask(context, request, githubChange.options.parse({ maxFiles: 1 })),
  ),
  one('json-report', jsonReport, { url: 'https://r.example.com', user: 'ada', password: secret }, (context) =>
    jsonReport.ask(context, request, jsonReport.options.parse({ lighthouse: 'assertions' })),
  ),
  one('slack-webhook', slackWebhook, { url: `https://hooks.slack.com/services/T0/B0/${secret}` }, (context) =>
    slackWebhook.send(context, notice),
  ),
  one('pagerduty', pagerduty, { routingKey: `${secret}${secret}` }, (context) => pagerduty.send(context, notice, { id: 'n', at: now })),
  one(
    'signed-webhook',
    signedWebhook,
    { url: 'https://h.example.com/x', secret: `whsec_${Buffer.from(`${secret}${secret}`).toString('base64')}`, token: secret },
    (context) => signedWebhook.send(context, notice, { id: 'n', at: now }),
  ),
];

const answers: readonly (readonly [what: string, answer: Answer])[] = [
  ...[400, 401, 403, 404, 409, 410, 422, 429, 500, 503].flatMap((status): (readonly [string, Answer])[] => [
    [`${status} in plain text`, (heard) => new Response(heard, { status })],
    [
      `${status} in JSON`,
      (heard) => Response.json({ message: heard, detail: heard, error: { message: heard, status: heard } }, { status }),
    ],
  ]),
  ['a page', (heard) => new Response(`<html>${heard}</html>`)],
  ['JSON of another shape', (heard) => Response.json({ status: heard, data: [heard], id: [heard] })],
  [
    'a redirect elsewhere',
    (heard) => new Response(null, { status: 302, headers: { location: `https://evil.example.com/?token=${encodeURIComponent(heard)}` } }),
  ],
  [
    'a broken connection',
    (heard) => {
      throw new TypeError(`fetch failed ${heard}`, { cause: Object.assign(new Error(heard), { code: 'ECONNRESET' }) });
    },
  ],
];

/** Everything about an error that a person or a log may see. */
function wordsOf(error: unknown): string {
  if (!(error instanceof AdapterError)) throw error;
  return JSON.stringify([error.message, error.detail, error.problem(), error.stack]);
}

describe.each(cases)('secrets of $name', ({ work, check }) => {
  test.each(answers)('design 5 stay out of every word after %s', async (_what, answer) => {
    const thrown: unknown = await work(answer).then(
      () => null,
      (error: unknown) => error,
    );
    const words = thrown === null ? '' : wordsOf(thrown);
    const lines = JSON.stringify(await check(answer));
    for (const hidden of [secret, encoded]) {
      expect(words).not.toContain(hidden);
      expect(lines).not.toContain(hidden);
    }
  });
});
