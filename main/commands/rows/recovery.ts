import { IncidentEvidence } from '../../contract/incidents.ts';
import type { DeliveryRow } from '../../contract/recovery.ts';
import type { Incident } from '../../core/model/incident.ts';
import type { Rollout } from '../../core/model/rollout.ts';
import { deliveryNumbers, type Deployment, recoverySplit, type RecoveryStep, recoveryTime } from '../../core/recovery/index.ts';
import { actionsOf } from '../../store/actions.ts';
import { listApplications } from '../../store/applications.ts';
import { listDecisions } from '../../store/decisions.ts';
import { incidentsOfRelease } from '../../store/incidents.ts';
import { listRollouts, rolloutsOfRelease, sharesOf } from '../../store/rollouts.ts';
import { verdictSpans } from '../../store/verdicts.ts';
import type { World } from '../world.ts';
import { practiceApplications } from './practice.ts';

const dayMs = 24 * 60 * 60_000;
const spans = [30, 90] as const;

/** The recovery of an incident, computed from the record of its release. */
export function recoveryOf(world: World, incident: Incident): readonly RecoveryStep[] {
  const reader = world.deps.store.reader;
  const rollouts = incident.version === null ? [] : rolloutsOfRelease(reader, incident.applicationId, incident.version);
  const evidence = IncidentEvidence.parse(incident.evidence);
  const shadow = new Set(evidence.verdicts.filter((verdict) => verdict.shadow).map((verdict) => verdict.gate));
  const earlier = incidentsOfRelease(reader, incident.applicationId, incident.version).filter((one) => one.openedAt < incident.openedAt);
  const ends = earlier.flatMap((one) => (one.closedAt === null ? [] : [one.closedAt]));
  return recoverySplit({
    notBefore: ends.length === 0 ? null : Math.max(...ends),
    openedAt: incident.openedAt,
    closedAt: incident.closedAt,
    shares: rollouts.flatMap((rollout) => sharesOf(reader, rollout.id)),
    bad: evidence.verdicts.flatMap(({ gate, kind, value, shadow: silent }) => {
      const series = evidence.series.find((one) => one.gate === gate);
      const judged = !silent && (kind === 'red' || kind === 'emergency') && value !== null;
      return judged && series !== undefined && series.red !== null ? [{ red: series.red, value, points: series.points }] : [];
    }),
    spans: rollouts
      .flatMap((rollout) =>
        verdictSpans(reader, rollout.id, 0, Number.MAX_SAFE_INTEGER).map((span) => ({
          ...span,
          name: span.gate,
          gate: `${rollout.id}/${span.gate}`,
        })),
      )
      .filter((span) => !shadow.has(span.name)),
    decisions: rollouts.flatMap((rollout) => listDecisions(reader, { rolloutId: rollout.id, limit: 500 })),
    actions: rollouts
      .flatMap((rollout) => actionsOf(reader, { rolloutId: rollout.id }))
      .map((action) => ({ ...action, operation: action.operation.op })),
  });
}

function deploymentOf(world: World, rollouts: readonly Rollout[]): Deployment | null {
  const reader = world.deps.store.reader;
  const [first] = rollouts;
  const shares = rollouts.flatMap((rollout) => sharesOf(reader, rollout.id)).flatMap(({ percent }) => (percent === null ? [] : [percent]));
  const peakPercent = Math.max(0, ...shares);
  if (first === undefined || peakPercent === 0) return null;
  const stops = rollouts
    .flatMap((rollout) => listDecisions(reader, { rolloutId: rollout.id, limit: 500 }))
    .filter(({ kind, cause, recommendation }) => !recommendation && (kind === 'rollback' || (kind === 'pause' && cause !== 'person')));
  const times = incidentsOfRelease(reader, first.applicationId, first.version).map((incident) => recoveryTime(recoveryOf(world, incident)));
  return {
    version: first.version,
    peakPercent,
    failed: stops.length > 0,
    byGate: stops.some(({ cause }) => cause === 'red' || cause === 'emergency'),
    recoveryMs: times.find((time) => time !== null) ?? null,
  };
}

/** Each application over 30 and 90 days, by the start of its releases. */
export function deliveryRows(world: World): DeliveryRow[] {
  const now = world.deps.clock.now();
  const releases = new Map<string, { readonly applicationId: string; readonly startedAt: number; readonly deployment: Deployment }>();
  const recent = listRollouts(world.deps.store.reader, {}).filter((one) => one.startedAt !== null && one.startedAt >= now - 90 * dayMs);
  for (const [key, rollouts] of Map.groupBy(recent, (one) => JSON.stringify([one.applicationId, one.version]))) {
    const [first] = rollouts;
    const deployment = deploymentOf(world, rollouts);
    const startedAt = Math.min(...rollouts.map((one) => one.startedAt ?? now));
    if (first !== undefined && deployment !== null) releases.set(key, { applicationId: first.applicationId, startedAt, deployment });
  }
  const practice = practiceApplications(world.deps.store.reader);
  return listApplications(world.deps.store.reader).flatMap(({ id, name }) =>
    spans.map((days) => {
      const fit = [...releases.values()].filter((one) => one.applicationId === id && one.startedAt >= now - days * dayMs);
      return {
        applicationId: id,
        applicationName: name,
        practice: practice.has(id),
        days,
        ...deliveryNumbers(fit.map((one) => one.deployment)),
      };
    }),
  );
}
