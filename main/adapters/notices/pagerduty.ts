import { z } from 'zod';
import type { AdapterContext } from '../context.ts';
import { AdapterError } from '../errors.ts';
import type { HttpAnswer } from '../http/client.ts';
import { kindOfStatus, problemFrom } from '../http/problem-from.ts';
import { severities, type Severity } from '../../core/model/notice.ts';
import { BaseUrl, field } from '../settings-kit.ts';
import type { NoticeAdapter } from './port.ts';
import { pagerdutyEvent, type PagerdutyEvent } from './pagerduty/event.ts';

export interface PagerdutySettings {
  readonly routingKey: string;
  readonly apiUrl: string;
  /** Notices from here on page; lesser ones are noted on the timeline of the service. */
  readonly pageFrom: Severity;
}

type Context = AdapterContext<PagerdutySettings>;

const usual = 'https://events.pagerduty.com';
const hosts = ['events.pagerduty.com', 'events.eu.pagerduty.com'];

/** PagerDuty's own two hosts over https, or this machine, where the practice fleet stands in for it. */
function isEvents(address: string): boolean {
  const { protocol, host, hostname, username, pathname } = new URL(address);
  const own = protocol === 'https:' && hosts.includes(host) && pathname === '/';
  const here = protocol === 'http:' && ['127.0.0.1', 'localhost', '[::1]'].includes(hostname);
  return (own || here) && username === '';
}

const schema = z.object({
  routingKey: z
    .string()
    .trim()
    .regex(/^[A-Za-z0-9]{32}$/, 'the 32 letters and digits of an Events API v2 integration'),
  apiUrl: BaseUrl.refine((url) => URL.canParse(url) && isEvents(url), { message: `${usual}, or https://events.eu.pagerduty.com` }).default(
    usual,
  ),
  pageFrom: z.enum(severities).default('error'),
});

const Refusal = z.object({ message: z.string().catch(''), errors: z.array(z.string()).catch([]) });
const wrongKey = 'Check the routing key in Connections: it is shown at the integration of the service, in PagerDuty under Integrations.';

function saidBy(answer: HttpAnswer): string | null {
  try {
    const { message, errors } = Refusal.parse(answer.json());
    return [message, ...errors].filter(Boolean).join('; ');
  } catch {
    return null;
  }
}

/** The dedup key makes every event safe to repeat, so an answer that was lost only means: send it again. */
async function post(context: Context, event: PagerdutyEvent): Promise<void> {
  let answer: HttpAnswer;
  try {
    answer = await context.http.send({ method: 'POST', url: `${context.settings.apiUrl}${event.path}`, body: event.body });
  } catch (error) {
    if (!(error instanceof AdapterError) || error.kind !== 'unknownOutcome') throw error;
    throw new AdapterError('unavailable', 'PagerDuty did not answer. The event is sent again; its key keeps it from paging twice.', {
      detail: error.detail,
    });
  }
  if (answer.status !== 202) throw refusal(context, answer);
}

/** The routing key travels in the body, where the client does not look for credentials: it is concealed here. */
function refusal(context: Context, answer: HttpAnswer): AdapterError {
  const conceal = (text: string): string => (answer.conceal?.(text) ?? text).replaceAll(context.settings.routingKey, '…');
  return problemFrom(
    { ...answer, conceal },
    {
      doing: 'telling PagerDuty',
      kind: answer.status < 300 ? 'invalid' : kindOfStatus(answer.status),
      said: saidBy(answer),
      advice: { invalid: wrongKey, auth: wrongKey, permission: wrongKey, notFound: 'Check the address in Connections.' },
      now: context.now(),
    },
  );
}

/** PagerDuty through the Events API v2: a routing key can send events to one service and read nothing. */
export const pagerduty = {
  id: 'pagerduty',
  label: 'PagerDuty',
  alerts: true,
  settings: {
    fields: [
      field('routingKey', 'Routing key', 'Of an Events API v2 integration of the service that is to be paged.', { kind: 'secret' }),
      field('apiUrl', 'Address', 'Another one only for accounts in the European Union: https://events.eu.pagerduty.com.', {
        kind: 'url',
        required: false,
        default: usual,
      }),
      field('pageFrom', 'Page from', 'Lesser notices are noted on the timeline of the service and wake nobody.', {
        kind: 'select',
        options: [...severities],
        required: false,
        default: 'error',
      }),
    ],
    schema,
  },
  hosts: (settings) => [new URL(settings.apiUrl).host],
  /** Resolves an alert that never was, which PagerDuty takes and drops: nobody is paged. */
  async test(context) {
    try {
      const body = { routing_key: context.settings.routingKey, event_action: 'resolve', dedup_key: 'tidegate:test' };
      await post(context, { path: '/v2/enqueue', body });
      return [{ what: 'Events API', ok: true, detail: 'PagerDuty took an event that opens nothing. Nobody was paged.' }];
    } catch (error) {
      if (!(error instanceof AdapterError)) throw error;
      return [{ what: 'Events API', ok: false, detail: error.message }];
    }
  },
  async send(context, notice, telling) {
    const { routingKey, pageFrom } = context.settings;
    await post(context, pagerdutyEvent(notice, routingKey, pageFrom, telling));
  },
} satisfies NoticeAdapter<PagerdutySettings>;
