import { githubAlerts } from './github-alerts.ts';
import { githubChange } from './github-change.ts';
import { githubChecks } from './github-checks.ts';
import { githubIssues } from './github-issues.ts';
import { guardian } from './guardian.ts';
import { jsonReport } from './json-report.ts';
import type { CheckAdapter } from './port.ts';

/** Every external check Tidegate knows: one file and one line each. */
export const checks = [guardian, githubChecks, githubIssues, githubAlerts, githubChange, jsonReport] as const;

/** The adapter with this id. Throws on an unknown one. */
export function checkById(id: string): CheckAdapter<unknown, unknown> {
  const found = checks.find((adapter) => adapter.id === id);
  if (found === undefined) throw new Error(`There is no check adapter ${id}. Known: ${checks.map((adapter) => adapter.id).join(', ')}.`);
  return found;
}
