import type { Json } from '../model/json.ts';
import { didYouMean } from './nearest.ts';
import type { PlanIssue, PlanPath } from './problem.ts';

/** What a query may ask to have put in (see the metric adapters). */
export const placeholders = ['application', 'release', 'channel', 'platform'] as const;

/** Notes a placeholder nobody fills: it would be asked of the source as it stands. */
export function notePlaceholders(value: Json, path: PlanPath, issues: PlanIssue[]): void {
  if (typeof value === 'string') {
    for (const [, name = ''] of value.matchAll(/\{\{\s*([^{}]*?)\s*\}\}/g)) {
      if (placeholders.some((known) => known === name)) continue;
      const allowed = placeholders.map((known) => `{{${known}}}`).join(', ');
      issues.push({ path, message: `{{${name}}} cannot be filled in.${didYouMean(name, placeholders)} Allowed: ${allowed}` });
    }
    return;
  }
  if (typeof value !== 'object' || value === null) return;
  for (const [key, inner] of Object.entries(value)) notePlaceholders(inner, [...path, Array.isArray(value) ? Number(key) : key], issues);
}
