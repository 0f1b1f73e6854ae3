import type { Rollout } from '../core/model/rollout.ts';
import { activeStates } from '../core/model/rollout.ts';
import type { Target } from '../core/model/target.ts';
import { getRollout, listRollouts } from '../store/rollouts.ts';
import { StoreError } from '../store/open.ts';
import { closeBuckets } from '../store/rollups.ts';
import { getTargetRead } from '../store/target-states.ts';
import { bakeOf } from '../core/decide/index.ts';
import { readConsoleFacts } from './console-facts.ts';
import { askChecks } from './ask-checks.ts';
import { captureBaselines } from './baselines.ts';
import type { EngineDeps } from './deps.ts';
import { subjectOf, type Subject } from './gather.ts';
import { pollQuestions, questionOf, scopeOf, uniqueQuestions, type Question } from './poll-metrics.ts';
import { pollPlatform } from './poll-platforms.ts';
import { problemOf } from './problems.ts';
import { sweep, type Latest } from './sweep.ts';

/** A poll that takes longer than this no longer delays the sweep; its readings count when they arrive. */
const patienceMs = 5000;

/** Rollouts whose next sweep is due. */
export function dueRollouts(deps: EngineDeps): Subject[] {
  const now = deps.clock.now();
  return listRollouts(deps.store.reader, { states: activeStates })
    .map((rollout) => subjectOrNull(deps, rollout))
    .filter((subject) => subject !== null)
    .filter(({ rollout, plan }) => nextSweepAt(rollout, plan.everyMs) <= now || (rollout.lastSweepAt ?? 0) > now);
}

/** A rollout that lost its plan or target is left out: it must not keep the others from being watched. */
function subjectOrNull(deps: EngineDeps, rollout: Rollout): Subject | null {
  try {
    return subjectOf(deps, rollout);
  } catch (error) {
    deps.log.error({ rollout: rollout.id, error: String(error) }, 'this rollout cannot be watched');
    return null;
  }
}

/** When a rollout is looked at next, ms; at once when it never was. */
export function nextSweepAt(rollout: Pick<Rollout, 'lastSweepAt'>, everyMs: number): number {
  return rollout.lastSweepAt === null ? 0 : rollout.lastSweepAt + everyMs;
}

/** One turn: poll what is due, ask checks and baselines, then sweep. Returns true when there are writes to make. */
export async function turn(deps: EngineDeps, latest: Latest): Promise<boolean> {
  const due = dueRollouts(deps);
  if (due.length === 0) return false;
  readConsoleFacts(deps, due);
  await patiently(deps, [...pollsOf(deps, due), ...preparations(deps, due)]);
  let writes = false;
  for (const { rollout } of due) writes = sweepFresh(deps, rollout.id, latest) || writes;
  closeBuckets(deps.store.writer, deps.clock.now());
  return writes;
}

/** Polling and asking take time: the row is read again, so that a person's press meanwhile is not overwritten. */
function sweepFresh(deps: EngineDeps, rolloutId: string, latest: Latest): boolean {
  const rollout = getRollout(deps.store.reader, rolloutId);
  if (rollout === null || !activeStates.includes(rollout.state)) return false;
  try {
    return sweep(deps, subjectOf(deps, rollout), latest);
  } catch (error) {
    deps.log.error({ rollout: rolloutId, error: String(error) }, 'sweep failed; the rollout holds');
    if (error instanceof StoreError && error.code === 'damaged') deps.damaged?.(error.message);
    return false;
  }
}

async function patiently(deps: EngineDeps, work: readonly Promise<unknown>[]): Promise<void> {
  const enough = new AbortController();
  await Promise.race([Promise.allSettled(work), deps.clock.sleep(patienceMs, enough.signal)]);
  enough.abort();
}

function pollsOf(deps: EngineDeps, due: readonly Subject[]): Promise<unknown>[] {
  const questions = uniqueQuestions(due.flatMap((subject) => questionsOf(deps, subject)));
  const targets = new Map<string, Target>();
  for (const subject of due) if (platformDue(deps, subject)) targets.set(subject.target.id, subject.target);
  return [pollQuestions(deps, questions), ...[...targets.values()].map((target) => pollPlatform(deps, target))];
}

function questionsOf(deps: EngineDeps, subject: Subject): (Question | null)[] {
  const scope = scopeOf(subject.rollout, subject.target);
  return subject.plan.metrics.map((metric) => {
    if (metric.score !== null) return null;
    try {
      return questionOf(deps, metric, scope);
    } catch (error) {
      deps.log.warn({ metric: metric.id, problem: problemOf(error).message }, 'metric cannot be asked');
      return null;
    }
  });
}

/** The platform is read at the plan's pace, and at once after a gap. */
function platformDue(deps: EngineDeps, { rollout, target, plan }: Subject): boolean {
  const read = getTargetRead(deps.store.reader, target.id);
  const now = deps.clock.now();
  if (read === null || read.readAt === null || read.readAt > now) return true;
  if (rollout.gapSince !== null && read.readAt <= rollout.gapSince) return true;
  if (rollout.lastSweepAt !== null && now - rollout.lastSweepAt > plan.everyMs * 3) return true;
  return now - read.readAt >= plan.platformEveryMs || read.failingSince !== null;
}

function preparations(deps: EngineDeps, due: readonly Subject[]): Promise<unknown>[] {
  return due.flatMap((subject) => {
    const { rollout, plan } = subject;
    if (rollout.state === 'preparing') return [askChecks(deps, subject, 'beforeStart'), captureBaselines(deps, subject)];
    const stage = plan.stages[rollout.stage];
    const baked = stage !== undefined && rollout.observedMs >= bakeOf(stage, rollout.watch).bakeMs;
    return rollout.state === 'running' && baked ? [askChecks(deps, subject, 'afterStage')] : [];
  });
}
