import { timingSafeEqual } from 'node:crypto';
import { verifyWithFallback } from '@octokit/webhooks-methods';
import { signStandard } from '../../adapters/http/standard-webhook.ts';
import type { HookRefusal, HookShape } from '../../core/model/hook.ts';
import { timeProblem } from '../../core/hooks/message.ts';

/** A message as it arrived. Header names are in lower case. */
export interface HookDelivery {
  /** The last part of the path it was sent to. */
  readonly address: string;
  readonly headers: Readonly<Record<string, string>>;
  /** The body, byte for byte. */
  readonly body: string;
}

interface Refused {
  readonly ok: false;
  readonly refusal: HookRefusal;
  readonly says: string;
}
export type Verified = { readonly ok: true; readonly deliveryId: string } | Refused;

const idPattern = /^[\w.:-]{1,200}$/;

/** What keeps a message from having the right signature, told from its headers alone: its body need not be read. Null when nothing does. */
export function headersProblem(shape: HookShape, headers: HookDelivery['headers']): Refused | null {
  if (shape === 'github') {
    const signature = headers['x-hub-signature-256'] ?? '';
    const missing = missingOf({
      'X-Hub-Signature-256': signature,
      'X-GitHub-Delivery': headers['x-github-delivery'],
      'X-GitHub-Event': headers['x-github-event'],
    });
    return missing ?? (/^sha256=[0-9a-f]{64}$/.test(signature) ? null : wrongSignature);
  }
  const { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': signatures } = headers;
  const missing = missingOf({ 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': signatures });
  if (missing !== null) return missing;
  if (!/^\d{1,12}$/.test(timestamp ?? '')) return { ok: false, refusal: 'time', says: 'webhook-timestamp is no Unix time in seconds.' };
  return givenSignatures(signatures ?? '').some((one) => /^v1,[A-Za-z0-9+/]{43}=$/.test(one)) ? null : wrongSignature;
}

/** Checks signature and, where the signature covers one, the time. `secrets` are all that are taken now, the newest first. */
export async function verifyDelivery(shape: HookShape, secrets: readonly string[], delivery: HookDelivery, now: number): Promise<Verified> {
  const problem = headersProblem(shape, delivery.headers);
  if (problem !== null) return problem;
  return shape === 'github' ? await verifyGithub(secrets, delivery) : verifyStandard(secrets, delivery, now);
}

/** The header covers only the body: time and repeats are told by what is inside it. */
async function verifyGithub(secrets: readonly string[], { headers, body }: HookDelivery): Promise<Verified> {
  const signature = headers['x-hub-signature-256'] ?? '';
  const deliveryId = headers['x-github-delivery'] ?? '';
  const [secret, ...former] = secrets;
  if (secret === undefined || body === '') return wrongSignature;
  if ((await verifyWithFallback(secret, body, signature, former)) !== true) return wrongSignature;
  return { ok: true, deliveryId };
}

function verifyStandard(secrets: readonly string[], { headers, body }: HookDelivery, now: number): Verified {
  const deliveryId = headers['webhook-id'] ?? '';
  const seconds = Number(headers['webhook-timestamp']);
  const given = givenSignatures(headers['webhook-signature'] ?? '');
  const wanted = secrets.map((secret) => signStandard(secret, deliveryId, seconds, body));
  if (!given.some((one) => wanted.some((other) => sameText(one, other)))) return wrongSignature;
  const late = timeProblem(seconds * 1000, now);
  return late === null ? { ok: true, deliveryId } : { ok: false, refusal: 'time', says: late };
}

/** A sender that rotates its keys signs with two or three; more are not looked at. */
const mostSignatures = 5;

function givenSignatures(text: string): string[] {
  return text.split(' ', mostSignatures);
}

const wrongSignature = {
  ok: false,
  refusal: 'signature',
  says: 'The signature does not match the body and the secret of this webhook. Nothing was done.',
} as const;

function missingOf(headers: Readonly<Record<string, string | undefined>>): Refused | null {
  const missing = Object.keys(headers).filter((name) => (headers[name] ?? '') === '');
  if (missing.length > 0) return { ok: false, refusal: 'missing', says: `Missing: ${missing.join(', ')}. Nothing was done.` };
  const ids = Object.entries(headers).filter(([name]) => /delivery|-id$/i.test(name));
  const bad = ids.find(([, value]) => !idPattern.test(value ?? ''));
  return bad === undefined ? null : { ok: false, refusal: 'missing', says: `${bad[0]} holds no id. Nothing was done.` };
}

function sameText(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)];
  return a.length === b.length && timingSafeEqual(a, b);
}
