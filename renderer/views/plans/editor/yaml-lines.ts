/** One line of block YAML, taken apart. Columns count from 0. */
export interface LineShape {
  /** Columns of the `-` that begin list items on this line. */
  readonly dashes: readonly number[];
  /** Column of what follows the dashes. */
  readonly column: number;
  /** Null when the line holds no `key:`. */
  readonly key: string | null;
  /** What follows the key, or the whole content without one; no comment. */
  readonly value: string;
}

function withoutComment(text: string): string {
  return text.replace(/(^|\s)#.*$/, '').trimEnd();
}

/** Columns of the dashes in the head of a line. */
export function dashesIn(head: string): number[] {
  return [...head.matchAll(/-/g)].map((match) => match.index);
}

/** A line's shape; null for a blank line or a comment. */
export function shapeOf(line: string): LineShape | null {
  const plain = withoutComment(line);
  if (plain.trim() === '') return null;
  const head = /^\s*(?:-(?:\s+|$))*/.exec(plain)?.[0] ?? '';
  const dashes = dashesIn(head);
  const content = plain.slice(head.length);
  const pair = /^(['"]?)([\w.-]+)\1\s*:(?:\s+(.*))?$/.exec(content);
  return { dashes, column: head.length, key: pair?.[2] ?? null, value: pair === null ? content : (pair[3] ?? '') };
}

/** Where a line belongs: keys and `[]` for list items, from the top; null where the indentation says nothing. */
export type BlockPath = readonly string[];

interface Climb {
  readonly column: number;
  readonly dashes: readonly number[];
}

/** One step out of a list item: `- ` belongs to the key that stands before and not deeper. */
function ownerOfList(lines: readonly string[], row: number, column: number): { readonly row: number; readonly shape: LineShape } | null {
  for (let above = row - 1; above >= 0; above -= 1) {
    const shape = shapeOf(lines[above] ?? '');
    if (shape === null || shape.dashes.includes(column)) continue;
    const first = shape.dashes[0] ?? shape.column;
    if (first > column) continue;
    if (shape.key !== null && shape.value === '' && shape.column <= column) return { row: above, shape };
    if (shape.column > column) continue;
    return null;
  }
  return null;
}

/** One step out of a map: the key it belongs to, or the line whose dash begins it. */
function ownerOfMap(lines: readonly string[], row: number, column: number): { readonly row: number; readonly shape: LineShape } | null {
  for (let above = row - 1; above >= 0; above -= 1) {
    const shape = shapeOf(lines[above] ?? '');
    if (shape === null || shape.column > column) continue;
    if (shape.column === column) {
      if (shape.dashes.length > 0) return { row: above, shape };
      continue;
    }
    return shape.key !== null && shape.value === '' ? { row: above, shape } : null;
  }
  return null;
}

/** Path of the block that holds what stands at `column` of a line; null when it cannot be told. */
export function blockAt(lines: readonly string[], row: number, at: Climb): BlockPath | null {
  let { column } = at;
  let dashes = [...at.dashes];
  let line = row;
  const path: string[] = [];
  while (column > 0 || dashes.length > 0) {
    const dash = dashes.pop();
    const owner = dash === undefined ? ownerOfMap(lines, line, column) : ownerOfList(lines, line, dash);
    if (owner === null) return null;
    const begins = dash === undefined && owner.shape.column === column;
    if (dash !== undefined) path.unshift('[]');
    if (!begins && owner.shape.key !== null) path.unshift(owner.shape.key);
    line = owner.row;
    column = owner.shape.column;
    dashes = [...owner.shape.dashes];
  }
  return path;
}

/** Keys and values of the block that a line belongs to, the line itself left out. */
export function siblingsOf(lines: readonly string[], row: number, at: Climb): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  const take = (shape: LineShape) => {
    if (shape.column === at.column && shape.key !== null) found.set(shape.key, shape.value);
  };
  for (let above = row - 1; above >= 0 && at.dashes.length === 0; above -= 1) {
    const shape = shapeOf(lines[above] ?? '');
    if (shape === null) continue;
    if (shape.column < at.column) break;
    take(shape);
    if (shape.column === at.column && shape.dashes.length > 0) break;
  }
  for (let below = row + 1; below < lines.length; below += 1) {
    const shape = shapeOf(lines[below] ?? '');
    if (shape === null) continue;
    if ((shape.dashes[0] ?? shape.column) < at.column) break;
    take(shape);
  }
  return found;
}

/** Whether a line stands inside a text written over several lines (`key: >-`). */
export function insideText(lines: readonly string[], row: number): boolean {
  const width = (line: string) => line.length - line.trimStart().length;
  const current = lines[row] ?? '';
  let limit = current.trim() === '' ? Number.POSITIVE_INFINITY : width(current);
  for (let above = row - 1; above >= 0; above -= 1) {
    const line = lines[above] ?? '';
    if (line.trim() === '' || width(line) >= limit) continue;
    if (/:\s+[|>][+-]?\d?\s*$/.test(line)) return true;
    if (limit === Number.POSITIVE_INFINITY) return false;
    limit = width(line);
  }
  return false;
}
