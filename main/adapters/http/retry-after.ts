/** Time of a `Retry-After` value (seconds or a date), ms; null when it says nothing. */
export function retryAfter(headers: Headers, now: number): number | null {
  const value = headers.get('retry-after')?.trim();
  if (!value) return null;
  const seconds = Number(value);
  if (Number.isFinite(seconds)) return now + Math.max(0, seconds) * 1000;
  const date = Date.parse(value);
  return Number.isNaN(date) ? null : date;
}

/** When a rate limit ends: `Retry-After`, else the reset header (epoch seconds) once nothing is left. */
export function rateLimitEnd(headers: Headers, now: number): number | null {
  const after = retryAfter(headers, now);
  if (after !== null) return after;
  if (headers.get('x-ratelimit-remaining') !== '0') return null;
  const reset = Number(headers.get('x-ratelimit-reset'));
  return Number.isFinite(reset) && reset > 0 ? reset * 1000 : null;
}
