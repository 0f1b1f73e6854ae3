import type { AnswerOf, CallName, InputOf } from '../../../main/contract/index.ts';
import { contract } from '../../../main/contract/index.ts';
import type { Decision } from '../../../main/core/model/decision.ts';
import type { Running } from '../../../main/start.ts';
import { listDecisions } from '../../../main/store/decisions.ts';
import { pastRollouts } from '../../../main/store/past-rollouts.ts';
import { planOf } from '../../../main/store/plans.ts';

/** What a gate did to one target, live and in the backtest of the plan it ran under. */
export interface Case {
  readonly target: string;
  readonly live: { readonly at: number; readonly reason: string } | null;
  readonly backtest: { readonly at: number; readonly reason: string } | null;
}

/** A drill seen again: every decision computed anew, and every rollout backtested. */
export interface LookBack {
  readonly cases: readonly Case[];
  readonly decisions: number;
  readonly differing: readonly string[];
}

async function ask<N extends CallName>(running: Running, name: N, input: InputOf<N>): Promise<AnswerOf<N>> {
  const result = await running.door.call(name, input, { role: 'admin', trigger: 'cli' }, null);
  if (!result.ok) throw new Error(`${name}: ${result.problem.message}`);
  return contract[name].answer.parse(result.answer) as AnswerOf<N>;
}

async function backtest(running: Running, text: string): Promise<NonNullable<AnswerOf<'backtests.get'>['result']>> {
  const { id } = await ask(running, 'backtests.run', { plan: { text }, from: 0 });
  for (;;) {
    const job = await ask(running, 'backtests.get', { id });
    if (job.result !== null) return job.result;
    if (job.state !== 'running') throw new Error(job.message ?? job.state);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** Computes every decision of a drill again, and backtests each plan over the rollouts it led. */
export async function lookBack(running: Running): Promise<LookBack> {
  const { reader } = running.store();
  const rollouts = pastRollouts(reader, { from: 0, to: Number.MAX_SAFE_INTEGER });
  const decisions = listDecisions(reader, { limit: 100_000 }).filter((one) => one.snapshotHash !== null);
  const differing: string[] = [];
  for (const { id } of decisions) {
    const proof = await ask(running, 'decisions.explain', { decisionId: id });
    for (const one of proof.differences) differing.push(`${id} ${one.field}: ${one.recorded} | ${one.recomputed}`);
    if (proof.conclusion === null) differing.push(`${id}: ${proof.why}`);
  }
  const stops = new Map<string, { readonly at: number; readonly reason: string }>();
  for (const hash of new Set(rollouts.map((past) => past.planHash))) {
    const { past, plan } = await backtest(running, planOf(reader, hash ?? '')?.text ?? '');
    plan.releases.forEach(({ rolloutId, replay }, index) => {
      if (replay.stop?.through === null && rollouts.find((one) => one.id === past[index]?.id)?.planHash === hash)
        stops.set(rolloutId, replay.stop);
    });
  }
  const taken = decisions.filter(tookBack);
  const replayed = [...stops].map(([rolloutId, stop]): Stop => ({ ...stop, rolloutId }));
  const cases = rollouts.map((past): Case => {
    const own = taken.some((one) => one.rolloutId === past.id);
    return { target: past.targetName, live: soonest(taken, own ? past.id : null), backtest: soonest(replayed, own ? past.id : null) };
  });
  return { cases, decisions: decisions.length, differing };
}

interface Stop {
  readonly rolloutId: string;
  readonly at: number;
  readonly reason: string;
}

/**
 * The first stop of all, since the targets of a drill's release go back together; with its words where it was the target's own.
 * Live only the first target of a sweep gets to speak, while the backtest lets each speak for itself.
 */
function soonest(stops: readonly Stop[], own: string | null): Case['live'] {
  if (stops.length === 0) return null;
  const at = Math.min(...stops.map((stop) => stop.at));
  const told = stops.find((stop) => stop.at === at && stop.rolloutId === own);
  // How far it reaches depends on the other targets, which a backtest looks at afterwards.
  return { at, reason: told?.reason.replace(/ Taking .* targets?\.$/, '') ?? 'another target' };
}

function tookBack({ kind, cause, recommendation }: Decision): boolean {
  return kind === 'rollback' && !recommendation && (cause === 'red' || cause === 'emergency');
}
