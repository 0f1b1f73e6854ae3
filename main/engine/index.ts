import { activeStates } from '../core/model/rollout.ts';
import { listRollouts } from '../store/rollouts.ts';
import { planOf } from '../store/plans.ts';
import { createActionRunner, type ActionRunner } from './action-runner.ts';
import type { EngineDeps } from './deps.ts';
import { forgetEnded } from './forget.ts';
import { receiversDue, sendNotices, showNotices } from './notify.ts';
import { recoverActions } from './recover.ts';
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
}

/** Longest wait between turns, ms: notices and new rollouts are noticed at least this often. */
const longestNapMs = 5000;
const shortestNapMs = 100;

/** `closeIntake` stores what applications sent and nobody follows up, so that a sweep sees the last errors of one that fell silent. */
export function createEngine(deps: EngineDeps, closeIntake: () => void = () => undefined): Engine {
  const latest: Latest = new Map();
  const actions = createActionRunner(deps);
  let stopping = new AbortController();
  let nap = new AbortController();
  let loop: Promise<void> | null = null;
  const telling = createTeller(deps);

  async function step(): Promise<void> {
    closeIntake();
    await turn(deps, latest);
    await actions.idle();
    forgetEnded(deps, latest);
    showNotices(deps);
    telling.begin();
    await telling.done();
  }

  async function run(): Promise<void> {
    while (!stopping.signal.aborted) {
      try {
        closeIntake();
        await turn(deps, latest);
        actions.kick();
        forgetEnded(deps, latest);
        showNotices(deps);
        telling.begin();
      } catch (error) {
        deps.log.error({ error: String(error) }, 'a turn failed; the next one tries again');
      }
      nap = new AbortController();
      const until = Math.min(nextDueAt() ?? Number.POSITIVE_INFINITY, deps.clock.now() + longestNapMs);
      await deps.clock.sleep(Math.max(until - deps.clock.now(), shortestNapMs), AbortSignal.any([nap.signal, stopping.signal]));
    }
  }

  const nextDueAt = (): number | null => soonest(deps, actions);

  return {
    actions,
    latest,
    step,
    nextDueAt,
    recover: () => void recoverActions(deps),
    wake() {
      actions.kick();
      showNotices(deps);
      nap.abort();
    },
    start() {
      if (loop !== null) return;
      stopping = new AbortController();
      recoverActions(deps);
      actions.allow();
      loop = run();
    },
    async stop() {
      stopping.abort();
      nap.abort();
      await actions.stop();
      await loop;
      await telling.done();
      loop = null;
    },
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
function createTeller(deps: EngineDeps): { begin(): void; done(): Promise<void> } {
  const told = new Map<string, Promise<void>>();
  function start(receiver: string): void {
    const work = sendNotices(deps, receiver)
      .catch((error: unknown) => deps.log.error({ error: String(error) }, 'notices could not be sent; they stay queued'))
      .finally(() => told.delete(receiver));
    told.set(receiver, work);
  }
  return {
    begin() {
      for (const receiver of receiversDue(deps)) if (!told.has(receiver) && told.size < mostTold) start(receiver);
    },
    async done() {
      await Promise.all(told.values());
    },
  };
}
