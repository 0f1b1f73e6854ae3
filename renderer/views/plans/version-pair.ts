import type { PlanVersionRow } from '../../../main/contract/plans.ts';

/** Two versions to compare; the text under edit is called `draft`. */
export interface VersionPair {
  readonly from: string;
  readonly to: string;
}

export const draftVersion = 'draft';

/** A hash as it is shown. */
export function shortHash(hash: string): string {
  return hash.slice(0, 7);
}

/** The version before this row, or this one itself where it is the first. */
export function versionBefore(versions: readonly PlanVersionRow[], index: number): string {
  return versions[index + 1]?.hash ?? versions[index]?.hash ?? '';
}

/** The two versions that the address names; what it leaves out is the newest and the one before. */
export function pairOf(
  versions: readonly PlanVersionRow[],
  asked: { readonly from: string | null; readonly to: string | null },
): VersionPair | null {
  const known = (hash: string | null) => versions.find((version) => hash !== null && version.hash === hash)?.hash;
  const newest = versions[0]?.hash;
  if (newest === undefined) return null;
  const to = asked.to === draftVersion ? draftVersion : (known(asked.to) ?? newest);
  const from = known(asked.from) ?? (to === draftVersion ? newest : versionBefore(versions, 0));
  return { from, to };
}
