import type { ClusterRow, CompareRow, HealthCompare, PanelRow } from '../../../main/contract/health.ts';

/** How often each version is the better one: `2.3.0 is better in 5 of 12, 2.4.0 in none; 7 without a clear difference`. */
export function compareSummary({ a, b, rows }: HealthCompare): string {
  const times = (outcome: string): number => rows.filter((row) => row.outcome === outcome).length;
  const [first, second] = [times('a'), times('b')];
  const open = rows.length - first - second;
  if (first === 0 && second === 0) return `No metric tells ${a ?? ''} and ${b ?? ''} clearly apart.`;
  const [winner, most, loser, fewest] = second > first ? [b, second, a, first] : [a, first, b, second];
  const rest = open === 0 ? '' : `; ${open} without a clear difference`;
  return `${winner ?? ''} is better in ${most} of ${rows.length}, ${loser ?? ''} in ${fewest === 0 ? 'none' : fewest}${rest}.`;
}

const order: Readonly<Record<CompareRow['outcome'], number>> = { a: 0, b: 0, differs: 1, none: 2, unknown: 3 };

/** Metrics that tell the two apart before those that do not. */
export function tellingFirst(rows: readonly CompareRow[]): readonly CompareRow[] {
  return rows.toSorted((one, other) => order[one.outcome] - order[other.outcome]);
}

export interface PanelGroup {
  readonly key: string;
  readonly title: string;
  readonly versions: string;
  readonly rolloutId: string | null;
  readonly panels: readonly PanelRow[];
}

/** Panels of one application on one surface together; what it sends about itself joins what its plan reads. */
export function groupPanels(panels: readonly PanelRow[]): PanelGroup[] {
  const groups = Map.groupBy(panels, (panel) => `${panel.applicationId} ${panel.surface ?? ''}`);
  return [...groups].map(([key, own]) => {
    const lead = own.find((panel) => panel.rolloutId !== null) ?? own[0];
    const before = lead?.previousVersion ?? null;
    return {
      key,
      title: `${lead?.applicationName ?? ''} · ${lead?.targetName ?? lead?.surface ?? 'everywhere'}`,
      versions: before === null ? (lead?.version ?? '') : `${lead?.version ?? ''} against ${before}`,
      rolloutId: lead?.rolloutId ?? null,
      panels: own,
    };
  });
}

export const ageWords: Readonly<Record<ClusterRow['age'], string>> = { new: 'new', recurring: 'recurring', unknown: 'first version' };
