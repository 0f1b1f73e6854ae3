import { mayActAs } from '../model/actor.ts';
import type { CheckMoment, StageSpec } from '../model/plan.ts';
import type { Rollout } from '../model/rollout.ts';
import type { Snapshot } from '../model/snapshot.ts';
import { counted, durationInWords, listInWords, sentence } from '../words.ts';
import { answerTo, isLapsed, questionsAt } from './checks.ts';
import { exposure } from './expose.ts';
import { conclude, type Rule, type View } from './view.ts';

function nextInWords({ nextStage, automation, snapshot }: View): string {
  if (nextStage === null) return automation.promote ? 'completes' : 'asks to complete';
  if (missingApprovals(snapshot.rollout, nextStage).length > 0) return `asks for approval of ${nextStage.percent} %`;
  return automation.promote ? `to ${nextStage.percent} %` : `asks for ${nextStage.percent} %`;
}

/** Bake time counts only while it was observed. Yellow may have made it longer, a clean stage shorter. */
export const waitForBake: Rule = (view) => {
  const { stage, observedMs, snapshot, bakeMs, watch } = view;
  if (stage === null || observedMs >= bakeMs) return null;
  const why = watch.extraBakeMs > 0 ? `, ${durationInWords(watch.extraBakeMs)} of it for yellow` : view.accelerated ? ', accelerated' : '';
  return conclude(view, {
    kind: 'wait',
    cause: 'bake',
    reason: `Observed for ${durationInWords(observedMs)} of ${durationInWords(bakeMs)} at ${stage.percent} %${why}.`,
    next: nextInWords(view),
    nextAt: snapshot.now + bakeMs - observedMs,
  });
};

/** Green has to have lasted without interruption: "under 1 % for three days running" (R4.5). */
export const waitForStreak: Rule = (view) => {
  const { stage, watch, snapshot } = view;
  if (stage === null || watch.streakMs >= stage.streakMs) return null;
  return conclude(view, {
    kind: 'wait',
    cause: 'bake',
    reason: `Green for ${durationInWords(watch.streakMs)} of ${durationInWords(stage.streakMs)} running.`,
    next: nextInWords(view),
    nextAt: snapshot.now + stage.streakMs - watch.streakMs,
  });
};

const dayMs = 86_400_000;

/** When the day of a stage begins, ms; null when it may be entered on the first. Day 1 is the first 24 hours. */
export function notBefore(stage: StageSpec, startedAt: number | null): number | null {
  return stage.earliestDay <= 1 || startedAt === null ? null : startedAt + (stage.earliestDay - 1) * dayMs;
}

/** A stage may not be entered before its day of the rollout (R1.3). */
export const waitForDay: Rule = (view) => {
  const { nextStage, snapshot } = view;
  const { startedAt } = snapshot.rollout;
  const at = nextStage === null ? null : notBefore(nextStage, startedAt);
  if (nextStage === null || startedAt === null || at === null || snapshot.now >= at) return null;
  return conclude(view, {
    kind: 'wait',
    cause: 'notYet',
    reason: `${nextStage.name} is for day ${nextStage.earliestDay} of the rollout; this is day ${Math.floor((snapshot.now - startedAt) / dayMs) + 1}.`,
    next: `to ${nextStage.percent} % on day ${nextStage.earliestDay}`,
    nextAt: at,
  });
};

/** A check without an answer that holds now, and what was said last: why it could not be asked, or what it still waits for. */
interface Unanswered {
  readonly title: string;
  readonly said: string | null;
}

/** The checks of a moment without an answer that holds now. One that could not be asked is not answered. */
function unanswered({ now, plan, checks, rollout }: Snapshot, moment: CheckMoment): Unanswered[] {
  return questionsAt(plan, moment, plan.stages[rollout.stage]?.name ?? null).flatMap((question): Unanswered[] => {
    const answer = answerTo(checks, question, rollout.stage);
    const { title } = question.check;
    if (answer === null) return [{ title, said: null }];
    if (answer.passed === null) return [{ title, said: answer.summary }];
    return isLapsed(answer, question.check, now) ? [{ title, said: null }] : [];
  });
}

export function waitForChecks(moment: CheckMoment): Rule {
  return (view) => {
    const open = unanswered(view.snapshot, moment);
    if (open.length === 0) return null;
    const titles = open.map(({ title }) => title);
    const said = open.find((one) => one.said !== null)?.said ?? null;
    return conclude(view, {
      kind: 'wait',
      cause: 'check',
      reason: `Waiting for the answer of ${listInWords(titles)}.${said === null ? '' : ` Said last: ${sentence(said)}`}`,
      next: `waits for ${listInWords(titles)}`,
    });
  };
}

/** What a stage still asks of people, in words: `1 of 2 operators`; empty when everybody needed said yes. */
export function missingApprovals(rollout: Rollout, next: StageSpec): string[] {
  if (!next.approval || rollout.approvedStage > rollout.stage) return [];
  const given = rollout.approvals.filter((one) => one.stage === rollout.stage + 1);
  return next.approvals.flatMap(({ role, count }) => {
    const people = new Set(given.filter((one) => mayActAs(one.role, role)).map((one) => one.name)).size;
    return people >= count ? [] : [count === 1 ? `an ${role}`.replace(/^an (?![aeio])/, 'a ') : `${people} of ${counted(count, role)}`];
  });
}

/** The next stage wants people's approval that is not there yet. */
export const askForApproval: Rule = (view) => {
  const { nextStage, snapshot } = view;
  if (nextStage === null) return null;
  const missing = missingApprovals(snapshot.rollout, nextStage);
  if (missing.length === 0) return null;
  return conclude(view, {
    kind: snapshot.rollout.state === 'preparing' ? 'start' : 'advance',
    cause: 'approval',
    reason: `${snapshot.rollout.state === 'preparing' ? 'Ready to start' : 'All green'}. Entering ${nextStage.name} needs the approval of ${listInWords(missing)}.`,
    next: `needs approval for ${nextStage.percent} %`,
    recommendation: true,
  });
};

/** Everything asked for was seen: go on, or ask a person to when automatic promotion is off and nobody approved the step. */
export const goOn: Rule = (view) => {
  const { nextStage, automation, snapshot } = view;
  const { rollout } = snapshot;
  const kind = nextStage === null ? 'complete' : 'advance';
  const approved = nextStage !== null && nextStage.approval;
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
    steps: nextStage.percent === view.stage?.percent && nextStage.segments.length === 0 ? [] : [exposure(rollout, nextStage)],
  });
};
