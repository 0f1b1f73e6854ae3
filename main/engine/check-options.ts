import type { z } from 'zod';
import { checkById } from '../adapters/checks/index.ts';
import { placeIssues, type PlanIssue, type PlanProblem } from '../core/plan/index.ts';
import type { JsonObject } from '../core/model/json.ts';
import type { Plan } from '../core/model/plan.ts';
import type { Reader } from '../store/handles.ts';
import { connectionNamed } from '../store/connections.ts';

interface Optioned {
  readonly label: string;
  readonly options: z.ZodType;
}

/** What a check adapter cannot read in what a plan says under `with`; nothing when all is well. */
export function optionIssues(adapter: Optioned, options: JsonObject): PlanIssue[] {
  const parsed = adapter.options.safeParse(options);
  if (parsed.success) return [];
  return parsed.error.issues.flatMap((issue): PlanIssue[] => {
    const path = issue.path.map((part) => (typeof part === 'number' ? part : String(part)));
    if (issue.code !== 'unrecognized_keys')
      return [{ path, message: `${['with', ...path].join('.')}: ${issue.message} (${adapter.label})` }];
    return issue.keys.map((key) => {
      const place = [...path, key];
      return { path: place, message: `${['with', ...place].join('.')} is not a word that ${adapter.label} knows`, atKey: true };
    });
  });
}

/** What does not fit between the checks of a plan and the connections they name; one without a connection yet is left alone. */
export function checkProblems(reader: Reader, plan: Plan, text: string): PlanProblem[] {
  const issues = plan.checks.flatMap((check, index): PlanIssue[] => {
    const connection = connectionNamed(reader, check.source);
    if (connection === null) return [];
    if (connection.kind !== 'check') {
      const message = `${check.source} is a ${connection.kind} connection. Name a check connection here`;
      return [{ path: ['checks', index, 'source'], message }];
    }
    const found = optionIssues(checkById(connection.adapter), check.settings);
    return found.map((issue) => ({ ...issue, path: ['checks', index, 'with', ...issue.path] }));
  });
  return placeIssues(text, issues);
}
