import { LineCounter, parseDocument } from 'yaml';
import { placed } from './place.ts';
import type { PlanIssue, PlanProblem } from './problem.ts';

/** Line and column of issues that were found in a plan after it was read, in the order of the file. */
export function placeIssues(text: string, issues: readonly PlanIssue[]): PlanProblem[] {
  if (issues.length === 0) return [];
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, logLevel: 'error' });
  return issues.map((issue) => placed(document, lines, issue)).toSorted((a, b) => (a.line ?? 0) - (b.line ?? 0));
}
