import type { CallResult } from '../contract/bridge.ts';
import type { CallSpec } from '../contract/call.ts';
import type { CallName } from '../contract/index.ts';
import type { Json } from '../core/model/json.ts';
import { bump, rememberAnswer } from '../store/idempotency.ts';
import { transaction } from '../store/open.ts';
import { handlers } from './handlers.ts';
import { callProblem } from './problems.ts';
import type { Caller, Presser, World } from './world.ts';

/** Answers of changing calls are kept this long under their key (R2.7), ms. */
export const keyLifeMs = 24 * 60 * 60_000;

/** A call with its input checked. */
export interface Call {
  readonly name: CallName;
  readonly spec: CallSpec;
  readonly input: unknown;
  readonly caller: Caller;
}

/** Where the answer of a press is kept. */
export interface Slot {
  readonly scope: string;
  readonly key: string;
  readonly bodyHash: string;
}

/** Changing calls that wait for a platform, a file or the vault. Each keeps its answer inside the transaction it makes itself. */
export const waitingCalls: ReadonlySet<CallName> = new Set<CallName>([
  'rollouts.start',
  'rollouts.recapture',
  'rollouts.askEndpoints',
  'github.prepareRevert',
  'github.prepareReissue',
  'github.publishReissue',
  'channels.goOn',
  'hooks.create',
  'hooks.rotate',
  'hooks.remove',
  'dispatches.send',
  'fleet.saveTarget',
  'plans.rename',
  'plans.save',
  'history.begin',
  'backtests.use',
  'history.fetch',
  'messages.send',
  'bundles.finish',
  'safety.endRecovery',
  'safety.cleanOrphans',
  'safety.saveRetention',
  'safety.prune',
  'safety.importWorkspace',
  'system.backup',
  'system.restore',
  'system.setup',
  'practice.play',
  'playbooks.tick',
  'drills.begin',
  'drills.end',
]);

type Runnable = (world: World, input: unknown, caller: Presser) => unknown;

function runnable(call: Call): Runnable {
  return handlers[call.name] as Runnable;
}

/** Runs a call whose answer is not kept. Never throws. */
export async function run(world: World, call: Call, keep: Presser['keep'] = () => undefined): Promise<CallResult<unknown>> {
  try {
    return checked(world, call, await runnable(call)(world, call.input, { ...call.caller, keep }));
  } catch (error) {
    return failed(world, call, error);
  }
}

/** Runs a changing call so that a kill at any moment leaves both the press and its answer under the key, or neither (R2.7). Never throws. */
export async function runOnce(world: World, call: Call, slot: Slot | null): Promise<CallResult<unknown>> {
  if (!waitingCalls.has(call.name)) return runWhole(world, call, slot);
  let kept = false;
  const keep = (answer: unknown): void => {
    const result = checked(world, call, answer);
    // What a handler keeps may leave a secret out that its answer has: that answer is never kept instead, also where this failed.
    kept = true;
    if (result.ok) remember(world, call, slot, result.answer);
  };
  const result = await run(world, call, keep);
  if (result.ok && !kept) remember(world, call, slot, result.answer);
  return result;
}

/** The whole press in one transaction. The engine is woken once it is over: no write may leave before its decision is stored. */
function runWhole(world: World, call: Call, slot: Slot | null): CallResult<unknown> {
  let woken = false;
  const engine = { ...world.engine, wake: () => void (woken = true) };
  try {
    const result = transaction(world.deps.store.writer, () => {
      const answer = runnable(call)({ ...world, engine }, call.input, { ...call.caller, keep: () => undefined });
      if (answer instanceof Promise) throw new Error(`${call.name} waits, and is not listed among the calls that do.`);
      const given = checked(world, call, answer);
      if (given.ok) remember(world, call, slot, given.answer);
      return given;
    });
    if (woken) world.engine.wake();
    return result;
  } catch (error) {
    return failed(world, call, error);
  }
}

function checked(world: World, { name, spec }: Call, given: unknown): CallResult<unknown> {
  const answer = spec.answer.safeParse(given);
  if (answer.success) return { ok: true, answer: answer.data };
  world.deps.log.error({ call: name, issues: answer.error.issues.slice(0, 5) }, 'answer does not fit the contract');
  return {
    ok: false,
    problem: { code: 'internal', message: `${name} gave an answer that does not fit its contract. This is a bug in Tidegate.` },
  };
}

function failed(world: World, { name }: Call, error: unknown): CallResult<unknown> {
  const problem = callProblem(error);
  if (problem.code === 'internal') world.deps.log.error({ call: name, error: String(error) }, 'call failed');
  return { ok: false, problem };
}

/** Keeps an answer under its key; inside a transaction it is part of that. */
function remember(world: World, call: Call, slot: Slot | null, given: unknown): void {
  if (slot === null) return;
  const at = world.deps.clock.now();
  try {
    transaction(world.deps.store.writer, () => {
      const answer = JSON.parse(JSON.stringify(given)) as Json;
      rememberAnswer(world.deps.store.writer, { ...slot, answer, at, expiresAt: at + keyLifeMs });
      bump(world.deps.store.writer, 'created');
    });
  } catch (error) {
    // The press itself goes through; only its repeat cannot be recognised.
    world.deps.log.error({ call: call.name, error: String(error) }, 'the answer could not be kept under its key');
  }
}
