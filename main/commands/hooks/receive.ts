import type { CallProblem } from '../../contract/bridge.ts';
import { textHash } from '../../core/hash.ts';
import { type HookMessage, type HookWish, readGithub, readStandard, timeProblem } from '../../core/hooks/message.ts';
import { type Hook, type HookRefusal, noHook } from '../../core/model/hook.ts';
import type { Json } from '../../core/model/json.ts';
import { emergency } from '../../engine/emergency.ts';
import { headersProblem, type HookDelivery, verifyDelivery } from '../../engine/hooks/verify.ts';
import { PressRefused } from '../../engine/press.ts';
import { listApplications } from '../../store/applications.ts';
import { getDispatch } from '../../store/dispatches.ts';
import { anyHook, getHook, noteUse } from '../../store/hooks.ts';
import { bodyAnswered, bump, findAnswer, rememberAnswer } from '../../store/idempotency.ts';
import { transaction } from '../../store/open.ts';
import { inRecovery } from '../../store/recovery-state.ts';
import type { World } from '../world.ts';
import { secretsOf } from './secrets.ts';
import { createHookTally, type HookTally } from './tally.ts';

/** What the door answers: an HTTP status, what to say, and for a refusal by rate the wait. */
export interface HookAnswer {
  readonly status: 200 | 202 | 400 | 401 | 404 | 405 | 409 | 413 | 415 | 422 | 429 | 500;
  readonly body: Json;
  /** R2.7: what became of the delivery id; null when it was not kept. */
  readonly key: 'created' | 'replayed' | 'conflict' | null;
  readonly retryAfterS: number | null;
}

/** The way in for signed messages. */
export interface HookReceiver {
  /** With no hook the door answers as if there were no such path. */
  open(): boolean;
  /** Refuses what cannot be right whatever its body is, before that is read; null for what has to be looked at. */
  look(heading: Omit<HookDelivery, 'body'>): HookAnswer | null;
  take(delivery: HookDelivery): Promise<HookAnswer>;
  /** Counts what the door itself refused and answers it. `address` need not name a hook. */
  refused(address: string, kind: HookRefusal, says: string): HookAnswer;
  readonly tally: HookTally;
}

/** Ids of deliveries and their answers are kept this long, ms: twice the day that R2.7 asks for. */
export const deliveryLifeMs = 48 * 60 * 60_000;
const minuteMs = 60_000;
/** Most messages in a minute that one hook acts on, and most that are refused before a sender is told to wait. */
const most = { verified: 30, refused: 120 };

/** At most so many in any minute. */
function createLimit(now: () => number, perMinute: number): (who: string) => boolean {
  let since = 0;
  let counts = new Map<string, number>();
  return (who) => {
    // A clock that was set back starts a new minute too.
    if (Math.abs(now() - since) >= minuteMs) {
      since = now();
      counts = new Map();
    }
    const count = (counts.get(who) ?? 0) + 1;
    counts.set(who, count);
    return count <= perMinute;
  };
}

const statusOf: Readonly<Partial<Record<HookRefusal, HookAnswer['status']>>> = {
  address: 404,
  method: 405,
  size: 413,
  type: 415,
  secret: 401,
  missing: 401,
  signature: 401,
  replay: 409,
  message: 422,
  release: 422,
  recovery: 422,
  flood: 429,
};

/** A hook with every secret that is taken now. */
interface Known {
  readonly hook: Hook;
  readonly secrets: readonly string[];
}

/** Takes signed messages: verified ones become the decision of the emergency path, everything else is refused, counted and logged. */
export function createHookReceiver(world: World): HookReceiver {
  const now = (): number => world.deps.clock.now();
  const tally = createHookTally(world);
  const verifiedMay = createLimit(now, most.verified);
  const refusedMay = createLimit(now, most.refused);
  const refuse = (hookId: string, kind: HookRefusal, says: string): HookAnswer => {
    // A flood of wrong messages is answered shortly; a right one is looked at all the same.
    const flood = kind !== 'flood' && !refusedMay(hookId);
    tally.note(hookId, flood ? 'flood' : kind, flood ? 'Too many refused messages.' : says);
    if (flood) return refusal('flood', 'Too many refused messages; wait a minute.');
    return refusal(kind, says);
  };
  const known = (address: string): Known | HookAnswer => {
    const hook = getHook(world.deps.store.reader, address);
    if (hook === null) return refuse(noHook, 'address', 'There is no webhook at this address. It may have been removed.');
    const secrets = secretsOf(world.vault, hook, now());
    if (secrets.length > 0) return { hook, secrets };
    return refuse(hook.id, 'secret', 'The secret of this webhook is not in the vault. Rotate it in Connections, Webhooks.');
  };
  return {
    tally,
    open: () => anyHook(world.deps.store.reader),
    refused: (address, kind, says) => refuse(getHook(world.deps.store.reader, address)?.id ?? noHook, kind, says),
    look({ address, headers }) {
      const found = known(address);
      if ('status' in found) return found;
      const problem = headersProblem(found.hook.shape, headers);
      return problem === null ? null : refuse(found.hook.id, problem.refusal, problem.says);
    },
    async take(delivery) {
      const found = known(delivery.address);
      if ('status' in found) return found;
      const { hook, secrets } = found;
      const verified = await verifyDelivery(hook.shape, secrets, delivery, now());
      if (!verified.ok) return refuse(hook.id, verified.refusal, verified.says);
      const answer = answerVerified(world, { hook, delivery, deliveryId: verified.deliveryId, may: () => verifiedMay(hook.id) });
      return 'refusal' in answer ? refuse(hook.id, answer.refusal, answer.says) : answer;
    },
  };
}

