import { z } from 'zod';
import type { ProblemKind } from '../../core/model/connection.ts';
import type { AdapterContext } from '../context.ts';
import { AdapterError } from '../errors.ts';
import type { HttpAnswer } from '../http/client.ts';
import { kindOfStatus, problemFrom } from '../http/problem-from.ts';
import { BaseUrl, field } from '../settings-kit.ts';
import type { NoticeAdapter } from './port.ts';
import { slackMessage } from './slack/message.ts';

export interface SlackSettings {
  readonly url: string;
}

type Context = AdapterContext<SlackSettings>;

const slackHosts = ['hooks.slack.com', 'hooks.slack-gov.com'];

/** Slack's own two hosts over https, or this machine, where the practice fleet stands in for Slack. */
function isWebhook(address: string): boolean {
  const { protocol, host, hostname, pathname, username } = new URL(address);
  const slack = protocol === 'https:' && slackHosts.includes(host);
  const here = protocol === 'http:' && ['127.0.0.1', 'localhost', '[::1]'].includes(hostname);
  return (slack || here) && username === '' && /\/services\/[^/]+\/[^/]+\/[^/]+$/.test(pathname);
}

const schema = z.object({
  url: BaseUrl.refine((url) => URL.canParse(url) && isWebhook(url), {
    message: 'the address Slack shows for the webhook: https://hooks.slack.com/services/ and three parts',
  }),
});

const brokenKinds: Readonly<Record<number, ProblemKind>> = { 403: 'permission', 404: 'notFound', 410: 'notFound' };
const remake = 'The webhook was removed, or its channel archived: make a new one in Slack and paste its address in Connections.';

/**
 * A webhook has no idempotency key and cannot be looked up, so a lost answer leaves a choice: say it perhaps twice, or perhaps
 * never. A notice about a release is worth saying twice, so everything that may pass counts as `unavailable`.
 */
async function post(context: Context, body: unknown): Promise<HttpAnswer> {
  try {
    return await context.http.send({ method: 'POST', url: context.settings.url, body });
  } catch (error) {
    if (!(error instanceof AdapterError) || error.kind !== 'unknownOutcome') throw error;
    throw new AdapterError('unavailable', 'Slack did not answer. The notice is sent again and may appear twice.', { detail: error.detail });
  }
}

function refused(context: Context, answer: HttpAnswer): AdapterError {
  return problemFrom(answer, {
    doing: 'posting to Slack',
    kind: brokenKinds[answer.status] ?? kindOfStatus(answer.status),
    said: answer.text.slice(0, 80),
    advice: { permission: remake, notFound: remake },
    now: context.now(),
  });
}

/** Slack through an incoming webhook: one secret address, one channel, no right to read. */
export const slackWebhook = {
  id: 'slack-webhook',
  label: 'Slack webhook',
  settings: {
    fields: [
      field('url', 'Webhook address', 'Whoever has it can post to the channel, so it is kept as a secret.', {
        kind: 'secret',
        placeholder: 'https://hooks.slack.com/services/…',
      }),
    ],
    schema,
  },
  hosts: (settings) => [new URL(settings.url).host],
  /** Posts an empty message, which a working webhook refuses as empty and a removed one as removed: nobody sees anything. */
  async test(context) {
    try {
      const answer = await post(context, {});
      const there = answer.status === 400 && /^(no_text|invalid_payload|missing_text_or_fallback_or_attachments)$/.test(answer.text.trim());
      if (there) return [{ what: 'Webhook', ok: true, detail: 'The webhook is there. Nothing was posted.' }];
      if (answer.status >= 300) throw refused(context, answer);
      return [{ what: 'Webhook', ok: null, detail: 'The address answers, but not as Slack does. The next notice will show.' }];
    } catch (error) {
      if (!(error instanceof AdapterError)) throw error;
      return [{ what: 'Webhook', ok: false, detail: error.message }];
    }
  },
  async send(context, notice) {
    const answer = await post(context, slackMessage(notice));
    if (answer.status === 200 && answer.text.trim() === 'ok') return;
    if (answer.status >= 300) throw refused(context, answer);
    throw new AdapterError(
      'invalid',
      'The address took the notice without the ok that Slack gives. Check the webhook address in Connections.',
      {
        detail: (answer.conceal?.(answer.text) ?? answer.text).slice(0, 80),
      },
    );
  },
} satisfies NoticeAdapter<SlackSettings>;
