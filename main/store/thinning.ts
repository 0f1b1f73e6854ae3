import type { ListedBackup } from './backup-file.ts';

const dayMs = 24 * 60 * 60_000;
const weekMs = 7 * dayMs;

/** Reason of the backups that are made each day. */
export const daily = 'daily';

/** How many backups stay. Those made by hand are never removed. */
export interface ThinningRule {
  /** Daily backups that all stay. */
  readonly daily: number;
  /** Weeks before those of which one daily backup stays each, the newest. */
  readonly weekly: number;
  /** Backups before updates and new formats that stay. */
  readonly beforeChanges: number;
}

export const thinningRule: ThinningRule = { daily: 7, weekly: 4, beforeChanges: 5 };

/** The rule for people. */
export function thinningWords(rule: ThinningRule): string {
  return `The last ${rule.daily} daily backups stay, then one a week for ${rule.weekly} weeks, and the last ${rule.beforeChanges} from before updates. Those made by hand stay until you remove them.`;
}

/** Backups that the rule lets go, oldest last. The newest of each kind always stays. */
export function backupsToRemove(backups: readonly ListedBackup[], rule: ThinningRule): ListedBackup[] {
  const newestFirst = backups.toSorted((a, b) => b.at - a.at);
  const days = newestFirst.filter((one) => one.reason === daily);
  const changes = newestFirst.filter((one) => one.reason.startsWith('before '));
  return [...oldDays(days, rule), ...changes.slice(rule.beforeChanges)];
}

function oldDays(days: readonly ListedBackup[], rule: ThinningRule): ListedBackup[] {
  const weeks = new Set<number>();
  return days.slice(rule.daily).filter((one) => {
    // Weeks that stand still: with ones that move along no backup would ever grow older than the first of them.
    const week = Math.floor(one.at / weekMs);
    if (weeks.has(week) || weeks.size >= rule.weekly) return true;
    weeks.add(week);
    return false;
  });
}