function refusal(kind: HookRefusal, says: string): HookAnswer {
  const code: CallProblem['code'] = kind === 'replay' ? 'conflict' : kind === 'address' ? 'notFound' : 'refused';
  const body = { ok: false, problem: { code, message: says } };
  return { status: statusOf[kind] ?? 400, body, key: kind === 'replay' ? 'conflict' : null, retryAfterS: kind === 'flood' ? 60 : null };
}

type Outcome = HookAnswer | { readonly refusal: HookRefusal; readonly says: string };

interface Verified {
  readonly hook: Hook;
  readonly delivery: HookDelivery;
  readonly deliveryId: string;
  /** Whether one more may be acted on now; events that ask for nothing do not count. */
  readonly may: () => boolean;
}

/** A message whose signature is right. Nothing waits in here: two of the same id cannot pass each other. */
function answerVerified(world: World, { hook, delivery, deliveryId, may }: Verified): Outcome {
  const { reader, writer } = world.deps.store;
  const now = world.deps.clock.now();
  const slot = { scope: `${world.folder}:hook/${hook.id}`, key: deliveryId, bodyHash: textHash(delivery.body) };
  const known = findAnswer(reader, slot.scope, slot.key, now);
  if (known !== null && known.bodyHash === slot.bodyHash) {
    bump(writer, 'replayed');
    return { status: 200, body: { ok: true, replayed: true, answer: known.answer }, key: 'replayed', retryAfterS: null };
  }
  if (known !== null) {
    bump(writer, 'conflict');
    return { refusal: 'replay', says: 'This delivery id was used with another body in the last 48 h. Nothing was done; send a new id.' };
  }
  // GitHub's signature does not cover the delivery id: the same signed body under another id is a replay.
  if (hook.shape === 'github' && bodyAnswered(reader, slot.scope, slot.bodyHash, now))
    return { refusal: 'replay', says: 'This very body was acted on already under another delivery id. Nothing was done.' };
  const message = messageOf(hook, delivery);
  if (message.kind === 'wrong') return { refusal: message.refusal, says: message.says };
  if (message.kind === 'other') return { status: 202, body: { ok: true, done: false, says: message.says }, key: null, retryAfterS: null };
  if (message.wish.dispatch !== null && getDispatch(reader, message.wish.dispatch) !== null)
    return {
      status: 202,
      body: { ok: true, done: false, says: 'This console sent it itself. Nothing was done.' },
      key: null,
      retryAfterS: null,
    };
  const late = message.wish.at === null ? null : timeProblem(message.wish.at, now);
  if (late !== null) return { refusal: 'time', says: late };
  if (!may()) return { refusal: 'flood', says: `More than ${most.verified} messages in a minute; wait a minute.` };
  return act(world, hook, message.wish, { ...slot, at: now, expiresAt: now + deliveryLifeMs });
}

function messageOf(hook: Hook, { headers, body }: HookDelivery): HookMessage {
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch {
    return { kind: 'wrong', refusal: 'json', says: 'The body is not JSON. Nothing was done.' };
  }
  return hook.shape === 'github' ? readGithub(headers['x-github-event'] ?? '', value) : readStandard(value);
}

/** The same decision as the emergency press, with its answer kept in the same transaction: a kill leaves both or neither. */
function act(world: World, hook: Hook, wish: HookWish, slot: Omit<Parameters<typeof rememberAnswer>[1], 'answer'>): Outcome {
  const { deps } = world;
  const { writer, reader } = deps.store;
  if (inRecovery(reader))
    return {
      refusal: 'recovery',
      says: 'This console is in recovery after a damaged database: nothing was done. A person at it ends that.',
    };
  const own = listApplications(reader).find((one) => one.id === hook.applicationId);
  if (own === undefined) return { refusal: 'release', says: `There is no application ${hook.applicationId} any more. Nothing was done.` };
  if (wish.application !== null && wish.application !== own.id && wish.application !== own.name)
    return { refusal: 'release', says: `This webhook is for ${own.name}, not for ${wish.application.slice(0, 60)}. Nothing was done.` };
  const actor = { kind: 'program', name: `webhook ${hook.name}`, role: 'operator' } as const;
  try {
    const answer = transaction(writer, () => {
      const release = { applicationId: own.id, version: wish.version };
      const decision = emergency(deps, release, { actor, trigger: 'webhook', reason: wish.reason });
      const says =
        decision === null
          ? `${wish.version} is taken back already; what was refused is tried again.`
          : `${wish.version} is being taken back.`;
      const given: Json = { decisionId: decision?.id ?? null, says };
      rememberAnswer(writer, { ...slot, answer: given });
      bump(writer, 'created');
      noteUse(writer, hook.id, slot.at);
      return given;
    });
    world.engine.wake();
    deps.changed({ table: 'reload', what: 'hooks' });
    return { status: 200, body: { ok: true, replayed: false, answer }, key: 'created', retryAfterS: null };
  } catch (error) {
    if (error instanceof PressRefused) return { refusal: 'release', says: error.message };
    deps.log.error({ hook: hook.id, error: String(error) }, 'a webhook could not be acted on');
    const problem = { code: 'internal', message: 'Tidegate could not finish this; nothing was done. Send it again.' };
    return { status: 500, body: { ok: false, problem }, key: null, retryAfterS: null };
  }
}
