import type { CallResult } from '../contract/bridge.ts';
import type { CallSpec } from '../contract/call.ts';
import { contract, type CallName } from '../contract/index.ts';
import { contentHash } from '../core/hash.ts';
import { mayActAs } from '../core/model/actor.ts';
import type { Json } from '../core/model/json.ts';
import { bump, findAnswer, rememberAnswer } from '../store/idempotency.ts';
import { transaction } from '../store/open.ts';
import { callProblem } from './problems.ts';
import { handlers } from './handlers.ts';
import type { Caller, World } from './world.ts';

/** Answers of changing calls are kept this long under their key (R2.7), ms. */
export const keyLifeMs = 24 * 60 * 60_000;

/**
 * The one door for people, webhooks and the CLI (design promise 6): finds the call, checks role and input, keeps a changing call
 * idempotent under its key, and checks the answer. Never throws.
 */
export async function dispatch(
  world: World,
  name: string,
  input: unknown,
  caller: Caller,
  key: string | null,
): Promise<CallResult<unknown>> {
  if (!isCall(name)) return { ok: false, problem: { code: 'notFound', message: `There is no call ${name}.` } };
  const spec: CallSpec = contract[name];
  if (!mayActAs(caller.actor.role, spec.role)) {
    return {
      ok: false,
      problem: {
        code: 'role',
        message: `${name} needs the role ${spec.role}; you are ${caller.actor.role}. Ask an admin, or change the role in Settings.`,
      },
    };
  }
  const parsed = spec.input.safeParse(input ?? {});
  if (!parsed.success) return { ok: false, problem: inputProblem(name, parsed.error.issues) };
  if (!spec.mutates || key === null) return await run(world, name, spec, parsed.data, caller);
  return await onceOnly(world, name, spec, parsed.data, caller, key);
}

function isCall(name: string): name is CallName {
  return Object.hasOwn(contract, name);
}

function inputProblem(
  name: string,
  issues: readonly { path: PropertyKey[]; message: string }[],
): { code: 'input'; message: string; fields: Record<string, string> } {
  const fields = Object.fromEntries(issues.map((issue) => [issue.path.map(String).join('.') || 'input', issue.message]));
  const words = Object.entries(fields).map(([field, message]) => `${field} — ${message}`);
  return { code: 'input', message: `${name}: ${words.join('; ')}`, fields };
}

type Runnable = (world: World, input: unknown, caller: Caller) => unknown;

async function run(world: World, name: CallName, spec: CallSpec, input: unknown, caller: Caller): Promise<CallResult<unknown>> {
  try {
    const handler = handlers[name] as Runnable;
    const answer = spec.answer.safeParse(await handler(world, input, caller));
    if (answer.success) return { ok: true, answer: answer.data };
    world.deps.log.error({ call: name, issues: answer.error.issues.slice(0, 5) }, 'answer does not fit the contract');
    return {
      ok: false,
      problem: { code: 'internal', message: `${name} gave an answer that does not fit its contract. This is a bug in Tidegate.` },
    };
  } catch (error) {
    const problem = callProblem(error);
    if (problem.code === 'internal') world.deps.log.error({ call: name, error: String(error) }, 'call failed');
    return { ok: false, problem };
  }
}

const inFlight = new Map<string, Promise<CallResult<unknown>>>();

/** R2.7: same key + same body gives the stored answer; same key + other body is a conflict; failed calls are not stored. */
async function onceOnly(
  world: World,
  name: CallName,
  spec: CallSpec,
  input: unknown,
  caller: Caller,
  key: string,
): Promise<CallResult<unknown>> {
  const bodyHash = contentHash(JSON.parse(JSON.stringify(input)) as Json);
  const scope = `${world.folder}:${name}`;
  const flight = `${scope}:${key}`;
  // A double press arrives before the first answer is stored: it waits for that answer instead of acting.
  while (inFlight.has(flight)) await inFlight.get(flight);
  const known = findAnswer(world.deps.store.reader, scope, key, world.deps.clock.now());
  if (known !== null) return replay(world, name, known, bodyHash);
  const work = runAndRemember(world, name, spec, input, caller, { scope, key, bodyHash });
  inFlight.set(flight, work);
  return await work.finally(() => inFlight.delete(flight));
}

function replay(world: World, name: CallName, known: { bodyHash: string; answer: Json }, bodyHash: string): CallResult<unknown> {
  if (known.bodyHash === bodyHash) {
    bump(world.deps.store.writer, 'replayed');
    return { ok: true, answer: known.answer, replayed: true };
  }
  bump(world.deps.store.writer, 'conflict');
  return {
    ok: false,
    problem: {
      code: 'conflict',
      message: `${name}: this idempotency key was used with another body in the last 24 h. Nothing was done; send a new key.`,
    },
  };
}

async function runAndRemember(
  world: World,
  name: CallName,
  spec: CallSpec,
  input: unknown,
  caller: Caller,
  slot: { scope: string; key: string; bodyHash: string },
): Promise<CallResult<unknown>> {
  const result = await run(world, name, spec, input, caller);
  if (!result.ok) return result;
  try {
    remember(world, slot, result.answer);
  } catch (error) {
    // The press itself is recorded and answered; only its repeat could not be recognised.
    world.deps.log.error({ call: name, error: String(error) }, 'the answer could not be kept under its key');
  }
  return result;
}

function remember(world: World, slot: { scope: string; key: string; bodyHash: string }, given: unknown): void {
  const at = world.deps.clock.now();
  transaction(world.deps.store.writer, () => {
    const answer = JSON.parse(JSON.stringify(given)) as Json;
    rememberAnswer(world.deps.store.writer, { ...slot, answer, at, expiresAt: at + keyLifeMs });
    bump(world.deps.store.writer, 'created');
  });
}
