import type { PlanIssue } from './problem.ts';

/** Notes ids that are used twice in one list. */
export function noteRepeats(items: readonly { readonly id: string }[], path: readonly (string | number)[], issues: PlanIssue[]): void {
  for (const [index, item] of items.entries()) {
    const first = items.findIndex((one) => one.id === item.id);
    if (first === index) continue;
    issues.push({ path: [...path, index, 'id'], message: `${item.id} is used twice, first as number ${first + 1}; give each its own id` });
  }
}
