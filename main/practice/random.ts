/** Mixes text and numbers into one 32-bit seed, so that every draw has its own key and no draw depends on the order of calls. */
export function seedOf(...parts: readonly (string | number)[]): number {
  let hash = 2166136261;
  const text = parts.join('|');
  for (let index = 0; index < text.length; index += 1) {
    hash ^= text.charCodeAt(index);
    hash = Math.imul(hash, 16777619);
  }
  return hash >>> 0;
}

/** The mulberry32 generator: numbers in [0, 1), the same for the same seed. */
export function mulberry32(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/** Rounds to a whole number so that the mean over many draws is `value`. */
export function roundByChance(value: number, chance: number): number {
  const whole = Math.floor(value);
  return chance < value - whole ? whole + 1 : whole;
}

/** A symmetric bell around 0 within -1…1, from three draws. */
export function wobble(random: () => number): number {
  return ((random() + random() + random()) / 3 - 0.5) * 2;
}
