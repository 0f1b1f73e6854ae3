import { presetFolder } from '../../../main/paths.ts';
import { createNextSteps } from '../../../main/commands/next-steps.ts';
import { createPushHub, type PushHub } from '../../../main/commands/pushes.ts';
import { dispatch } from '../../../main/commands/dispatch.ts';
import type { DrillHost, PracticeHost, Vault, World } from '../../../main/commands/world.ts';
import type { CallProblem, CallResult } from '../../../main/contract/bridge.ts';
import { type AnswerOf, type CallName, contract, type InputOf } from '../../../main/contract/index.ts';
import type { Role } from '../../../main/core/model/actor.ts';
import { memoryVault } from '../../../main/drill/memory-vault.ts';
import { adapterFaces } from '../../../main/engine/desk.ts';
import type { Told } from '../../../main/store/backtest.ts';
import { type HeavyAnswer, heavyCalls, type HeavyInput, type HeavyName } from '../../../main/store/heavy-calls.ts';
import type { ReadClient, Watching } from '../../../main/store/read-client.ts';
import { type Bench, openBench, personOf } from './bench.ts';

export interface TestWorld extends Bench {
  readonly world: World;
  readonly vault: Vault;
  readonly hub: PushHub;
  /** Every result so far, as text: what crossed the border. */
  readonly crossed: string[];
  call<N extends CallName>(name: N, input: InputOf<N>, options?: CallOptions): Promise<CallResult<AnswerOf<N>>>;
  /** The answer; throws with the problem when the call was refused. */
  ask<N extends CallName>(name: N, input: InputOf<N>, options?: CallOptions): Promise<AnswerOf<N>>;
  /** The problem; throws when the call went through. */
  refused(name: string, input: unknown, options?: CallOptions): Promise<CallProblem>;
  readonly restored: string[];
}

export interface CallOptions {
  readonly role?: Role;
  readonly name?: string;
  readonly key?: string | null;
}

/** The heavy reads without their worker: the same functions in this thread. */
function sameThread(bench: Bench): ReadClient {
  const calls = heavyCalls(bench.store.reader);
  return {
    async call<N extends HeavyName>(name: N, input: HeavyInput<N>, watching: Watching = {}): Promise<HeavyAnswer<N>> {
      const work = calls[name] as (input: HeavyInput<N>, told: Told) => HeavyAnswer<N> | Promise<HeavyAnswer<N>>;
      const told = {
        progress: (done: number, total: number) => watching.progress?.(done, total),
        stopped: () => watching.signal?.aborted === true,
      };
      return await work(input, told);
    },
    close: async () => undefined,
  };
}

/** What the commands work on, over a test bench; `openedAs` is the right the console was opened with. */
export async function openWorld(
  options: { readonly openedAs?: Role; readonly practice?: PracticeHost; readonly drills?: DrillHost } = {},
): Promise<TestWorld> {
  const bench = await openBench();
  const hub = createPushHub(bench.clock);
  const vault = memoryVault();
  const restored: string[] = [];
  const crossed: string[] = [];
  const world: World = {
    deps: { ...bench.deps, changed: hub.hint },
    engine: bench.engine,
    nextSteps: createNextSteps(() => world),
    heavy: sameThread(bench),
    vault,
    practice: options.practice ?? null,
    drills: options.drills ?? null,
    version: '0.0.0-test',
    folder: bench.folder,
    presetFolder: presetFolder(),
    openedAs: options.openedAs ?? 'admin',
    defaultActor: 'tester',
    adapters: () =>
      adapterFaces().map((face) => ({
        ...face,
        fields: face.fields.map(({ options: list, ...field }) => (list === undefined ? field : { ...field, options: [...list] })),
        targetFields: face.targetFields.map(({ options: list, ...field }) =>
          list === undefined ? field : { ...field, options: [...list] },
        ),
      })),
    restore: async (file) => {
      restored.push(file);
      return `${file}.replaced`;
    },
    settingsChanged: () => undefined,
  };
  bench.hooks.afterTurn = () => world.nextSteps.look();
  hub.attach(world, () => personOf('admin'));

  async function call(name: string, input: unknown, more: CallOptions = {}): Promise<CallResult<unknown>> {
    const caller = { actor: personOf(more.role ?? 'admin', more.name), trigger: 'manual' as const };
    const result = await dispatch(world, name, input, caller, more.key ?? null);
    crossed.push(JSON.stringify(result));
    return result;
  }
  return {
    ...bench,
    world,
    vault,
    hub,
    restored,
    crossed,
    async call(name, input, more) {
      const result = await call(name, input, more);
      if (!result.ok) return result;
      return { ...result, answer: contract[name].answer.parse(result.answer) as AnswerOf<typeof name> };
    },
    async ask(name, input, more) {
      const result = await call(name, input, more);
      if (!result.ok) throw new Error(`${name} was refused: ${JSON.stringify(result.problem)}`);
      return contract[name].answer.parse(result.answer) as AnswerOf<typeof name>;
    },
    async refused(name, input, more) {
      const result = await call(name, input, more);
      if (result.ok) throw new Error(`${name} went through: ${JSON.stringify(result.answer)}`);
      return result.problem;
    },
  };
}
