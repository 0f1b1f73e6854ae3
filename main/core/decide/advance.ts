import type { CheckMoment } from '../model/plan.ts';
import type { Snapshot } from '../model/snapshot.ts';
import { durationInWords, listInWords } from '../words.ts';
import { answerTo, isLapsed, questionsAt } from './checks.ts';
import { conclude, type Rule, type View } from './view.ts';

function nextInWords({ nextStage, automation, snapshot }: View): string {
  if (nextStage === null) return automation.promote ? 'completes' : 'asks to complete';
  if (nextStage.approval && snapshot.rollout.approvedStage <= snapshot.rollout.stage) return `asks for approval of ${nextStage.percent} %`;
  return automation.promote ? `to ${nextStage.percent} %` : `asks for ${nextStage.percent} %`;
}

/** Bake time counts only while it was observed. */
export const waitForBake: Rule = (view) => {
  const { stage, observedMs, snapshot } = view;
  if (stage === null || observedMs >= stage.bakeMs) return null;
  const left = stage.bakeMs - observedMs;
  return conclude(view, {
    kind: 'wait',
    cause: 'bake',
    reason: `Observed for ${durationInWords(observedMs)} of ${durationInWords(stage.bakeMs)} at ${stage.percent} %.`,
    next: nextInWords(view),
    nextAt: snapshot.now + left,
  });
};

/** Titles of the checks of a moment without an answer that holds now. One that could not be asked is not answered. */
export function unanswered({ now, plan, checks, rollout }: Snapshot, moment: CheckMoment): string[] {
  return questionsAt(plan, moment)
    .filter((question) => {
      const answer = answerTo(checks, question, rollout.stage);
      return answer === null || answer.passed === null || isLapsed(answer, question.check, now);
    })
    .map(({ check }) => check.title);
}

export function waitForChecks(moment: CheckMoment): Rule {
  return (view) => {
    const titles = unanswered(view.snapshot, moment);
    if (titles.length === 0) return null;
    return conclude(view, {
      kind: 'wait',
      cause: 'check',
      reason: `Waiting for the answer of ${listInWords(titles)}.`,
      next: `waits for ${listInWords(titles)}`,
    });
  };
}

/** The next stage wants a person's approval that is not there yet. */
export const askForApproval: Rule = (view) => {
  const { nextStage, snapshot } = view;
  if (nextStage === null || !nextStage.approval || snapshot.rollout.approvedStage > snapshot.rollout.stage) return null;
  return conclude(view, {
    kind: snapshot.rollout.state === 'preparing' ? 'start' : 'advance',
    cause: 'approval',
    reason: `All green. Entering ${nextStage.name} needs a person's approval.`,
    next: `needs approval for ${nextStage.percent} %`,
    recommendation: true,
  });
};

/** Everything asked for was seen: go on, or ask a person to when automatic promotion is off and nobody approved the step. */
export const goOn: Rule = (view) => {
  const { nextStage, automation, snapshot } = view;
  const { rollout } = snapshot;
  const kind = nextStage === null ? 'complete' : 'advance';
  const approved = nextStage !== null && rollout.approvedStage > rollout.stage;
  const seen = `All gates are green after ${durationInWords(view.observedMs)} observed.`;
  if (!automation.promote && !approved) {
    return conclude(view, {
      kind,
      cause: 'green',
      reason: `${seen} Automatic promotion is off.`,
      next: nextStage === null ? 'needs a person to complete it' : `needs a person: to ${nextStage.percent} %`,
      recommendation: true,
    });
  }
  if (nextStage === null) return conclude(view, { kind, cause: 'green', reason: seen, next: 'completes', nextAt: snapshot.now });
  return conclude(view, {
    kind,
    cause: 'green',
    reason: seen,
    next: `to ${nextStage.percent} %`,
    nextAt: snapshot.now,
    steps: [
      {
        rolloutId: rollout.id,
        targetId: rollout.targetId,
        operation: { op: 'expose', version: rollout.version, percent: nextStage.percent },
      },
    ],
  });
};
