/** Key of a row; a shorter one stands for all rows that begin with it. */
export type Key = readonly (string | number)[];

const letters = 128;
const places = 6;

/** A text between two others, as near to the middle as six characters after what they share allow; null when there is none. */
export function textBetween(low: string, high: string): string | null {
  let shared = 0;
  while (shared < low.length && shared < high.length && low[shared] === high[shared]) shared += 1;
  const middle = Math.floor((fraction(low, shared) + fraction(high, shared)) / 2);
  let rest = '';
  for (let place = places - 1; place >= 0; place -= 1) {
    rest += String.fromCharCode(Math.floor(middle / letters ** place) % letters);
  }
  const found = low.slice(0, shared) + rest;
  return found > low && found < high ? found : null;
}

function fraction(text: string, from: number): number {
  let value = 0;
  for (let place = 0; place < places; place += 1) value = value * letters + Math.min(text.charCodeAt(from + place) || 0, letters - 1);
  return value;
}

/**
 * A key between two others, to look whether anything can be read from there on; null when they are too near. `reach` is the
 * smallest and largest second part that was seen anywhere in the table.
 */
export function keyBetween(low: Key, high: Key, reach: readonly [number, number]): Key | null {
  const [a, a2] = low;
  const [b, b2] = high;
  if (typeof a === 'string' && typeof b === 'string' && a !== b) {
    const middle = textBetween(a, b);
    return middle === null ? null : [middle];
  }
  if (typeof a === 'number' && typeof b === 'number' && b - a > 1) return [Math.floor((a + b) / 2)];
  if (a === undefined || b === undefined) return null;
  const [least, most] = reach;
  const from = typeof a2 === 'number' ? a2 : least;
  const to = typeof b2 === 'number' && a === b ? b2 : most;
  // The next first part begins where the second one is smallest.
  if (a !== b && typeof b2 === 'number' && b2 > least) return [b, least];
  return to - from > 1 ? [a, Math.floor((from + to) / 2)] : null;
}
