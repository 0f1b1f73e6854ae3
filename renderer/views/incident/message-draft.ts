import type { TemplateRow } from '../../../main/contract/aftermath.ts';
import type { Audience } from '../../../main/core/incident/templates.ts';

/** A message while it is written. */
export interface Draft {
  readonly template: string;
  readonly audience: Audience;
  readonly subject: string;
  readonly body: string;
  /** Values the record did not know when it was filled in. */
  readonly unknown: readonly string[];
}

export const audienceChoices: { readonly value: Audience; readonly label: string }[] = [
  { value: 'internal', label: 'People inside' },
  { value: 'status page', label: 'Status page' },
  { value: 'users', label: 'Users' },
  { value: 'other', label: 'Others' },
];

const moments = { start: 'At the start', update: 'On the way', resolved: 'At the end' } as const;

function labelOf(row: TemplateRow): string {
  const audience = audienceChoices.find(({ value }) => value === row.audience);
  const moment = row.moment === null ? row.name : moments[row.moment];
  return row.moment === null || row.audience === 'other' ? row.name : `${moment}: ${audience?.label.toLowerCase() ?? row.audience}`;
}

/** Templates for a choice: the team's own, then those that ship with Tidegate, from start to end. */
export function templateGroups(rows: readonly TemplateRow[]): { group: string; items: { value: string; label: string }[] }[] {
  const order = Object.keys(moments);
  const shipped = rows
    .filter((row) => row.origin === 'preset')
    .toSorted((a, b) => order.indexOf(a.moment ?? '') - order.indexOf(b.moment ?? ''));
  const own = rows.filter((row) => row.origin === 'workspace');
  const items = (list: readonly TemplateRow[]) => list.map((row) => ({ value: row.name, label: labelOf(row) }));
  return [...(own.length === 0 ? [] : [{ group: 'Your own', items: items(own) }]), { group: 'Tidegate', items: items(shipped) }];
}
