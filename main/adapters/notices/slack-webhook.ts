import { z } from 'zod';
import type { Notice } from '../../core/model/notice.ts';
import { AdapterError } from '../errors.ts';
import { problemFrom } from '../http/problem-from.ts';
import { BaseUrl, field } from '../settings-kit.ts';
import type { NoticeAdapter } from './port.ts';

export interface SlackSettings {
  readonly url: string;
}

const slackHosts = ['hooks.slack.com', 'hooks.slack-gov.com'];
const loopback = /^http:\/\/(127\.0\.0\.1|localhost)[:/]/;
const longestHeader = 150;
const longestSection = 3000;
const marks = { info: ':information_source:', warning: ':large_orange_diamond:', error: ':small_red_triangle:', critical: ':rotating_light:' } as const;

const schema = z.object({
  url: BaseUrl.refine((url) => slackHosts.includes(new URL(url).host) || loopback.test(url), { message: 'an address that starts with https://hooks.slack.com/services/' }),
});

/** Slack reads these three as markup; escaped, a release name cannot ping a channel. */
export function escapeText(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

function cut(text: string, length: number): string {
  return text.length <= length ? text : `${text.slice(0, length - 1)}…`;
}

/** A notice as Block Kit, within Slack's limits; `text` is what notifications and screen readers get. */
export function slackMessage(notice: Notice): { text: string; blocks: unknown[] } {
  const links = notice.links.slice(0, 5).map((link) => ({ type: 'button', text: { type: 'plain_text', text: cut(link.text, 75) }, url: link.href }));
  return {
    text: cut(`${marks[notice.severity]} ${escapeText(notice.title)}`, longestSection),
    blocks: [
      { type: 'header', text: { type: 'plain_text', text: cut(notice.title, longestHeader) } },
      ...(notice.body === '' ? [] : [{ type: 'section', text: { type: 'mrkdwn', text: cut(escapeText(notice.body), longestSection) } }]),
      ...(links.length === 0 ? [] : [{ type: 'actions', elements: links }]),
      { type: 'context', elements: [{ type: 'mrkdwn', text: escapeText(notice.dedupKey) }] },
    ],
  };
}

/** Slack through an incoming webhook: one secret address, one channel, no right to read. */
export const slackWebhook = {
  id: 'slack-webhook',
  label: 'Slack webhook',
  settings: { fields: [field('url', 'Webhook address', 'Whoever has it can post to the channel, so it is kept as a secret.', { kind: 'secret', placeholder: 'https://hooks.slack.com/services/…' })], schema },
  hosts: (settings) => [new URL(settings.url).host],
  async test(context) {
    const host = new URL(context.settings.url).host;
    return await Promise.resolve([{ what: 'Address', ok: null, detail: `A webhook can only be tried by posting; ${host} will be used with the next notice.` }]);
  },
  async send(context, notice) {
    const answer = await context.http.send({ method: 'POST', url: context.settings.url, body: slackMessage(notice) });
    if (answer.status === 200 && answer.text.trim() === 'ok') return;
    const broken = answer.status === 403 || answer.status === 404 || answer.status === 410;
    if (answer.status === 200) throw new AdapterError('invalid', `Slack answered "${answer.text.slice(0, 80)}" instead of ok.`);
    throw problemFrom(answer, {
      doing: 'posting to Slack',
      said: answer.text.slice(0, 80),
      ...(broken ? { kind: 'permission' as const } : {}),
      advice: { permission: 'The webhook was removed or its channel archived: make a new one and paste its address in Connections.' },
      now: context.now(),
    });
  },
} satisfies NoticeAdapter<SlackSettings>;
