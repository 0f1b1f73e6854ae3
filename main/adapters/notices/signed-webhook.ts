import { z } from 'zod';
import type { AdapterContext } from '../context.ts';
import { AdapterError } from '../errors.ts';
import type { HttpAnswer } from '../http/client.ts';
import { kindOfStatus, problemFrom } from '../http/problem-from.ts';
import { signingKey, signStandard } from '../http/standard-webhook.ts';
import { field, Optional } from '../settings-kit.ts';
import type { NoticeAdapter, Telling } from './port.ts';
import { webhookMessage } from './webhook/message.ts';

export interface SignedWebhookSettings {
  readonly url: string;
  readonly secret: string;
  /** The secret before, while the receiver changes over: the message then carries both signatures. */
  readonly formerSecret?: string | undefined;
  readonly token?: string | undefined;
}

type Context = AdapterContext<SignedWebhookSettings>;

/** Addresses inside a cloud machine that hand out its credentials. */
const metadataHosts = ['169.254.169.254', 'metadata.google.internal', '[fd00:ec2::254]', '100.100.100.200'];

/** A web address over https, or over http on this machine; never with a password, never a cloud's own. */
function mayReceive(address: string): boolean {
  const { protocol, hostname, username } = new URL(address);
  const here = ['127.0.0.1', 'localhost', '[::1]'].includes(hostname);
  return (protocol === 'https:' || here) && username === '' && !metadataHosts.includes(hostname);
}

const Secret = z
  .string()
  .trim()
  .refine((text) => signingKey(text) !== null, 'whsec_ and the base64 of 24 to 64 bytes, as the receiver shows it');

const schema = z.object({
  url: z
    .url({ protocol: /^https?$/, message: 'an address like https://…' })
    .refine((url) => URL.canParse(url) && mayReceive(url), 'an https address without a name and password (http only on this machine)'),
  secret: Secret,
  formerSecret: z.preprocess((value) => (value === '' ? undefined : value), Secret.optional()),
  token: Optional,
});

const advice = {
  notFound: 'The receiver wants no more messages here: correct or remove the connection.',
  auth: 'The receiver does not accept the signature or the token: compare the secret on both sides.',
  permission: 'The receiver does not accept the signature or the token: compare the secret on both sides.',
};

/** The message id stays the same at every try, so a receiver drops a repeat: an answer that was lost only means: send it again. */
async function post(context: Context, body: string, telling: Telling): Promise<HttpAnswer> {
  const { url, secret, formerSecret, token } = context.settings;
  const seconds = Math.floor(context.now() / 1000);
  const secrets = formerSecret === undefined ? [secret] : [secret, formerSecret];
  const headers = {
    'content-type': 'application/json',
    'webhook-id': telling.id,
    'webhook-timestamp': String(seconds),
    'webhook-signature': secrets.map((one) => signStandard(one, telling.id, seconds, body)).join(' '),
    ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
  };
  try {
    return await context.http.send({ method: 'POST', url, headers, body });
  } catch (error) {
    if (!(error instanceof AdapterError) || error.kind !== 'unknownOutcome') throw error;
    throw new AdapterError('unavailable', 'The receiver did not answer. The message is sent again under the same id.', {
      detail: error.detail,
    });
  }
}

/** The receiver knows the secret and may print it: it is concealed here. */
function refusal(context: Context, answer: HttpAnswer): AdapterError {
  const { secret, formerSecret } = context.settings;
  const conceal = (text: string): string => {
    const rest = (answer.conceal?.(text) ?? text).replaceAll(secret, '…');
    return formerSecret === undefined ? rest : rest.replaceAll(formerSecret, '…');
  };
  return problemFrom(
    { ...answer, conceal },
    {
      doing: 'sending the signed message',
      kind: kindOfStatus(answer.status),
      said: conceal(answer.text).slice(0, 80),
      advice,
      now: context.now(),
    },
  );
}

/** Any receiver of signed messages after the Standard Webhooks specification. */
export const signedWebhook = {
  id: 'signed-webhook',
  label: 'Signed webhook',
  alerts: true,
  settings: {
    fields: [
      field('url', 'Address', 'Where messages are posted.', { kind: 'url', placeholder: 'https://example.com/hooks/tidegate' }),
      field('secret', 'Signing secret', 'As the receiver shows it: whsec_ and the base64 of 24 to 64 bytes.', {
        kind: 'secret',
        placeholder: 'whsec_…',
      }),
      field('formerSecret', 'Former signing secret', 'Only while the receiver changes over: messages then carry both signatures.', {
        kind: 'secret',
        required: false,
      }),
      field('token', 'Bearer token', 'Only for receivers that want one besides the signature.', { kind: 'secret', required: false }),
    ],
    schema,
  },
  hosts: (settings) => [new URL(settings.url).host],
  /** Sends a message of its own type: receivers answer it like any other and act on it never. */
  async test(context) {
    try {
      const at = context.now();
      const body = JSON.stringify({ type: 'test.ping', timestamp: new Date(at).toISOString(), data: {} });
      const answer = await post(context, body, { id: `ping_${at}`, at });
      if (answer.status >= 300) throw refusal(context, answer);
      return [{ what: 'Receiver', ok: true, detail: `${new URL(context.settings.url).host} took a signed test.ping message.` }];
    } catch (error) {
      if (!(error instanceof AdapterError)) throw error;
      return [{ what: 'Receiver', ok: false, detail: error.message }];
    }
  },
  async send(context, notice, telling) {
    const answer = await post(context, webhookMessage(notice, telling), telling);
    if (answer.status >= 300) throw refusal(context, answer);
  },
} satisfies NoticeAdapter<SignedWebhookSettings>;
