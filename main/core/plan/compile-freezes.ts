import type { FreezeSpec } from '../model/plan.ts';
import type { PlanIssue } from './problem.ts';
import { type FreezeDraft, weekdays } from './schema.ts';

/** Minutes after midnight of a time of day that passed the schema. */
function minuteOf(text: string): number {
  const [hours = '0', minutes = '0'] = text.split(':');
  return Number(hours) * 60 + Number(minutes);
}

/** Fills in freeze windows and notes what is wrong with them. */
export function compileFreezes(drafts: readonly FreezeDraft[], issues: PlanIssue[]): FreezeSpec[] {
  return drafts.map((draft, index) => ({
    title: draft.title ?? 'Freeze',
    days: (draft.days ?? []).map((day) => weekdays.indexOf(day)),
    fromMinute: minuteOf(draft.from ?? '00:00'),
    toMinute: minuteOf(draft.to ?? '24:00'),
    dates: datesOf(draft, index, issues),
  }));
}

function datesOf({ firstDay, lastDay }: FreezeDraft, index: number, issues: PlanIssue[]): FreezeSpec['dates'] {
  if (firstDay === undefined && lastDay === undefined) return null;
  const from = firstDay ?? lastDay ?? '';
  const to = lastDay ?? firstDay ?? '';
  if (to < from) issues.push({ path: ['freezes', index, 'lastDay'], message: `lastDay (${to}) must not be before firstDay (${from})` });
  return { from, to };
}

/** The time zone of the freezes; UTC when nothing is said. */
export function compileZone(zone: string | undefined, issues: PlanIssue[]): string {
  if (zone === undefined) return 'UTC';
  try {
    // Throws on a zone nobody knows.
    new Intl.DateTimeFormat('en-GB', { timeZone: zone }).resolvedOptions();
    return zone;
  } catch {
    issues.push({ path: ['zone'], message: `${zone} is no time zone known here; write it like Europe/Berlin or UTC` });
    return 'UTC';
  }
}
