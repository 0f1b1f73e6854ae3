import type { MetricSpec } from '../model/plan.ts';
import type { Snapshot } from '../model/snapshot.ts';
import { leavesOf, refersTo } from '../gates/list.ts';
import { durationInWords, listInWords, sentence } from '../words.ts';
import { exposure } from './expose.ts';
import { conclude, type Rule } from './view.ts';

/** A failed check before the start keeps the release from everybody (R1.4). */
export const refuseStart: Rule = (view) => {
  const { checks, plan } = view.snapshot;
  const failed = checks.find((check) => check.moment === 'beforeStart' && check.passed === false);
  if (failed === undefined) return null;
  const title = plan.checks.find((check) => check.id === failed.check)?.title ?? failed.check;
  return conclude(view, {
    kind: 'hold',
    cause: 'checkFailed',
    reason: `${title} failed: ${sentence(failed.summary)} Nobody has been given ${view.snapshot.rollout.version}.`,
    next: 'needs a person: a check failed',
  });
};

/** Metrics an acting gate compares with the time before the rollout, and that have no baseline yet. */
function missingBaselines({ plan, rollout }: Snapshot): MetricSpec[] {
  const gates = plan.stages.flatMap((stage) => stage.gates).filter((gate) => !gate.shadow && refersTo(gate, 'baseline'));
  const needed = new Set(
    gates
      .flatMap(leavesOf)
      .filter((leaf) => refersTo(leaf, 'baseline'))
      .map((leaf) => leaf.metric),
  );
  return plan.metrics.filter((metric) => needed.has(metric.id) && !rollout.baselines.some((baseline) => baseline.metric === metric.id));
}

/** A relative gate without its baseline would stay blind, so nobody is exposed before it is captured (R3.3). */
export const waitForBaselines: Rule = (view) => {
  const { rollout, plan } = view.snapshot;
  const missing = missingBaselines(view.snapshot);
  if (missing.length === 0) return null;
  const titles = listInWords(missing.map((metric) => metric.title));
  if (
    rollout.previousVersion === null &&
    missing.every((metric) => metric.baseline.from === 'previous' || metric.baseline.from === 'sameStage')
  ) {
    return conclude(view, {
      kind: 'hold',
      cause: 'blind',
      reason: `There is no previous version to take a baseline of ${titles} from. Use a plan with absolute bounds for a first release.`,
      next: 'needs a person: no baseline can be taken',
    });
  }
  const span = durationInWords(plan.baselineWindowMs);
  return conclude(view, {
    kind: 'wait',
    cause: 'pending',
    reason: `Waiting for the baseline of ${titles}: ${rollout.previousVersion ?? 'what users had'} over ${span}.`,
    next: 'captures baselines',
  });
};

/** Alpha is never skipped (R1.12): a channel may ask that another one was completed with the same release before. */
export const waitForChannel: Rule = (view) => {
  const { plan, channelsDone, rollout, target } = view.snapshot;
  if (plan.follows === null || channelsDone.includes(plan.follows)) return null;
  return conclude(view, {
    kind: 'hold',
    cause: 'channel',
    reason: `${rollout.version} was not completed on channel ${plan.follows} (${target.surface}) yet, and this plan follows it.`,
    next: `waits until ${plan.follows} is completed`,
  });
};

/** Starting was a person's wish, so it needs no further press. */
export const start: Rule = (view) => {
  const { nextStage, snapshot } = view;
  if (nextStage === null) return null;
  const { rollout } = snapshot;
  return conclude(view, {
    kind: 'start',
    cause: 'green',
    reason: `Everything asked for before the start is there; ${nextStage.percent} % of ${snapshot.target.name} get ${rollout.version}.`,
    next: `to ${nextStage.percent} %`,
    nextAt: snapshot.now,
    steps: [exposure(rollout, nextStage)],
  });
};
