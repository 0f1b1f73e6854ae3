const parts = [
  { unit: 'd', ms: 86_400_000 },
  { unit: 'h', ms: 3_600_000 },
  { unit: 'min', ms: 60_000 },
  { unit: 's', ms: 1000 },
] as const;

/** A length of time in at most two parts: `45 s`, `15 min`, `1 h 30 min`, `2 d`. Below a second it stays in ms. */
export function durationInWords(durationMs: number): string {
  const whole = Math.max(0, Math.round(durationMs));
  if (whole < 1000) return `${whole} ms`;
  // Seconds are noise beside hours, so round to the smaller of the two parts shown before cutting.
  const grain = whole >= 86_400_000 ? 3_600_000 : whole >= 3_600_000 ? 60_000 : 1000;
  let rest = Math.round(whole / grain) * grain;
  const words: string[] = [];
  for (const part of parts) {
    const count = Math.floor(rest / part.ms);
    rest -= count * part.ms;
    if (count > 0 && words.length < 2) words.push(`${count} ${part.unit}`);
  }
  return words.join(' ');
}

/** A list as people say it: `a`, `a and b`, `a, b and c`. */
export function listInWords(items: readonly string[]): string {
  if (items.length < 2) return items.join('');
  return `${items.slice(0, -1).join(', ')} and ${items[items.length - 1]}`;
}

/**
 * An estimate as people say it, with two digits that carry: `about 680,000`, `about 1.2 million`. Small numbers stay as they are, because
 * there each one counts.
 */
export function aboutInWords(value: number): string {
  const whole = Math.round(value);
  if (Math.abs(whole) < 100) return String(whole);
  const step = 10 ** (Math.floor(Math.log10(Math.abs(whole))) - 1);
  const rounded = Math.round(whole / step) * step;
  if (Math.abs(rounded) < 1_000_000) return `about ${rounded.toLocaleString('en-GB')}`;
  return `about ${(rounded / 1_000_000).toLocaleString('en-GB', { maximumFractionDigits: 1 })} million`;
}

/** `1 check`, `3 checks`. */
export function counted(count: number, one: string): string {
  return `${count} ${one}${count === 1 ? '' : 's'}`;
}

/** Text from elsewhere as a sentence among ours: with a full stop, and only one. */
export function sentence(text: string): string {
  const trimmed = text.trim();
  return /[.!?…]$/.test(trimmed) ? trimmed : `${trimmed}.`;
}
