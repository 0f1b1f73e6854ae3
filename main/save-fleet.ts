import type { World } from './commands/world.ts';
import { saveChecked } from './commands/areas/connections.ts';
import { systemActor } from './core/model/actor.ts';
import { practiceSetting } from './commands/rows/practice.ts';
import { saveApplication } from './store/applications.ts';
import { listConnections } from './store/connections.ts';
import { putSetting } from './store/settings.ts';
import { listTargets, saveTarget } from './store/targets.ts';
import { targetAdapter } from './engine/desk.ts';
import type { FleetApplication, FleetConnection } from './practice/fleet.ts';

/** Plan of a flag that opens together with a release under a plan of the practice fleet. */
export const flagPlans: Readonly<Record<string, string>> = {
  practice: 'practice-flag',
  'practice-signoff': 'practice-flag',
  'canary-24h': 'flag-24h',
};

/** Saves the practice fleet's connections, applications and targets into a workspace; a second time it only corrects addresses. */
export function saveFleet(
  world: World,
  fleet: { connections: readonly FleetConnection[]; applications: readonly FleetApplication[] },
): void {
  const caller = { actor: systemActor, trigger: 'manual' as const };
  const known = new Map(listConnections(world.deps.store.reader).map((connection) => [connection.name, connection.id]));
  for (const connection of fleet.connections) {
    saveChecked(
      world,
      { id: known.get(connection.name) ?? null, adapter: connection.adapter, name: connection.name, settings: connection.settings },
      caller,
    );
  }
  for (const application of fleet.applications) saveOne(world, application);
  putSetting(
    world.deps.store.writer,
    practiceSetting,
    fleet.applications.map((one) => one.id),
  );
}

function saveOne(world: World, application: FleetApplication): void {
  const { writer, reader } = world.deps.store;
  saveApplication(writer, { id: application.id, name: application.name });
  const connections = listConnections(reader);
  const known = new Map(listTargets(reader, application.id).map((target) => [target.name, target.id]));
  for (const target of application.targets) {
    const connection = connections.find((one) => one.adapter === target.adapter);
    if (connection === undefined) throw new Error(`The practice fleet has no connection for ${target.adapter}.`);
    saveTarget(writer, {
      id: known.get(target.name) ?? world.deps.newId('tgt'),
      applicationId: application.id,
      connectionId: connection.id,
      surface: targetAdapter(connection).surface,
      channel: target.channel,
      name: target.name,
      settings: target.settings,
      population: target.population,
    });
  }
}
