import { type Action, unfinishedActions } from '../core/model/action.ts';
import type { SourceHealth } from '../core/model/connection.ts';
import type { DecisionKind } from '../core/model/decision.ts';
import type { Plan } from '../core/model/plan.ts';
import type { Rollout } from '../core/model/rollout.ts';
import type { MetricWindow, Sibling, Snapshot } from '../core/model/snapshot.ts';
import type { Target } from '../core/model/target.ts';
import { actionsOf } from '../store/actions.ts';
import { checksOf } from '../store/checks.ts';
import { listDecisions } from '../store/decisions.ts';
import { healthOfConnection } from '../store/connections.ts';
import { planOf } from '../store/plans.ts';
import { pointsOf } from '../store/readings.ts';
import { replaced, rolloutsOfRelease } from '../store/rollouts.ts';
import { getTargetRead } from '../store/target-states.ts';
import { getTarget } from '../store/targets.ts';
import type { EngineDeps } from './deps.ts';
import { askedSince, intakeSource, metricKeyOf, scopeOf, sourceNamed } from './poll-metrics.ts';

/** What belongs to a rollout besides its row. */
export interface Subject {
  readonly rollout: Rollout;
  readonly target: Target;
  readonly plan: Plan;
  readonly planText: string;
}

/** A rollout with its target and plan. Throws when the workspace lost one of them: that is damage, not a state. */
export function subjectOf(deps: EngineDeps, rollout: Rollout): Subject {
  const target = getTarget(deps.store.reader, rollout.targetId);
  const kept = planOf(deps.store.reader, rollout.planHash);
  if (target === null || kept === null)
    throw new Error(`Rollout ${rollout.id} lost its ${target === null ? 'target' : 'plan'}. Restore a backup in Settings.`);
  return { rollout, target, plan: kept.plan, planText: kept.text };
}

/** Everything the sweep of one rollout relies on, read from the store in one go. */
export function gather(deps: EngineDeps, subject: Subject): Snapshot {
  const { rollout, target, plan } = subject;
  const read = getTargetRead(deps.store.reader, target.id);
  return {
    now: deps.clock.now(),
    rollout,
    plan,
    target: { id: target.id, name: target.name, surface: target.surface, population: target.population },
    windows: windowsOf(deps, subject),
    checks: checksOf(deps.store.reader, rollout.id),
    platform: {
      state: read?.state ?? null,
      readAt: read?.readAt ?? null,
      failingSince: read?.failingSince ?? null,
      problem: read?.problem ?? null,
    },
    actions: openActions(deps, rollout.id).map((action) => ({ id: action.id, state: action.state, op: action.operation.op })),
    siblings: siblingsOf(deps, rollout),
  };
}

/** Decisions by which a person settles a failed write without another one. */
const settling: readonly DecisionKind[] = ['complete', 'acceptDrift', 'cancel'];

/**
 * Writes of a rollout that still matter, newest first: those under way, and a failed one until something newer replaced it:
 * a later write on the same target, or a person who settled it without one.
 */
export function openActions(deps: EngineDeps, rolloutId: string): Action[] {
  const actions = actionsOf(deps.store.reader, { rolloutId });
  const open = actions.filter((action, index) => unfinishedActions.includes(action.state) || (action.state === 'failed' && index === 0));
  if (!open.some((action) => action.state === 'failed')) return open;
  const settled = listDecisions(deps.store.reader, { rolloutId }).find((one) => one.cause === 'person' && settling.includes(one.kind));
  return open.filter(
    (action) => action.state !== 'failed' || settled === undefined || settled.at < (action.finishedAt ?? action.createdAt),
  );
}

