import type { CheckItem } from '../../../core/model/check.ts';
import type { CheckAnswer } from '../port.ts';
import { answered, fewOf } from '../shared/answer.ts';
import type { Reported } from './runs.ts';

export interface RunRules {
  /** Names that must have passed; empty: whatever reported. */
  readonly required: readonly string[];
  /** Names that do not count, such as the run that waits for Tidegate itself. */
  readonly ignore: readonly string[];
}

/** Pure: a failure fails, a missing or unfinished one leaves it open, and nothing at all is never a pass. */
export function judgeRuns(reported: readonly Reported[], rules: RunRules, where: string): CheckAnswer {
  const counted = reported.filter(({ name }) =>
    rules.required.length === 0 ? !rules.ignore.includes(name) : rules.required.includes(name),
  );
  const missing = rules.required.filter((name) => !counted.some((one) => one.name === name));
  const items: CheckItem[] = [
    ...counted.map(({ name, passed, detail }) => ({ name, passed, detail })),
    ...missing.map((name) => ({ name, passed: null, detail: 'Has not reported.' })),
  ];
  const failed = namesOf(items, false);
  if (failed.length > 0) return answered(false, `Failed on ${where}: ${fewOf(failed)}.`, items);
  if (missing.length > 0) return answered(null, `Not reported on ${where} yet: ${fewOf(missing)}.`, items);
  const open = namesOf(items, null);
  if (open.length > 0) return answered(null, `Still running on ${where}: ${fewOf(open)}.`, items);
  if (items.length === 0) return answered(null, `Nothing has reported on ${where}, so there is nothing to go by.`, items);
  if (rules.required.length === 0 && reported.some((one) => !one.complete))
    return answered(null, `${where} has more results than are looked through. Name those that count with required in the plan.`, items);
  return answered(true, `All ${items.length} passed on ${where}.`, items);
}

function namesOf(items: readonly CheckItem[], passed: boolean | null): string[] {
  return [...new Set(items.filter((item) => item.passed === passed).map((item) => item.name))];
}
