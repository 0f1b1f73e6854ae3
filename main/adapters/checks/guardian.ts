import { z } from 'zod';
import type { CheckItem } from '../../core/model/check.ts';
import { problemFrom } from '../http/problem-from.ts';
import { BaseUrl, field, Required } from '../settings-kit.ts';
import { testLines } from '../test-lines.ts';
import type { CheckAdapter, CheckAnswer } from './port.ts';

export interface GuardianSettings {
  readonly url: string;
  readonly token: string;
}

const good = new Set(['pass', 'passed', 'ok', 'success', 'green']);
const bad = new Set(['fail', 'failed', 'error', 'blocked', 'red']);

const Outcome = { passed: z.boolean().nullish(), status: z.string().nullish(), outcome: z.string().nullish() };
const Item = z.looseObject({ name: z.string(), ...Outcome, detail: z.string().nullish(), message: z.string().nullish() });
const Answer = z.looseObject({ ...Outcome, summary: z.string().nullish(), checks: z.array(Item).default([]) });

/** Anything that is not a clear yes or no is unknown, and unknown is never passed. */
function verdictOf(value: { passed?: boolean | null | undefined; status?: string | null | undefined; outcome?: string | null | undefined }): boolean | null {
  if (typeof value.passed === 'boolean') return value.passed;
  const word = (value.status ?? value.outcome ?? '').toLowerCase();
  return good.has(word) ? true : bad.has(word) ? false : null;
}

function answerOf(body: z.infer<typeof Answer>): CheckAnswer {
  const items: CheckItem[] = body.checks.map((item) => ({ name: item.name, passed: verdictOf(item), detail: item.detail ?? item.message ?? '' }));
  const failed = items.filter((item) => item.passed === false).map((item) => item.name);
  const said = verdictOf(body);
  const passed = failed.length > 0 ? false : said;
  const words = passed === null ? 'Guardian gave no clear answer.' : passed ? 'Guardian passed.' : `Guardian blocked: ${failed.join(', ') || 'no reason given'}.`;
  return { passed, summary: body.summary ?? words, items };
}

/** Guardian (R1.4): protected paths, change limits, security scan, performance benchmarks, dependency audit. */
export const guardian = {
  id: 'guardian',
  label: 'Guardian',
  settings: {
    fields: [
      field('url', 'Address', 'Where Guardian takes a release and a channel.', { kind: 'url', placeholder: 'https://ci.example.com/guardian/check' }),
      field('token', 'Token', 'Sent as a bearer token.', { kind: 'secret' }),
    ],
    schema: z.object({ url: BaseUrl, token: Required }),
  },
  hosts: (settings) => [new URL(settings.url).host],
  async test(context) {
    return await testLines([['Answer', async () => void (await ask(context, { release: '0.0.0-connection-test', channel: 'stable' })), 'Guardian answers and accepts the token.']]);
  },
  async ask(context, request) {
    return answerOf(await ask(context, { ...request }));
  },
} satisfies CheckAdapter<GuardianSettings>;

async function ask(context: Parameters<CheckAdapter<GuardianSettings>['ask']>[0], body: Record<string, unknown>): Promise<z.infer<typeof Answer>> {
  const { url, token } = context.settings;
  const answer = await context.http.send({ method: 'POST', url, headers: { authorization: `Bearer ${token}` }, body, reads: true, timeoutMs: 30_000 });
  if (answer.status >= 300) throw problemFrom(answer, { doing: 'asking Guardian', now: context.now() });
  return Answer.parse(answer.json());
}
