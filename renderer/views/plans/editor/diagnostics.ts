import type { Diagnostic } from '@codemirror/lint';
import type { Text } from '@codemirror/state';
import type { Problem } from '../text.ts';

/** Part of a line that a problem at a column is about: the key, else the value to its end. */
export function markedPart(line: string, column: number): { readonly from: number; readonly to: number } {
  const plain = line.replace(/(^|\s)#.*$/, '').trimEnd();
  const start = Math.min(Math.max(column, 0), plain.length);
  const rest = plain.slice(start);
  const key = /^[\w.-]+(?=\s*:)/.exec(rest)?.[0] ?? '';
  const length = key === '' ? rest.length : key.length;
  if (length > 0) return { from: start, to: start + length };
  return { from: plain.length - plain.trimStart().length, to: Math.max(plain.length, 1) };
}

/** Problems of a plan as underlined places of the document; one without a place belongs to the first line. */
export function diagnosticsOf(problems: readonly Problem[], document: Text): Diagnostic[] {
  return problems.map((problem) => {
    const line = document.line(Math.min(Math.max(problem.line ?? 1, 1), document.lines));
    const part = markedPart(line.text, (problem.column ?? 1) - 1);
    const limit = document.length;
    const from = Math.min(line.from + part.from, limit);
    return { from, to: Math.max(from, Math.min(line.from + part.to, line.to)), severity: 'error', message: problem.message };
  });
}
