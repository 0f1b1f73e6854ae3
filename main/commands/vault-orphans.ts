import { listConnections } from '../store/connections.ts';
import { listHooks } from '../store/hooks.ts';
import type { Orphan } from '../store/orphans.ts';
import type { World } from './world.ts';

const kind = 'secrets';
/** The console's own secrets, such as the key that signs exports. */
const own = 'console/';

function orphanIds(world: Pick<World, 'vault' | 'deps'>): string[] {
  const { reader } = world.deps.store;
  const connections = new Set(listConnections(reader).map((connection) => connection.id));
  const hooks = new Set(listHooks(reader).map((hook) => hook.id));
  return world.vault.ids().filter((id) => {
    const [first = '', second] = id.split('/');
    if (second === undefined || id.startsWith(own)) return false;
    return first === 'hook' ? !hooks.has(second) : first.startsWith('con') && !connections.has(first);
  });
}

/** Secrets of connections and webhooks that are not there any more. Only their names are told. */
export function vaultOrphans(world: Pick<World, 'vault' | 'deps'>): Orphan[] {
  const ids = orphanIds(world);
  if (ids.length === 0) return [];
  const why = 'The connection or webhook they belong to was removed, or is not in this database.';
  return [{ kind, title: 'Secrets of removed connections and webhooks', why, count: ids.length, bytes: 0, examples: ids.slice(0, 3) }];
}

/** Removes them when their kind is among those chosen. Answers how many. */
export function removeVaultOrphans(world: Pick<World, 'vault' | 'deps'>, kinds: readonly string[]): number {
  const ids = kinds.includes(kind) ? orphanIds(world) : [];
  for (const id of ids) world.vault.remove(id);
  return ids.length;
}
