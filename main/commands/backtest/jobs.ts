import { type BacktestProgress, BacktestReportRow, type BacktestResult } from '../../contract/backtests.ts';
import type { PastRollout } from '../../core/model/past-rollout.ts';
import type { BacktestPlan } from '../../store/backtest.ts';
import { NotFound } from '../problems.ts';
import type { World } from '../world.ts';
import { pastRows, warningsOf } from './prepare.ts';

/** A backtest under way or done, in memory: it can always be run again. */
interface Job {
  readonly window: string;
  readonly ending: AbortController;
  progress: BacktestProgress;
  result: BacktestResult | null;
}

export interface Work {
  readonly from: number;
  readonly to: number;
  readonly rollouts: readonly PastRollout[];
  readonly plans: readonly BacktestPlan[];
}

/** Finished jobs that are kept to be asked for. */
const mostKept = 8;

const byEngine = new WeakMap<World['engine'], Map<string, Job>>();

function jobsOf(world: World): Map<string, Job> {
  const known = byEngine.get(world.engine) ?? new Map<string, Job>();
  byEngine.set(world.engine, known);
  return known;
}

function jobOf(world: World, id: string): Job {
  const job = jobsOf(world).get(id);
  if (job === undefined) throw new NotFound(`There is no backtest ${id} any more. Run it again.`);
  return job;
}

/** How far a backtest is; null when it is not known any more. */
export function progressOf(world: World, id: string): BacktestProgress | null {
  return jobsOf(world).get(id)?.progress ?? null;
}

/** A backtest with its result, null until it is done. Throws when it is not known any more. */
export function jobAnswer(world: World, id: string): BacktestProgress & { result: BacktestResult | null } {
  const { progress, result } = jobOf(world, id);
  return { ...progress, result };
}

/**
 * Takes the place of what the same window had under way, prepares the work and starts it. The place is taken before anything is
 * waited for, so that of two calls the later one stays. Throws what the preparation throws; nothing is under way then.
 */
export async function startJob(world: World, window: string, prepare: () => Promise<Work>): Promise<BacktestProgress> {
  const jobs = jobsOf(world);
  for (const [id, job] of jobs) if (job.window === window && job.progress.state === 'running') cancelJob(world, id);
  const job = enter(world, window);
  const { id } = job.progress;
  try {
    const work = await prepare();
    told(world, job, { total: work.rollouts.length });
    if (job.progress.state === 'running') void runJob(world, id, job, work);
  } catch (error) {
    jobs.delete(id);
    throw error;
  }
  return job.progress;
}

function enter(world: World, window: string): Job {
  const jobs = jobsOf(world);
  const id = world.deps.newId('bt');
  const startedAt = world.deps.clock.now();
  const progress: BacktestProgress = { id, state: 'running', done: 0, total: 0, startedAt, endedAt: null, message: null };
  const job: Job = { window, ending: new AbortController(), progress, result: null };
  jobs.set(id, job);
  for (const old of [...jobs.keys()].slice(0, Math.max(0, jobs.size - mostKept))) {
    cancelJob(world, old);
    jobs.delete(old);
  }
  return job;
}

async function runJob(world: World, id: string, job: Job, work: Work): Promise<void> {
  const input = { rollouts: work.rollouts, plans: work.plans, until: work.to };
  const progress = (done: number, total: number): void => told(world, job, { done, total });
  try {
    const reports = await world.heavy.call('backtest', input, { progress, signal: job.ending.signal });
    if (job.progress.state !== 'running') return;
    const [plan, compare] = reports ?? [];
    if (plan === undefined) {
      told(world, job, { state: 'cancelled', endedAt: world.deps.clock.now() });
      return;
    }
    job.result = {
      from: work.from,
      to: work.to,
      past: pastRows(world, work.rollouts),
      plan: BacktestReportRow.parse(plan),
      compare: compare === undefined ? null : BacktestReportRow.parse(compare),
      warnings: warningsOf(work.plans, work.rollouts),
    };
    told(world, job, { state: 'done', endedAt: world.deps.clock.now() });
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    if (job.progress.state === 'running') told(world, job, { state: 'failed', message, endedAt: world.deps.clock.now() });
    world.deps.log.warn({ backtest: id, error: message }, 'backtest ended early');
  }
}

function told(world: World, job: Job, news: Partial<BacktestProgress>): void {
  // An answer to a question nobody waits for any more changes nothing.
  if (job.progress.state !== 'running') return;
  job.progress = { ...job.progress, ...news };
  world.deps.changed({ table: 'backtests', id: job.progress.id });
}

/** Ends a backtest that is under way; one that ended stays as it is. Null when it is not known any more. */
export function cancelJob(world: World, id: string): BacktestProgress | null {
  const job = jobsOf(world).get(id);
  if (job === undefined) return null;
  if (job.progress.state === 'running') {
    told(world, job, { state: 'cancelled', endedAt: world.deps.clock.now() });
    job.ending.abort();
  }
  return job.progress;
}
