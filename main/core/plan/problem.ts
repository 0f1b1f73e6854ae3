/** Where in a plan something stands: keys and list positions from the top. */
export type PlanPath = readonly (string | number)[];

/** Something wrong in a plan file, with what to do about it. Lines and columns count from 1; null when the file has no such place. */
export interface PlanProblem {
  readonly line: number | null;
  readonly column: number | null;
  /** `gates[0].red`; empty for the file as a whole. */
  readonly path: string;
  readonly message: string;
}

/** A problem before its place in the text is known. `atKey` points at the key itself instead of its value. */
export interface PlanIssue {
  readonly path: PlanPath;
  readonly message: string;
  readonly atKey?: boolean;
}

/** A path as people write it: `stages[1].gates[0].red`. */
export function pathInWords(path: PlanPath): string {
  return path.map((part, index) => (typeof part === 'number' ? `[${part}]` : index === 0 ? part : `.${part}`)).join('');
}

/** A value from a plan file as a message shows it. */
export function shown(value: unknown): string {
  if (value === null || value === undefined) return 'empty';
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : 'a list';
  if (typeof value === 'object') return 'a block of keys';
  if (typeof value === 'string') return `"${value.length > 60 ? `${value.slice(0, 57)}…` : value}"`;
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : 'something else';
}
