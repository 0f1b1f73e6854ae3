import { everything } from '../../stores/audit.ts';
import type { AuditFilter } from '../../stores/audit.ts';

/** Ranges offered by name. */
export const ranges = [
  { value: 'all', label: 'Any time' },
  { value: 'hour', label: 'Last hour' },
  { value: 'day', label: 'Last 24 hours' },
  { value: 'week', label: 'Last 7 days' },
  { value: 'month', label: 'Last 30 days' },
  { value: 'custom', label: 'Between…' },
] as const;
export type Range = (typeof ranges)[number]['value'];

const hour = 3_600_000;
const lengths: Readonly<Record<Exclude<Range, 'all' | 'custom'>, number>> = { hour, day: 24 * hour, week: 168 * hour, month: 720 * hour };

/** What the filter bar holds; days are `YYYY-MM-DD` in local time, empty when open. */
export interface FilterBar {
  readonly text: string;
  readonly applicationId: string | null;
  readonly targetId: string | null;
  readonly action: string | null;
  readonly actor: string;
  readonly trigger: string | null;
  readonly range: Range;
  readonly fromDay: string;
  readonly toDay: string;
}

export const emptyBar: FilterBar = {
  text: '',
  applicationId: null,
  targetId: null,
  action: null,
  actor: '',
  trigger: null,
  range: 'all',
  fromDay: '',
  toDay: '',
};

/** The bar an address such as `/audit?application=pryde&text=1.2.3` opens with. */
export function barOf(query: URLSearchParams): FilterBar {
  return { ...emptyBar, text: query.get('text') ?? '', applicationId: query.get('application') };
}

/** Start of a local day, or its last ms; null when there is no such day. */
function dayEdge(day: string, end: boolean): number | null {
  if (day === '') return null;
  const at = new Date(`${day}T${end ? '23:59:59.999' : '00:00:00.000'}`).getTime();
  return Number.isNaN(at) ? null : at;
}

/** The question the bar asks at `now`, ms UTC. */
export function filterOf(bar: FilterBar, now: number): AuditFilter {
  const { applicationId, targetId, action, trigger } = bar;
  const actor = bar.actor.trim() === '' ? null : bar.actor.trim();
  const base = { ...everything, text: bar.text.trim(), applicationId, targetId, action, actor, trigger };
  if (bar.range === 'all') return base;
  if (bar.range === 'custom') return { ...base, from: dayEdge(bar.fromDay, false), to: dayEdge(bar.toDay, true) };
  return { ...base, from: now - lengths[bar.range] };
}

export function isNarrowed(bar: FilterBar): boolean {
  const fields = [bar.applicationId, bar.targetId, bar.action, bar.trigger];
  return bar.text.trim() !== '' || bar.actor.trim() !== '' || fields.some((field) => field !== null) || bar.range !== 'all';
}
