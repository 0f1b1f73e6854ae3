import type { CheckItem } from '../../../core/model/check.ts';
import type { Change } from './compare.ts';
import { anyOf } from './globs.ts';

export interface SizeRules {
  readonly maxFiles: number | null;
  /** Lines added and removed together. */
  readonly maxLines: number | null;
  /** Globs of files that do not count, such as lock files. */
  readonly ignore: readonly string[];
}

/** Pure: how large a change is against its limits. What GitHub left out can fail a limit, but never pass it. */
export function judgeSize(change: Change, rules: SizeRules): CheckItem[] {
  const ignored = anyOf(rules.ignore);
  const files = change.files.filter((file) => !ignored(file.filename));
  const lines = files.reduce((sum, file) => sum + file.additions + file.deletions, 0);
  return [
    ...limit('Files changed', files.length, rules.maxFiles, change.complete),
    ...limit('Lines changed', lines, rules.maxLines, change.complete),
  ];
}

function limit(name: string, found: number, most: number | null, complete: boolean): CheckItem[] {
  if (most === null) return [];
  const words = `${complete ? '' : 'At least '}${found}, ${most} allowed.`;
  if (found > most) return [{ name, passed: false, detail: words }];
  if (complete) return [{ name, passed: true, detail: words }];
  return [{ name, passed: null, detail: `${words} GitHub names no more than 300 files, so the rest is not known.` }];
}
