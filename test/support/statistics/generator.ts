/** A seeded source of evenly spread numbers in [0, 1): Marsaglia's xorshift with 32 bits, fast enough for millions of draws. */
export function seededGenerator(seed: number): () => number {
  let state = seed | 0 || 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
}

/** Draws how many of `size` observations are bad at a true rate, by the inverse of the distribution: one number a draw. */
export function binomialDraw(size: number, rate: number): (even: number) => number {
  const upTo: number[] = [];
  let chance = (1 - rate) ** size;
  let sum = 0;
  for (let events = 0; events <= size; events += 1) {
    sum += chance;
    upTo.push(sum);
    chance *= ((size - events) / (events + 1)) * (rate / (1 - rate));
  }
  return (even) => {
    const found = upTo.findIndex((limit) => even < limit);
    return found === -1 ? size : found;
  };
}
