import type { AuditRow } from '../../../main/contract/shapes.ts';

type Json = AuditRow['before'];

/** One place that differs between before and after; null where it was absent. */
export interface ChangedValue {
  readonly path: string;
  readonly before: string | null;
  readonly after: string | null;
}

function flatten(value: Json | undefined, path: string, into: Map<string, string>): void {
  if (value === undefined || value === null) return;
  if (typeof value === 'object' && Object.keys(value).length > 0) {
    for (const [key, part] of Object.entries(value)) flatten(part, path === '' ? key : `${path}.${key}`, into);
    return;
  }
  into.set(path, typeof value === 'string' ? value : JSON.stringify(value));
}

/** What differs between the two recorded values, by path, in the order of `after`. */
export function changesOf(before: Json, after: Json): readonly ChangedValue[] {
  const old = new Map<string, string>();
  const next = new Map<string, string>();
  flatten(before, '', old);
  flatten(after, '', next);
  const paths = [...new Set([...next.keys(), ...old.keys()])];
  return paths
    .map((path) => ({ path, before: old.get(path) ?? null, after: next.get(path) ?? null }))
    .filter((change) => change.before !== change.after);
}
