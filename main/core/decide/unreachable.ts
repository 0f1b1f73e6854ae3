import { durationInWords, sentence } from '../words.ts';
import { conclude, type Rule } from './view.ts';

/** A platform nobody can read is no data: it holds a stage and never advances it. */
export const holdOnUnreachable: Rule = (view) => {
  const { now, platform, plan, target } = view.snapshot;
  const problem = platform.problem === null ? '' : ` ${sentence(platform.problem.message)}`;
  if (platform.state === null || platform.readAt === null) {
    return conclude(view, {
      kind: 'hold',
      cause: 'unreachable',
      reason: `${target.name} has not been read yet.${problem}`,
      next: 'reads the platform',
    });
  }
  const failingMs = platform.failingSince === null ? 0 : now - platform.failingSince;
  if (failingMs <= 3 * plan.platformEveryMs) return null;
  return conclude(view, {
    kind: 'hold',
    cause: 'unreachable',
    reason: `${target.name} has not answered for ${durationInWords(failingMs)}.${problem}`,
    next: 'holds until the platform answers',
  });
};

/** A person holds the rollout: it stays until a person resumes it. */
export const holdForPerson: Rule = (view) => {
  const { rollout } = view.snapshot;
  if (rollout.state !== 'held') return null;
  return conclude(view, {
    kind: 'hold',
    cause: 'held',
    reason: rollout.heldReason === null ? 'Held by a person.' : `Held by a person: ${sentence(rollout.heldReason)}`,
    next: 'needs a person to resume',
  });
};
