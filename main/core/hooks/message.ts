import { z } from 'zod';
import type { HookRefusal } from '../model/hook.ts';

/** The word that asks for a release to be taken back: a GitHub event type, or the type of a Standard Webhooks message. */
export const rollbackWord = 'auto-rollback';
/** How far the time of a message may lie from now, either way, ms. */
export const hookToleranceMs = 5 * 60_000;

const words = z.string().trim().min(1);
const Payload = z.looseObject({
  version: words.max(100),
  reason: words.max(2000),
  timestamp: z.union([words.max(40), z.number()]).optional(),
  application: words.max(200).optional(),
  /** Of a dispatch that Tidegate sent. */
  dispatch: words.max(200).optional(),
});
const Github = z.looseObject({ action: z.string(), client_payload: z.unknown().optional() });
const Standard = z.looseObject({ type: z.string(), timestamp: z.unknown().optional(), data: z.unknown().optional() });

/** What a verified message asks for. */
export interface HookWish {
  readonly version: string;
  readonly reason: string;
  /** Id or name of the application; null when the message names none. */
  readonly application: string | null;
  /** When it was sent by its own words, ms; null when it does not say. */
  readonly at: number | null;
  /** Id of the dispatch that this is the echo of; null for any other message. */
  readonly dispatch: string | null;
}

export type HookMessage =
  | { readonly kind: 'wish'; readonly wish: HookWish }
  /** Not for Tidegate: taken without doing anything. */
  | { readonly kind: 'other'; readonly says: string }
  | { readonly kind: 'wrong'; readonly refusal: HookRefusal; readonly says: string };

/** Reads a GitHub delivery. `event` is its `X-GitHub-Event`. */
export function readGithub(event: string, body: unknown): HookMessage {
  if (event === 'ping') return { kind: 'other', says: 'The signature is right. Nothing was done.' };
  if (event !== 'repository_dispatch') return { kind: 'other', says: `Events of kind ${event.slice(0, 60)} are not acted on.` };
  const parsed = Github.safeParse(body);
  if (!parsed.success) return wrong('The body has no action. A repository_dispatch delivery has one.');
  if (parsed.data.action !== rollbackWord)
    return { kind: 'other', says: `Only the event type ${rollbackWord} is acted on, not ${parsed.data.action.slice(0, 60)}.` };
  const message = wishOf(parsed.data.client_payload, 'client_payload');
  if (message.kind === 'wish' && message.wish.at === null)
    return wrong('client_payload.timestamp is missing or no time. Give an ISO 8601 time, such as 2026-11-21T05:00:00Z.', 'time');
  return message;
}

/** Reads a Standard Webhooks message. */
export function readStandard(body: unknown): HookMessage {
  const parsed = Standard.safeParse(body);
  if (!parsed.success) return wrong('The body has no type. A message is {"type": …, "timestamp": …, "data": {…}}.');
  const { type, timestamp, data } = parsed.data;
  if (type !== rollbackWord)
    return { kind: 'other', says: `Only messages of type ${rollbackWord} are acted on, not ${type.slice(0, 60)}.` };
  const message = wishOf(data, 'data');
  if (message.kind !== 'wish') return message;
  return { kind: 'wish', wish: { ...message.wish, at: message.wish.at ?? timeOf(timestamp) } };
}

function wishOf(payload: unknown, where: string): HookMessage {
  const parsed = Payload.safeParse(payload);
  if (!parsed.success) {
    const fields = [...new Set(parsed.error.issues.map((issue) => [where, ...issue.path.map(String)].join('.')))];
    return wrong(`${fields.join(', ')}: ${where} needs version and reason as text.`);
  }
  const { version, reason, application, timestamp, dispatch } = parsed.data;
  const wish = { version, reason, application: application ?? null, at: timeOf(timestamp), dispatch: dispatch ?? null };
  return { kind: 'wish', wish };
}

/** A time as text (ISO 8601) or Unix seconds, in ms; null when it is none. */
function timeOf(value: unknown): number | null {
  if (typeof value === 'number') return value > 0 && value < 1e11 ? value * 1000 : null;
  if (typeof value !== 'string') return null;
  const at = Date.parse(value);
  return Number.isNaN(at) ? null : at;
}

function wrong(says: string, refusal: HookRefusal = 'message'): HookMessage {
  return { kind: 'wrong', refusal, says };
}

/** What is wrong with the time of a message, in words; null when it is near enough to now. */
export function timeProblem(at: number, now: number): string | null {
  const offMs = now - at;
  if (Math.abs(offMs) <= hookToleranceMs) return null;
  const minutes = Math.round(Math.abs(offMs) / 60_000);
  return `The message is from ${minutes} min ${offMs > 0 ? 'ago' : 'ahead'}; at most 5 min are taken. Compare the clocks, or send a new one.`;
}
