import { guardian } from './guardian.ts';
import type { CheckAdapter } from './port.ts';

/** Every external check Tidegate knows: one file and one line each. */
export const checks = [guardian] as const;

/** The adapter with this id. Throws on an unknown one. */
export function checkById(id: string): CheckAdapter<unknown, unknown> {
  const found = checks.find((adapter) => adapter.id === id);
  if (found === undefined) throw new Error(`There is no check adapter ${id}. Known: ${checks.map((adapter) => adapter.id).join(', ')}.`);
  return found;
}
