import { type Action, unfinishedActions } from '../core/model/action.ts';
import type { SourceHealth } from '../core/model/connection.ts';
import type { DecisionKind } from '../core/model/decision.ts';
import { comparesWithControl, horizonOf } from '../core/decide/index.ts';
import type { MetricSpec, Plan } from '../core/model/plan.ts';
import type { Rollout } from '../core/model/rollout.ts';
import type { MetricWindow, Sibling, Snapshot } from '../core/model/snapshot.ts';
import type { Target } from '../core/model/target.ts';
import { actionsOf } from '../store/actions.ts';
import { checksOf } from '../store/checks.ts';
import { listDecisions } from '../store/decisions.ts';
import { healthOfConnection } from '../store/connections.ts';
import { planOf } from '../store/plans.ts';
import { ownPointsOf, pointsOf } from '../store/readings.ts';
import { replaced, rolloutsOfRelease } from '../store/rollouts.ts';
import { signoffsOf } from '../store/signoffs.ts';
import { getTargetRead } from '../store/target-states.ts';
import { getTarget } from '../store/targets.ts';
import type { EngineDeps } from './deps.ts';
import { wayBackFrom } from './way-back.ts';
import { askedSince, metricKeyOf, ownSources, scopeOf, sourceNamed } from './poll-metrics.ts';

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
    signoffs: signoffsOf(deps.store.reader, rollout.id),
    channelsDone: plan.follows === null ? [] : channelsDone(deps, rollout, target),
    platform: {
      state: read?.state ?? null,
      readAt: read?.readAt ?? null,
      failingSince: read?.failingSince ?? null,
      problem: read?.problem ?? null,
    },
    wayBack: wayBackFrom(deps, subject, read?.state ?? null),
    actions: openActions(deps, rollout.id).map((action) => ({ id: action.id, state: action.state, op: action.operation.op })),
    siblings: siblingsOf(deps, rollout),
  };
}

/** Decisions by which a person settles a failed write without another one. */
const settling: readonly DecisionKind[] = ['complete', 'acceptDrift', 'cancel', 'settle'];

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
      exposed:
        ((sibling.stage >= 0 && sibling.expected !== null) || hasOpenExposure(deps, sibling.id)) && !replaced(deps.store.reader, sibling),
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

function windowsOf(deps: EngineDeps, subject: Subject): MetricWindow[] {
  const { rollout, target, plan } = subject;
  const sources = sourcesOf(deps, plan);
  const scope = scopeOf(rollout, target);
  return plan.metrics
    .filter((metric) => metric.score === null)
    .map((metric) => {
      const key = metricKeyOf(deps, rollout.planHash, metric, scope);
      const source = sources.get(metric.source);
      const missing = !ownSources.includes(metric.source) && source === undefined;
      return {
        metric: metric.id,
        ...pointsIn(deps, subject, metric, key),
        failingSince: missing
          ? (rollout.startedAt ?? deps.clock.now())
          : (source?.failingSince ?? silentSince(deps, subject, key, source, metric.lagMs)),
        problem: missing ? `there is no connection named ${metric.source}` : (source?.problem?.message ?? null),
      };
    });
}

/** Readings of the release, and of the version before where a gate compares the two. */
function pointsIn(deps: EngineDeps, subject: Subject, metric: MetricSpec, key: string | null): Pick<MetricWindow, 'points' | 'control'> {
  if (key === null) return { points: [], control: [] };
  const { rollout, target, plan } = subject;
  const now = deps.clock.now();
  const horizon = horizonOf(plan, metric.id);
  const { startedAt } = rollout;
  // After the clock was set back the start lies ahead: what is read now must still be able to turn red.
  const ahead = startedAt !== null && startedAt > now;
  const from = ahead ? now - Math.min(horizon, longestAhead) : Math.max(now - horizon, startedAt ?? now);
  const labels = { release: rollout.version, channel: target.channel, platform: target.surface };
  return {
    points: pointsOf(deps.store.reader, key, labels, from, now),
    control:
      comparesWithControl(plan, metric.id) && rollout.previousVersion !== null
        ? ownPointsOf(deps.store.reader, key, { ...labels, release: rollout.previousVersion }, from, now)
        : [],
  };
}

const longestAhead = 86_400_000;

/** Channels on which this release was completed on the same surface (R1.12). A dry run reached nobody there, so it completed nothing. */
function channelsDone(deps: EngineDeps, rollout: Rollout, own: Target): string[] {
  return rolloutsOfRelease(deps.store.reader, rollout.applicationId, rollout.version)
    .filter((one) => one.state === 'completed' && one.expected !== null)
    .map((one) => getTarget(deps.store.reader, one.targetId))
    .filter((target) => target?.surface === own.surface)
    .flatMap((target) => (target === null ? [] : [target.channel]));
}

/** Health of the connections that the metrics of a plan name; null when nothing was heard from one yet. Each is read once. */
function sourcesOf(deps: EngineDeps, plan: Plan): Map<string, SourceHealth | null> {
  const sources = new Map<string, SourceHealth | null>();
  for (const name of new Set(plan.metrics.filter((metric) => metric.score === null).map((metric) => metric.source))) {
    const connection = ownSources.includes(name) ? null : sourceNamed(deps, name);
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
