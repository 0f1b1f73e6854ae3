import { z } from 'zod';
import type { AdapterContext } from '../context.ts';
import { parseAnswer } from '../http/parse-answer.ts';
import { problemFrom } from '../http/problem-from.ts';
import { BaseUrl, field, Required } from '../settings-kit.ts';
import { testLines } from '../test-lines.ts';
import { Answer, answerOf } from './guardian/answer.ts';
import type { CheckAdapter } from './port.ts';

export interface GuardianSettings {
  readonly url: string;
  readonly token: string;
}

const schema = z.object({
  url: BaseUrl,
  token: Required.refine((token) => /^[\x21-\x7e]+$/.test(token), { message: 'must be one word without special characters' }),
});

/** It may run scans before it answers, ms. */
const timeoutMs = 30_000;

/** A question changes nothing, so an answer that got lost is asked for again. */
async function ask(context: AdapterContext<GuardianSettings>, body: Readonly<Record<string, unknown>>): Promise<Answer> {
  const { url, token } = context.settings;
  const headers = { authorization: `Bearer ${token}` };
  const answer = await context.http.send({ method: 'POST', url, headers, body, reads: true, timeoutMs });
  if (answer.status >= 200 && answer.status < 300) return parseAnswer(Answer, answer, 'Guardian');
  throw problemFrom(answer, {
    doing: 'asking Guardian',
    said: answer.text.slice(0, 200),
    advice: {
      auth: 'The token is not accepted or has expired: renew it in Connections.',
      permission: 'The token may not ask for this release.',
      notFound: 'Check the address in Connections.',
    },
    now: context.now(),
  });
}

/** Guardian (R1.4): protected paths, change limits, security scan, performance benchmarks, dependency audit. */
export const guardian = {
  id: 'guardian',
  label: 'Guardian',
  settings: {
    fields: [
      field('url', 'Address', 'Where Guardian takes a release and a channel.', {
        kind: 'url',
        placeholder: 'https://ci.example.com/guardian/check',
      }),
      field('token', 'Token', 'Sent as a bearer token.', { kind: 'secret' }),
    ],
    schema,
  },
  options: z.strictObject({}),
  hosts: (settings) => [new URL(settings.url).host],
  test: async (context) =>
    await testLines([
      [
        'Answer',
        async () => void (await ask(context, { release: '0.0.0-connection-test', channel: 'stable', moment: 'beforeStart', stage: null })),
        'Guardian answers and accepts the token.',
      ],
    ]),
  async ask(context, request) {
    const { application, release, channel, moment, stage } = request;
    return answerOf(await ask(context, { application, release, channel, moment, stage }));
  },
} satisfies CheckAdapter<GuardianSettings, Record<string, never>>;
