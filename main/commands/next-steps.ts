import { systemActor } from '../core/model/actor.ts';
import { type Rollout, stateInWords } from '../core/model/rollout.ts';
import { begin } from '../engine/begin.ts';
import type { Override } from '../engine/override.ts';
import { PressRefused, type Press } from '../engine/press.ts';
import { newestCompleted, rolloutsOn } from '../store/ended.ts';
import { type NextStep, nextStepOf, settled } from './next-step.ts';
import { callProblem, Refused } from './problems.ts';
import type { World } from './world.ts';

/** Completed rollouts whose release goes on to another channel: offered to a person, or started. */
export interface NextSteps {
  /** Looks at what was completed and starts what may start by itself; after every turn of the engine. Never throws. */
  look(): Promise<void>;
  /** What is open, by the id of the completed rollout. */
  readonly open: ReadonlyMap<string, NextStep>;
}

/** Plan files and targets that could not be used are looked at again after this, ms. */
const againMs = 30_000;

export function createNextSteps(worldOf: () => World): NextSteps {
  const open = new Map<string, NextStep>();
  let seen = '';
  let seenAt: number | null = null;
  let looking: Promise<void> | null = null;

  async function look(world: World): Promise<void> {
    const candidates = newestCompleted(world.deps.store.reader);
    const now = world.deps.clock.now();
    const ids = candidates.map((rollout) => rollout.id).join(' ');
    if (ids === seen && seenAt !== null && now >= seenAt && now - seenAt < againMs) return;
    const steps = (await Promise.all(candidates.map((rollout) => nextStepOf(world, rollout)))).filter((step) => step !== null);
    const left = (await Promise.all(steps.map((step) => startAlone(world, step)))).filter((step) => step !== null);
    replace(world, open, left);
    [seen, seenAt] = [ids, now];
  }

  return {
    open,
    async look() {
      const world = worldOf();
      looking ??= look(world)
        .catch((error: unknown) => world.deps.log.error({ error: String(error) }, 'what follows completed rollouts could not be looked at'))
        .finally(() => {
          looking = null;
        });
      await looking;
    },
  };
}

/** Screens hear of a step that is new, gone, or worded otherwise. */
function replace(world: World, open: Map<string, NextStep>, steps: readonly NextStep[]): void {
  const said = (step: NextStep | undefined): string => (step === undefined ? '' : JSON.stringify([step.problem, step.way?.target.name]));
  const now = new Map(steps.map((step) => [step.rollout.id, step]));
  const changed = [...new Set([...open.keys(), ...now.keys()])].filter((id) => said(open.get(id)) !== said(now.get(id)));
  open.clear();
  for (const [id, step] of now) open.set(id, step);
  for (const id of changed) world.deps.changed({ table: 'rollouts', id });
}

/** Null once it is started; else the step, with the reason where it may start by itself and could not. */
async function startAlone(world: World, step: NextStep): Promise<NextStep | null> {
  if (!step.auto || step.way === null) return step;
  const { rollout, from, next } = step;
  const reason = `${rollout.version} was completed on channel ${from.channel} (${from.name}), and plan ${rollout.planName} goes on to ${next.channel} by itself.`;
  try {
    await startStep(world, step, { actor: systemActor, trigger: 'plan', reason });
    return null;
  } catch (error) {
    if (settled(world, rollout, next)) return null;
    const { code, message } = callProblem(error);
    if (code === 'internal') world.deps.log.error({ rollout: rollout.id, error: String(error) }, 'the next channel could not be started');
    return { ...step, problem: `Not started yet, and tried again every 30 s: ${message}` };
  }
}

/** A press that may go on without a way back; nothing that starts by itself ever may. */
interface GoOnPress extends Press {
  readonly override?: Override;
}

/** Starts the next channel of a completed rollout for a person. `kept` is called inside the transaction that stores the new one. */
export async function goOn(world: World, rollout: Rollout, press: GoOnPress, kept: (started: Rollout) => void): Promise<Rollout> {
  if (rollout.state !== 'completed')
    throw new Refused(`This rollout is ${stateInWords(rollout.state)}. Its release goes on once it is completed.`);
  const step = await nextStepOf(world, rollout);
  if (step === null)
    throw new Refused(`Nothing follows this rollout: its plan names no next channel, or ${rollout.version} was started there already.`);
  if (step.way === null) throw new Refused(step.problem ?? 'The next channel cannot be started.');
  return await startStep(world, step, press, kept);
}

async function startStep(
  world: World,
  { rollout, way }: NextStep,
  { override = false, ...press }: GoOnPress,
  kept?: (started: Rollout) => void,
): Promise<Rollout> {
  if (way === null) throw new Refused('The next channel has no target or plan.');
  const { target, plan } = way;
  const { applicationId, version } = rollout;
  const what = { applicationId, version, targetIds: [target.id], planText: plan.text, planFile: plan.file, override };
  const [started] = await begin(world.deps, what, press, ([fresh]) => {
    // Reading the platform took time: the release is put on a channel once, whoever was faster.
    if (rolloutsOn(world.deps.store.reader, target.id, applicationId, version).length > 1)
      throw new PressRefused('refused', `${version} was started on ${target.name} already.`);
    if (fresh !== undefined) kept?.(fresh);
  });
  if (started === undefined) throw new Refused(`${target.name} was not started.`);
  world.engine.wake();
  return started;
}
