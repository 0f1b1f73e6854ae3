import type { MetricSpec } from '../model/plan.ts';
import type { Snapshot } from '../model/snapshot.ts';
import { gateRule } from '../gates/list.ts';
import { durationInWords, listInWords, sentence } from '../words.ts';
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
  const gates = plan.stages.flatMap((stage) => stage.gates).filter((gate) => !gate.shadow && gateRule(gate.kind).needsBaseline);
  const needed = new Set(gates.map((gate) => gate.metric));
  return plan.metrics.filter((metric) => needed.has(metric.id) && !rollout.baselines.some((baseline) => baseline.metric === metric.id));
}

/** A relative gate without its baseline would stay blind, so nobody is exposed before it is captured (R3.3). */
export const waitForBaselines: Rule = (view) => {
  const { rollout, plan } = view.snapshot;
  const missing = missingBaselines(view.snapshot);
  if (missing.length === 0) return null;
  const titles = listInWords(missing.map((metric) => metric.title));
  if (rollout.previousVersion === null) {
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
    reason: `Waiting for the baseline of ${titles}: ${rollout.previousVersion} over the last ${span}.`,
    next: 'captures baselines',
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
    steps: [
      {
        rolloutId: rollout.id,
        targetId: rollout.targetId,
        operation: { op: 'expose', version: rollout.version, percent: nextStage.percent },
      },
    ],
  });
};
