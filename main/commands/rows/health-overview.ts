import type { ActiveVersionRow, HealthFilter, HealthOverview, RollbackRow } from '../../contract/health.ts';
import type { RolloutRow } from '../../contract/shapes.ts';
import { formatValue } from '../../core/gates/index.ts';
import { type HealthLook, overallOf } from '../../core/health/index.ts';
import type { Target } from '../../core/model/target.ts';
import { listInWords } from '../../core/words.ts';
import { usersAt } from '../../engine/audit.ts';
import { actionsOf } from '../../store/actions.ts';
import { listApplications } from '../../store/applications.ts';
import { getConnection, listConnections, listHealth } from '../../store/connections.ts';
import { rollbackDecisions } from '../../store/decisions.ts';
import { getRollout } from '../../store/rollouts.ts';
import { getTargetRead } from '../../store/target-states.ts';
import { getTarget } from '../../store/targets.ts';
import type { World } from '../world.ts';
import { planPanels } from './health-panels.ts';
import { type HealthScope, isActive, scopeOfFilter, versionsOf } from './health-scope.ts';
import { rolloutRow } from './rollout-row.ts';

/** Overall health with its reasons, who gets what, and what was taken back. */
export function healthOverview(world: World, filter: HealthFilter): HealthOverview {
  const scope = scopeOfFilter(world, filter);
  const all = scopeOfFilter(world, { ...filter, applicationId: null, surface: null });
  const rolling = scope.rollouts
    .filter((one) => isActive(one) && (scope.version === null || one.version === scope.version))
    .map((one) => rolloutRow(world, one));
  const said = listHealth(world.deps.store.reader).flatMap((one) => (one.failingSince === null ? [] : (one.problem?.message ?? [])));
  const looks = withoutSaid(rolling.flatMap(rolloutLooks), said);
  const overall = overallOf([...looks, ...panelLooks(world, scope), ...sourceLooks(world, scope)]);
  return {
    from: scope.from,
    to: scope.to,
    overall: { ...overall, reasons: [...overall.reasons] },
    applications: listApplications(world.deps.store.reader).map((one) => ({ ...one, versions: versionsOf(all, one.id) })),
    active: activeVersions(world, scope, rolling),
    rollbacks: rollbackRows(world, scope),
  };
}

function rolloutLooks(row: RolloutRow): HealthLook[] {
  const who = `${row.applicationName} ${row.version} on ${row.targetName}`;
  const look = { what: 'rollout' as const, rolloutId: row.id, since: row.verdict === 'blind' ? row.blindSince : null };
  const looks: HealthLook[] = [{ ...look, kind: row.verdict, text: `${who}: ${row.verdictText}` }];
  if (row.drift !== null)
    looks.push({
      ...look,
      kind: 'yellow',
      text: `${who}: the platform says ${row.drift.says}, ${row.drift.wrote} was written`,
      since: null,
    });
  return looks;
}

function panelLooks(world: World, scope: HealthScope): HealthLook[] {
  return planPanels(world, scope).flatMap(({ row }) => {
    const line = row.verdict === null || !(row.verdict in row.lines) ? null : row.lines[row.verdict as keyof typeof row.lines];
    if (line === null || row.latest === null || row.verdict === null) return [];
    const side = row.direction === 'above' ? 'over' : 'under';
    const text = `${row.applicationName} ${row.version} on ${row.targetName}: ${row.title} is ${formatValue(row.latest, row.unit)}, ${side} its ${row.verdict} line of ${formatValue(line, row.unit)}`;
    return [{ what: 'panel', kind: row.verdict, text, rolloutId: row.rolloutId, since: null }];
  });
}

/** Sources of numbers that do not answer, and platforms of the chosen targets. */
function sourceLooks(world: World, scope: HealthScope): HealthLook[] {
  const { reader } = world.deps.store;
  const used = new Set(scope.targets.map((target) => target.connectionId));
  const looked = new Set(
    listConnections(reader)
      .filter((one) => one.kind === 'metric' || used.has(one.id))
      .map((one) => one.id),
  );
  return silentBy(world, looked).map(({ names, since, message }) => {
    const answer = names.length === 1 ? 'does not answer' : 'do not answer';
    const text = `${listInWords(names)} ${answer}${message === null ? '' : `: ${message}`}`;
    return { what: 'source', kind: 'blind', text, rolloutId: null, since };
  });
}

interface Silence {
  readonly names: string[];
  /** Since when the first of them is silent, ms. */
  since: number;
  readonly message: string | null;
}

/** Sources that do not answer, by what they say: one network that is gone is one reason, not one for each source. */
function silentBy(world: World, looked: ReadonlySet<string>): Silence[] {
  const { reader } = world.deps.store;
  const found = new Map<string, Silence>();
  for (const { connectionId, failingSince, problem } of listHealth(reader)) {
    const connection = failingSince === null || !looked.has(connectionId) ? null : getConnection(reader, connectionId);
    if (connection === null || failingSince === null) continue;
    const message = problem?.message ?? null;
    const known = found.get(message ?? '') ?? { names: [], since: failingSince, message };
    known.names.push(connection.name);
    known.since = Math.min(known.since, failingSince);
    found.set(message ?? '', known);
  }
  return [...found.values()];
}

