import { verdictKinds, type Verdict } from '../model/verdict.ts';

/** The verdict that counts: the worst one by the order of `verdictKinds`, the first of equals. Shadow gates have no say. */
export function worstOf(verdicts: readonly Verdict[]): Verdict | null {
  let worst: Verdict | null = null;
  for (const verdict of verdicts) {
    if (verdict.shadow) continue;
    if (worst === null || verdictKinds.indexOf(verdict.kind) < verdictKinds.indexOf(worst.kind)) worst = verdict;
  }
  return worst;
}
