import { type CardPress, type PressCard, quietCard, writingCard } from '../core/containment/index.ts';
import { exposure } from '../core/decide/index.ts';
import type { AdapterProblem } from '../core/model/connection.ts';
import type { Operation } from '../core/model/operation.ts';
import type { EngineDeps } from './deps.ts';
import type { Subject } from './gather.ts';
import { platformOf, pollPlatform } from './poll-platforms.ts';
import { subjectById } from './press.ts';
import { problemOf } from './problems.ts';

/** A press card with what it was read from. `readAt` in ms, null when nothing had to be read or could be. */
export interface PressCardView {
  readonly subject: Subject;
  readonly card: PressCard;
  readonly calls: readonly string[];
  readonly readAt: number | null;
  readonly problem: AdapterProblem | null;
}

/** What a press would send; null when it sends nothing. */
function operationOf({ rollout, plan }: Subject, press: CardPress): Operation | null {
  const { version, previousVersion } = rollout;
  if (press === 'hold' || press === 'resume') return null;
  if (press === 'rollback') return { op: press, version, toVersion: previousVersion };
  if (press !== 'promote') return { op: press, version };
  const next = plan.stages[rollout.stage + 1];
  const same = next?.percent === plan.stages[rollout.stage]?.percent && next?.segments.length === 0;
  return next === undefined || plan.dryRun || same ? null : exposure(rollout, next).operation;
}

/** What a press would really do on the target of a rollout, read from its platform now. Writes nothing. */
export async function pressCardOf(deps: EngineDeps, rolloutId: string, press: CardPress): Promise<PressCardView> {
  const subject = subjectById(deps, rolloutId);
  const { rollout, target, plan } = subject;
  const operation = operationOf(subject, press);
  if (operation === null) {
    const last = press === 'promote' && plan.stages[rollout.stage + 1] === undefined;
    const quiet = press === 'hold' ? 'hold' : last ? 'complete' : 'resume';
    const card = quietCard(quiet, rollout.version, rollout.expected?.percent ?? null);
    return { subject, card, calls: [], readAt: null, problem: null };
  }
  const unknown = writingCard(operation, []);
  const read = await pollPlatform(deps, target);
  if (read.state === null || read.problem !== null) {
    const reason = read.problem?.message ?? 'The platform has not been read yet.';
    return { subject, card: { ...unknown, reason }, calls: [], readAt: read.readAt, problem: read.problem };
  }
  try {
    const platform = platformOf(deps, target);
    const card = writingCard(operation, platform.abilities(read.state, rollout.version));
    return { subject, card, calls: platform.describe(operation, read.state), readAt: read.readAt, problem: null };
  } catch (error) {
    const problem = problemOf(error);
    return { subject, card: { ...unknown, reason: problem.message }, calls: [], readAt: read.readAt, problem };
  }
}
