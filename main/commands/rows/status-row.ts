import type { StatusRow } from '../../contract/shapes.ts';
import type { Actor } from '../../core/model/actor.ts';
import { activeStates } from '../../core/model/rollout.ts';
import { verdictKinds } from '../../core/model/verdict.ts';
import { listConnections, listHealth } from '../../store/connections.ts';
import { listRollouts } from '../../store/rollouts.ts';
import { getSetting } from '../../store/settings.ts';
import type { World } from '../world.ts';
import { allNeeds } from './all-needs.ts';
import { rolloutRow } from './rollout-row.ts';

/** Fleet-wide state for the top bar, the tray and `tidegate status`. */
export function statusRow(world: World, actor: Actor): StatusRow {
  const reader = world.deps.store.reader;
  const rolling = listRollouts(reader, { states: activeStates });
  const rows = rolling.map((rollout) => rolloutRow(world, rollout));
  const sources = sourcesOf(world);
  const mode = getSetting(reader, 'mode');
  return {
    version: world.version,
    workspace: world.folder,
    practice: mode === 'practice',
    needsSetup: mode === null,
    role: actor.role,
    actor: actor.name,
    sources,
    worst: verdictKinds.find((kind) => rows.some((row) => row.verdict === kind)) ?? null,
    needsYou: allNeeds(world, rows).length,
    lastSweepAt: rolling.reduce<number | null>((last, rollout) => Math.max(last ?? 0, rollout.lastSweepAt ?? 0) || null, null),
    offlineSince: offlineSince(world, sources),
    now: world.deps.clock.now(),
  };
}

function sourcesOf(world: World): StatusRow['sources'] {
  const reader = world.deps.store.reader;
  const health = new Map(listHealth(reader).map((one) => [one.connectionId, one]));
  return listConnections(reader).flatMap((connection) => {
    const known = health.get(connection.id);
    if (known === undefined) return [];
    return [
      {
        connectionId: connection.id,
        name: connection.name,
        lastOkAt: known.lastOkAt,
        failingSince: known.failingSince,
        message: known.problem?.message ?? null,
      },
    ];
  });
}

/** When nothing that is read all the time answers any more the console is offline, whatever the cause. */
function offlineSince(world: World, sources: StatusRow['sources']): number | null {
  const kinds = new Map(listConnections(world.deps.store.reader).map((connection) => [connection.id, connection.kind]));
  const steady = sources.filter((source) => {
    const kind = kinds.get(source.connectionId);
    return kind === 'platform' || kind === 'flag' || kind === 'metric';
  });
  if (steady.length < 2 || steady.some((source) => source.failingSince === null)) return null;
  return Math.max(...steady.map((source) => source.failingSince ?? 0));
}
