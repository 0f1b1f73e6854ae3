import type { PlatformAdapter } from '../platforms/port.ts';
import { flagsmith } from './flagsmith.ts';

/** Every flag service Tidegate knows: one file and one line each. A flag is a target like any other. */
export const flags = [flagsmith] as const;

/** The adapter with this id. Throws on an unknown one. */
export function flagById(id: string): PlatformAdapter<unknown, unknown> {
  const found = flags.find((adapter) => adapter.id === id);
  if (found === undefined) throw new Error(`There is no flag adapter ${id}. Known: ${flags.map((adapter) => adapter.id).join(', ')}.`);
  return found;
}