/** A rollout that is blind repeats what its source says; that stands once, at the source. */
function withoutSaid(looks: readonly HealthLook[], said: readonly string[]): HealthLook[] {
  return looks.map((look) => ({ ...look, text: said.reduce((text, message) => text.replace(`: ${message}`, ''), look.text) }));
}

function activeVersions(world: World, scope: HealthScope, rolling: readonly RolloutRow[]): ActiveVersionRow[] {
  return scope.targets.flatMap((target) => {
    const row = rolling.find((one) => one.targetId === target.id) ?? null;
    const rows = row === null ? settled(world, scope, target) : underWay(world, scope, target, row);
    return rows.filter((one) => one.percent !== 0 && (scope.version === null || one.version === scope.version));
  });
}

function placeOf(world: World, scope: HealthScope, target: Target) {
  return {
    applicationId: target.applicationId,
    applicationName: scope.applications.find((one) => one.id === target.applicationId)?.name ?? target.applicationId,
    targetId: target.id,
    targetName: target.name,
    surface: target.surface,
    blindSince: getTargetRead(world.deps.store.reader, target.id)?.failingSince ?? null,
  };
}

function underWay(world: World, scope: HealthScope, target: Target, row: RolloutRow): ActiveVersionRow[] {
  const place = placeOf(world, scope, target);
  const canary: ActiveVersionRow = {
    ...place,
    version: row.version,
    role: 'canary',
    percent: row.percent,
    users: usersAt(target.population, row.percent),
    // Whether users really have what its numbers speak of cannot be said while the platform is unseen.
    verdict: place.blindSince !== null && row.verdict === 'green' ? 'blind' : row.verdict,
    note: row.verdictNote,
    since: row.startedAt,
    rolloutId: row.id,
  };
  if (row.previousVersion === null || row.percent === 100) return [canary];
  const left = row.percent === null ? null : 100 - row.percent;
  const before = stable(scope, target, row.previousVersion, left);
  return [canary, { ...before, ...place, since: before.since ?? publishedAt(world, target, before.version) }];
}

function stable(scope: HealthScope, target: Target, version: string, percent: number | null): Omit<ActiveVersionRow, 'blindSince'> {
  const done = scope.rollouts.find((one) => one.targetId === target.id && one.version === version && one.state === 'completed');
  return {
    applicationId: target.applicationId,
    applicationName: '',
    targetId: target.id,
    targetName: target.name,
    surface: target.surface,
    version,
    role: 'stable',
    percent,
    users: usersAt(target.population, percent),
    verdict: null,
    note: '',
    since: done?.endedAt ?? null,
    rolloutId: done?.id ?? null,
  };
}

function publishedAt(world: World, target: Target, version: string): number | null {
  const releases = getTargetRead(world.deps.store.reader, target.id)?.state?.releases ?? [];
  return releases.find((one) => one.version === version)?.publishedAt ?? null;
}

/** What the platform said last, where nothing rolls out. */
function settled(world: World, scope: HealthScope, target: Target): ActiveVersionRow[] {
  const state = getTargetRead(world.deps.store.reader, target.id)?.state ?? null;
  if (state === null || state.version === null) return [];
  const place = placeOf(world, scope, target);
  const one = stable(scope, target, state.version, state.percent);
  const rows = [{ ...one, ...place, since: one.since ?? publishedAt(world, target, one.version) }];
  if (state.percent === null || state.percent >= 100 || state.fallbackVersion === null) return rows;
  const rest = stable(scope, target, state.fallbackVersion, 100 - state.percent);
  return [...rows, { ...rest, ...place, since: rest.since ?? publishedAt(world, target, rest.version) }];
}

function rollbackRows(world: World, scope: HealthScope): RollbackRow[] {
  const { reader } = world.deps.store;
  const chosen = new Set(scope.targets.map((target) => target.id));
  return rollbackDecisions(reader, scope.from).flatMap((decision) => {
    const rollout = getRollout(reader, decision.rolloutId);
    if (rollout === null || (scope.version !== null && rollout.version !== scope.version)) return [];
    const touched = [...new Set([rollout.targetId, ...actionsOf(reader, { decisionId: decision.id }).map((action) => action.targetId)])];
    if (!touched.some((id) => chosen.has(id))) return [];
    return [
      {
        decisionId: decision.id,
        rolloutId: rollout.id,
        at: decision.at,
        applicationName: scope.applications.find((one) => one.id === rollout.applicationId)?.name ?? rollout.applicationId,
        version: rollout.version,
        toVersion: rollout.previousVersion,
        targets: touched.map((id) => getTarget(reader, id)?.name ?? id),
        byPerson: decision.actor.kind !== 'system',
        actor: decision.actor.name,
        reason: decision.reason,
      },
    ];
  });
}
