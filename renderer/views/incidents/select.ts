import type { IncidentRow } from '../../../main/contract/shapes.ts';

export type Shown = 'all' | 'open' | 'closed';

/** Open ones first, then the newest. */
export function selectIncidents(rows: readonly IncidentRow[], shown: Shown, text: string): readonly IncidentRow[] {
  const words = text.trim().toLowerCase();
  return rows
    .filter((row) => shown === 'all' || (row.closedAt === null) === (shown === 'open'))
    .filter(
      (row) => words === '' || `${row.applicationName} ${row.version ?? ''} ${row.title} ${row.severity}`.toLowerCase().includes(words),
    )
    .toSorted((a, b) => Number(a.closedAt !== null) - Number(b.closedAt !== null) || b.openedAt - a.openedAt);
}

/** How long it was open, or has been so far, ms. */
export function lasted(row: IncidentRow, now: number): number {
  return (row.closedAt ?? now) - row.openedAt;
}
