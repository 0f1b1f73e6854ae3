import type { CallProblem, CallResult } from '../contract/bridge.ts';
import type { CallSpec } from '../contract/call.ts';
import { contract, type CallName } from '../contract/index.ts';
import { contentHash } from '../core/hash.ts';
import { type InputIssue, issueWords } from '../core/input-words.ts';
import { mayActAs } from '../core/model/actor.ts';
import type { Json } from '../core/model/json.ts';
import { bump, findAnswer } from '../store/idempotency.ts';
import { inRecovery } from '../store/recovery-state.ts';
import { type Call, run, runOnce } from './once.ts';
import type { Caller, World } from './world.ts';

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
        message: `This needs the role ${spec.role}; you are ${caller.actor.role}. Ask an admin, or change the role in Settings.`,
      },
    };
  }
  if (spec.mutates && !allowedInRecovery.has(name) && inRecovery(world.deps.store.reader)) return { ok: false, problem: recoveryProblem };
  const parsed = spec.input.safeParse(input ?? {});
  if (!parsed.success) return { ok: false, problem: inputProblem(input ?? {}, parsed.error.issues) };
  const call: Call = { name, spec, input: parsed.data, caller };
  if (!spec.mutates) return await run(world, call);
  return key === null ? await runOnce(world, call, null) : await onceOnly(world, call, key);
}

/** What a person may change while the workspace is in recovery: how it goes on, and this console's own settings. */
const allowedInRecovery: ReadonlySet<CallName> = new Set<CallName>(['safety.endRecovery', 'system.restore', 'system.saveSettings']);

const recoveryProblem: CallProblem = {
  code: 'refused',
  message:
    'The database was damaged, so this workspace is in recovery: nothing was changed and nothing was sent. An admin ends it first, on the Recovery page or with tidegate recover.',
};

function isCall(name: string): name is CallName {
  return Object.hasOwn(contract, name);
}

function inputProblem(input: unknown, issues: readonly InputIssue[]): CallProblem {
  const fields = Object.fromEntries(issues.map((issue) => [issue.path.map(String).join('.') || 'input', issue.message]));
  return { code: 'input', message: `${issues.map((issue) => issueWords(input, issue)).join('. ')}.`, fields };
}

const inFlight = new Map<string, Promise<CallResult<unknown>>>();

/** R2.7: same key + same body gives the stored answer; same key + other body is a conflict; failed calls are not stored. */
async function onceOnly(world: World, call: Call, key: string): Promise<CallResult<unknown>> {
  const { name } = call;
  const bodyHash = contentHash(JSON.parse(JSON.stringify(call.input)) as Json);
  const scope = `${world.folder}:${name}`;
  const flight = `${scope}:${key}`;
  // A double press arrives before the first answer is stored: it waits for that answer instead of acting.
  while (inFlight.has(flight)) await inFlight.get(flight);
  const known = findAnswer(world.deps.store.reader, scope, key, world.deps.clock.now());
  if (known !== null) return replay(world, known, bodyHash);
  const work = runOnce(world, call, { scope, key, bodyHash });
  inFlight.set(flight, work);
  return await work.finally(() => inFlight.delete(flight));
}

function replay(world: World, known: { bodyHash: string; answer: Json }, bodyHash: string): CallResult<unknown> {
  if (known.bodyHash === bodyHash) {
    bump(world.deps.store.writer, 'replayed');
    return { ok: true, answer: known.answer, replayed: true };
  }
  bump(world.deps.store.writer, 'conflict');
  return {
    ok: false,
    problem: {
      code: 'conflict',
      message: 'This idempotency key was used with another body in the last 24 h. Nothing was done; send a new key.',
    },
  };
}
