import { type Document, isAlias, isMap, isNode, isScalar, isSeq, type LineCounter, type Pair } from 'yaml';
import { type PlanIssue, type PlanPath, type PlanProblem, pathInWords } from './problem.ts';

function pairOf(node: unknown, key: string | number): Pair | null {
  if (!isMap(node)) return null;
  return node.items.find((pair) => isScalar(pair.key) && String(pair.key.value) === String(key)) ?? null;
}

function offsetOf(node: unknown): number | null {
  return isNode(node) ? (node.range?.[0] ?? null) : null;
}

/** Offset of the value at a path, or of the closest thing around it that is in the file. */
function offsetAt(document: Document.Parsed, path: PlanPath, atKey: boolean): number | null {
  let node: unknown = document.contents;
  let offset = offsetOf(node);
  for (const [depth, part] of path.entries()) {
    if (isAlias(node)) node = node.resolve(document);
    const pair = pairOf(node, part);
    const value: unknown = pair === null ? (isSeq(node) && typeof part === 'number' ? node.items[part] : undefined) : pair.value;
    if (pair === null && value === undefined) return offset;
    const wantsKey = atKey && depth === path.length - 1;
    offset = (wantsKey ? null : offsetOf(value)) ?? offsetOf(pair?.key) ?? offset;
    node = value;
  }
  return offset;
}

/** Puts line and column to an issue. */
export function placed(document: Document.Parsed, lines: LineCounter, issue: PlanIssue): PlanProblem {
  const offset = offsetAt(document, issue.path, issue.atKey ?? false);
  const place = offset === null ? null : lines.linePos(offset);
  return { line: place?.line ?? null, column: place?.col ?? null, path: pathInWords(issue.path), message: issue.message };
}