/** Targets of the same release, oldest first. */
export function siblingsOf(deps: EngineDeps, rollout: Pick<Rollout, 'applicationId' | 'version'>): Sibling[] {
  const siblings: Sibling[] = [];
  for (const sibling of rolloutsOfRelease(deps.store.reader, rollout.applicationId, rollout.version)) {
    const target = getTarget(deps.store.reader, sibling.targetId);
    if (target === null) continue;
    siblings.push({
      rolloutId: sibling.id,
      targetId: sibling.targetId,
      surface: target.surface,
      state: sibling.state,
      exposed: (sibling.stage >= 0 || hasOpenExposure(deps, sibling.id)) && !replaced(deps.store.reader, sibling),
      previousVersion: sibling.previousVersion,
    });
  }
  return siblings;
}

function hasOpenExposure(deps: EngineDeps, rolloutId: string): boolean {
  return actionsOf(deps.store.reader, { rolloutId }).some(
    (action) => action.operation.op === 'expose' && (action.state !== 'failed' || mayHaveReached(action)),
  );
}

/** A write given up without knowing what became of it: some users may have the release, so it is taken back too. */
function mayHaveReached(action: Action): boolean {
  return action.sentAt !== null && action.problem?.kind === 'unknownOutcome';
}

/** Longest history any gate of the plan looks at, ms. */
export function horizonOf(plan: Plan): number {
  let longest = plan.everyMs * 4;
  for (const stage of plan.stages) {
    for (const gate of stage.gates) longest = Math.max(longest, gate.windowMs + gate.forMs + gate.consecutive * plan.everyMs);
  }
  return longest;
}

function windowsOf(deps: EngineDeps, subject: Subject): MetricWindow[] {
  const { rollout, target, plan } = subject;
  const now = deps.clock.now();
  const scope = scopeOf(rollout, target);
  const labels = { release: rollout.version, channel: target.channel, platform: target.surface };
  const { startedAt } = rollout;
  // After the clock was set back the start lies ahead: what is read now must still be able to turn red.
  const from = startedAt !== null && startedAt > now ? now - horizonOf(plan) : Math.max(now - horizonOf(plan), startedAt ?? now);
  const sources = sourcesOf(deps, plan);
  return plan.metrics.map((metric) => {
    const key = metricKeyOf(deps, rollout.planHash, metric, scope);
    const source = sources.get(metric.source);
    const missing = metric.source !== intakeSource && source === undefined;
    return {
      metric: metric.id,
      points: key === null ? [] : pointsOf(deps.store.reader, key, labels, from, now),
      failingSince: missing ? (rollout.startedAt ?? now) : (source?.failingSince ?? silentSince(deps, subject, key, source, metric.lagMs)),
      problem: missing ? `there is no connection named ${metric.source}` : (source?.problem?.message ?? null),
    };
  });
}

/** Health of the connections that the metrics of a plan name; null when nothing was heard from one yet. Each is read once. */
function sourcesOf(deps: EngineDeps, plan: Plan): Map<string, SourceHealth | null> {
  const sources = new Map<string, SourceHealth | null>();
  for (const name of new Set(plan.metrics.map((metric) => metric.source))) {
    const connection = name === intakeSource ? null : sourceNamed(deps, name);
    if (connection !== null) sources.set(name, healthOfConnection(deps.store.reader, connection.id));
  }
  return sources;
}

/**
 * Since when a source that never refused has left us without an answer, ms; null while it answers. A question that hangs is no
 * refusal yet, and after a restart nobody asked for a while: neither silence may be read as nothing to report.
 */
function silentSince(
  deps: EngineDeps,
  { rollout, plan }: Subject,
  key: string | null,
  source: SourceHealth | null | undefined,
  lagMs: number,
): number | null {
  if (source === undefined || rollout.startedAt === null) return null;
  const overdue = deps.clock.now() - plan.everyMs - lagMs;
  const asked = key === null ? null : askedSince(deps, key);
  const lastAnswer = source?.lastOkAt ?? rollout.startedAt;
  const since = asked === null ? lastAnswer : Math.min(asked, lastAnswer);
  return since < overdue ? since : null;
}
