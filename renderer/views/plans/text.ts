import type { PlanDetail, PlanRow } from '../../../main/contract/plans.ts';

export type Problem = PlanRow['problems'][number];

/** Offset of a line and column (both from 1) in `text`, clamped into it. */
export function offsetOf(text: string, line: number, column: number | null): number {
  const lines = text.split('\n');
  const index = Math.min(Math.max(line, 1), lines.length) - 1;
  const before = lines.slice(0, index).reduce((sum, part) => sum + part.length + 1, 0);
  const width = lines[index]?.length ?? 0;
  return before + Math.min(Math.max((column ?? 1) - 1, 0), width);
}

/** Where a problem is, in words: `line 4, column 7`. */
export function placeOf(problem: Problem): string {
  if (problem.line === null) return problem.path === '' ? 'whole file' : problem.path;
  return problem.column === null ? `line ${problem.line}` : `line ${problem.line}, column ${problem.column}`;
}

/** Lines that carry a problem. */
export function problemLines(problems: readonly Problem[]): ReadonlySet<number> {
  return new Set(problems.flatMap((problem) => (problem.line === null ? [] : [problem.line])));
}

/** A free file name for a copy of `file`: `my-canary.yaml`, then `my-canary-2.yaml`. */
export function copyName(file: string, taken: readonly string[]): string {
  const base = `my-${(file.split('/').at(-1) ?? file).replace(/\.ya?ml$/, '')}`.replaceAll(/[^\w.-]+/g, '-');
  for (let count = 1; ; count += 1) {
    const name = count === 1 ? `${base}.yaml` : `${base}-${count}.yaml`;
    if (!taken.includes(name)) return name;
  }
}

/** Why a name cannot be a plan file, or null. */
export function fileNameProblem(name: string, taken: readonly string[]): string | null {
  if (!/^[\w.-]+\.ya?ml$/.test(name)) return 'Letters, digits, dots, dashes and underscores, ending in .yaml';
  return taken.includes(name) ? `${name} exists already; choose another name` : null;
}

export function isEditable(plan: Pick<PlanDetail, 'origin'>): boolean {
  return plan.origin === 'workspace';
}

export type TokenKind = 'comment' | 'key' | 'value' | 'string' | 'plain';
export interface Token {
  readonly kind: TokenKind;
  readonly text: string;
}

function valueTokens(text: string): Token[] {
  const comment = /(^|\s)#.*$/.exec(text);
  const value = comment ? text.slice(0, comment.index) : text;
  const trimmed = value.trim();
  let kind: TokenKind = 'plain';
  if (/^['"]/.test(trimmed)) kind = 'string';
  else if (/^(-?\d+(\.\d+)?\s?(%|ms|s|m|min|h|d)?|true|false|null)$/.test(trimmed)) kind = 'value';
  const tokens: Token[] = value === '' ? [] : [{ kind, text: value }];
  return comment ? [...tokens, { kind: 'comment', text: text.slice(comment.index) }] : tokens;
}

/** Parts of one line of YAML for colouring; joined they are the line again. */
export function tokensOf(line: string): Token[] {
  if (/^\s*#/.test(line)) return [{ kind: 'comment', text: line }];
  const key = /^(\s*(?:- )*)([\w.-]+)(:)(?=\s|$)/.exec(line);
  if (!key) return valueTokens(line);
  const [all, indent = '', name = '', colon = ''] = key;
  const head: Token[] = indent === '' ? [] : [{ kind: 'plain', text: indent }];
  return [...head, { kind: 'key', text: name }, { kind: 'plain', text: colon }, ...valueTokens(line.slice(all.length))];
}
