import { activeStates } from '../core/model/rollout.ts';
import { StoreError } from '../store/open.ts';
import { inRecovery } from '../store/recovery-state.ts';
import { listRollouts } from '../store/rollouts.ts';
import { planOf } from '../store/plans.ts';
import { createActionRunner, type ActionRunner } from './action-runner.ts';
import type { EngineDeps } from './deps.ts';
import { createEndpointWatch } from './endpoint-watch.ts';
import { escalate } from './escalate.ts';
import { forgetEnded } from './forget.ts';
import { receiversDue, sendNotices, showNotices } from './notify.ts';
import { recoverActions } from './recover.ts';
import { createAfterWatch, type Returned } from './returned.ts';
import type { Latest } from './sweep.ts';
import { nextSweepAt, turn } from './tick.ts';

/** The only loop of Tidegate: poll → sweep → act, for every active rollout. */
export interface Engine {
  /** Looks up what a former process left unfinished, then runs until `stop`. */
  start(): void;
  /** Marks writes that were on their way when the last process ended, so that they are looked up first. */
  recover(): void;
  /** One turn with everything it sets off, for drills and tests that own the clock. */
  step(): Promise<void>;
  /** Ends the wait for the next turn: something changed. */
  wake(): void;
  /** Earliest time there is something to do, ms; null when nothing rolls. */
  nextDueAt(): number | null;
  stop(): Promise<void>;
  readonly actions: ActionRunner;
  readonly latest: Latest;
  /** Versions that were taken back and are offered again, by target. */
  readonly returned: Returned;
}

/** What the rooms around the engine want to be part of its turns. */
export interface EngineHooks {
  /** Before each turn: stores what applications sent and nobody follows up, so that a sweep sees the last errors of one that fell silent. */
  readonly beforeTurn?: () => void;
  /** After each turn, beside the loop; must not throw. */
  readonly afterTurn?: () => Promise<void>;
}

/** Longest wait between turns, ms: notices and new rollouts are noticed at least this often. */
const longestNapMs = 5000;
const shortestNapMs = 100;

export function createEngine(deps: EngineDeps, { beforeTurn, afterTurn = async () => undefined }: EngineHooks = {}): Engine {
  const latest: Latest = new Map();
  const actions = createActionRunner(deps);
  const telling = createTeller(deps);
  const afterWatch = createAfterWatch(deps);
  const endpointWatch = createEndpointWatch(deps);
  const nextDueAt = (): number | null => soonest(deps, actions);
  let beside: Promise<unknown> = Promise.resolve();

  async function look(): Promise<void> {
    beforeTurn?.();
    await turn(deps, latest);
    escalateOrLog(deps);
    forgetEnded(deps, latest);
  }
  async function step(): Promise<void> {
    await look();
    await Promise.all([actions.idle(), afterWatch.look()]);
    await endpointWatch.look();
    await afterTurn();
    await telling.begin();
  }
  /** Nothing waits for what is over, nor for what follows from it. */
  function setOff(): void {
    actions.kick();
    void afterWatch.look();
    void endpointWatch.look();
    beside = Promise.all([beside, afterTurn()]);
    void telling.begin();
  }
  async function finish(): Promise<void> {
    await beside;
    await telling.done();
  }
  const { start, stop, wake } = createLoop(deps, { actions, look, setOff, finish, nextDueAt });
  const { returned } = afterWatch;
  return { actions, latest, returned, step, nextDueAt, recover: () => void recoverActions(deps), wake, start, stop };
}

interface LoopParts {
  readonly actions: ActionRunner;
  look(): Promise<void>;
  setOff(): void;
  finish(): Promise<void>;
  nextDueAt(): number | null;
}

/** What a turn decided is carried out also where the incidents cannot be read. */
function escalateOrLog(deps: EngineDeps): void {
  try {
    escalate(deps);
  } catch (error) {
    deps.log.error({ error: String(error) }, 'overdue incidents could not be looked for');
  }
}

/** A rollout whose plan cannot be read must not end the loop for the others. */
function dueOrNull(deps: EngineDeps, parts: LoopParts): number | null {
  try {
    return parts.nextDueAt();
  } catch (error) {
    deps.log.error({ error: String(error) }, 'what is due next could not be read');
    return null;
  }
}

function turnFailed(deps: EngineDeps, error: unknown): void {
  deps.log.error({ error: String(error) }, 'a turn failed; the next one tries again');
  if (error instanceof StoreError && error.code === 'damaged') deps.damaged?.(error.message);
}

/** Turn after turn until it is stopped; a turn that fails does not end it. */
function createLoop(deps: EngineDeps, parts: LoopParts): Pick<Engine, 'start' | 'stop' | 'wake'> {
  const nap = createNap(deps);
  let stopping = new AbortController();
  let loop: Promise<void> | null = null;

  async function run(): Promise<void> {
    while (!stopping.signal.aborted) {
      try {
        await parts.look();
        parts.setOff();
      } catch (error) {
        turnFailed(deps, error);
      }
      await nap.until(dueOrNull(deps, parts), stopping.signal);
    }
  }
  return {
    wake() {
      parts.actions.kick();
      showNotices(deps);
      nap.end();
    },
    start() {
      // After a damaged database a person says first what is to be done.
      if (loop !== null || inRecovery(deps.store.reader)) return;
      stopping = new AbortController();
      recoverActions(deps);
      parts.actions.allow();
      loop = run();
    },
    async stop() {
      stopping.abort();
      await parts.actions.stop();
      await loop;
      await parts.finish();
      loop = null;
    },
  };
}

/** The wait between two turns. */
function createNap(deps: EngineDeps): { until(dueAt: number | null, stopped: AbortSignal): Promise<void>; end(): void } {
  let nap = new AbortController();
  return {
    async until(dueAt, stopped) {
      nap = new AbortController();
      const waitMs = Math.min((dueAt ?? Number.POSITIVE_INFINITY) - deps.clock.now(), longestNapMs);
      await deps.clock.sleep(Math.max(waitMs, shortestNapMs), AbortSignal.any([nap.signal, stopped]));
    },
    end: () => nap.abort(),
  };
}

/** Earliest sweep or write that is due, ms. */
function soonest(deps: EngineDeps, actions: ActionRunner): number | null {
  const sweeps = listRollouts(deps.store.reader, { states: activeStates }).map((rollout) =>
    nextSweepAt(rollout, planOf(deps.store.reader, rollout.planHash)?.plan.everyMs ?? longestNapMs),
  );
  const due = [...sweeps, actions.nextDueAt()].filter((time) => time !== null);
  return due.length === 0 ? null : Math.min(...due);
}

/** Connections that are told something at the same time. */
const mostTold = 8;

/** Sends notices beside the loop, to several connections at once and to each in order: a slow service keeps nobody waiting. */
function createTeller(deps: EngineDeps): { begin(): Promise<void>; done(): Promise<void> } {
  const told = new Map<string, Promise<void>>();
  function start(receiver: string): void {
    const work = sendNotices(deps, receiver)
      .catch((error: unknown) => deps.log.error({ error: String(error) }, 'notices could not be sent; they stay queued'))
      .finally(() => told.delete(receiver));
    told.set(receiver, work);
  }
  async function done(): Promise<void> {
    await Promise.all(told.values());
  }
  return {
    done,
    async begin() {
      showNotices(deps);
      try {
        for (const receiver of receiversDue(deps)) if (!told.has(receiver) && told.size < mostTold) start(receiver);
      } catch (error) {
        deps.log.error({ error: String(error) }, 'notices could not be looked up; they stay queued');
      }
      await done();
    },
  };
}
