/** Number of single-letter edits between two words (Levenshtein). */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const change = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(change, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}

/** The allowed word a person most likely meant; null when none is close. Case is not counted. */
export function nearest(word: string, allowed: readonly string[]): string | null {
  let best: { readonly word: string; readonly edits: number } | null = null;
  for (const candidate of allowed) {
    const edits = distance(word.toLowerCase(), candidate.toLowerCase());
    if (best === null || edits < best.edits) best = { word: candidate, edits };
  }
  return best !== null && best.edits <= Math.max(2, Math.floor(word.length / 3)) ? best.word : null;
}

/** ` Did you mean red?`, or nothing. */
export function didYouMean(word: string, allowed: readonly string[]): string {
  const guess = nearest(word, allowed);
  return guess === null ? '' : ` Did you mean ${guess}?`;
}
