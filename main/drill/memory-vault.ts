import type { Vault } from '../commands/world.ts';

/** Keeps the practice fleet's secrets for the length of a drill. */
export function memoryVault(): Vault {
  const secrets = new Map<string, string>();
  return {
    get: (id) => secrets.get(id) ?? null,
    set: (id, value) => void secrets.set(id, value),
    remove: (id) => void secrets.delete(id),
    ids: () => [...secrets.keys()],
    kind: 'memory of this process',
  };
}
