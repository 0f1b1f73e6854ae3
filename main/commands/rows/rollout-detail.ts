import type { RolloutDetail } from '../../contract/rollouts.ts';
import { activeStates } from '../../core/model/rollout.ts';
import { gather, type Subject } from '../../engine/gather.ts';
import { nextSweepAt } from '../../engine/tick.ts';
import { actionsOf } from '../../store/actions.ts';
import { checksOf } from '../../store/checks.ts';
import { decisionsAbout } from '../../store/decisions.ts';
import { rolloutsOfRelease } from '../../store/rollouts.ts';
import { getTargetRead, type TargetRead } from '../../store/target-states.ts';
import { latestVerdicts } from '../../store/verdicts.ts';
import type { World } from '../world.ts';
import { gateRow } from './gate-rows.ts';
import { judgementRows } from './judgement-rows.ts';
import { actionRow, decisionRow } from './plain-rows.ts';
import { plannedChecks } from './planned-checks.ts';
import { rolloutRow } from './rollout-row.ts';

/** Everything the Rollout page shows, from the store alone: it opens without a network (R6.2). */
export function rolloutDetail(world: World, subject: Subject): RolloutDetail {
  const { rollout, plan, target } = subject;
  const reader = world.deps.store.reader;
  const verdicts = latestVerdicts(reader, rollout.id);
  const gates = plan.stages[Math.max(rollout.stage, 0)]?.gates ?? [];
  const snapshot = gather(world.deps, subject);
  // Judged now, a rollout that is over would only be found without new readings.
  const present = activeStates.includes(rollout.state) ? snapshot : null;
  return {
    rollout: rolloutRow(world, rollout),
    gates: gates.map((gate) =>
      gateRow(
        world,
        subject,
        gate,
        verdicts.find((verdict) => verdict.gate === gate.id),
        present,
      ),
    ),
    checks: checksOf(reader, rollout.id).map((check) => ({
      ...check,
      title: plan.checks.find((one) => one.id === check.check)?.title ?? check.check,
      items: check.items.map((item) => ({ ...item })),
    })),
    plannedChecks: plannedChecks(plan, rollout, checksOf(reader, rollout.id)),
    ...judgementRows(snapshot, verdicts),
    actions: actionsOf(reader, { rolloutId: rollout.id }).map((action) => actionRow(world, action)),
    decisions: decisionsAbout(reader, rollout.id).map(decisionRow),
    platform: platformRow(getTargetRead(reader, target.id)),
    planText: subject.planText,
    looksAt: activeStates.includes(rollout.state) ? nextSweepAt(rollout, plan.everyMs) : null,
    lanes: rolloutsOfRelease(reader, rollout.applicationId, rollout.version).map((one) => rolloutRow(world, one)),
  };
}

function platformRow(read: TargetRead | null): RolloutDetail['platform'] {
  const state = read?.state ?? null;
  return {
    version: state?.version ?? null,
    percent: state?.percent ?? null,
    status: state?.status ?? 'unknown',
    fallbackVersion: state?.fallbackVersion ?? null,
    readAt: read?.readAt ?? null,
    failingSince: read?.failingSince ?? null,
    problem: read?.problem ?? null,
    ...(state?.notes === undefined || state.notes.length === 0 ? {} : { notes: state.notes.map((note) => note.text) }),
  };
}
