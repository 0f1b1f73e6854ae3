/** Tries of one read, the first included (reference: shared HTTP rules of the platforms). */
export const maxTries = 4;
/** Longest sum of waits inside one read, ms. What needs longer is the engine's to plan. */
export const maxWaitMs = 4000;
const firstWaitMs = 250;

/** Answers after which the same read may succeed. */
export function isPassing(status: number): boolean {
  return status === 408 || status === 429 || status >= 500;
}

/** Time of a `Retry-After` value (seconds or a date), ms; null when it says nothing. */
function retryAfter(headers: Headers, now: number): number | null {
  const value = headers.get('retry-after')?.trim() ?? '';
  if (value === '') return null;
  if (/^\d+(?:\.\d+)?$/.test(value)) return now + Math.ceil(Number(value) * 1000);
  // Engines read `-5` as a year; a date of HTTP has a month's name.
  const date = /[a-z]{3}/i.test(value) ? Date.parse(value) : Number.NaN;
  return Number.isNaN(date) ? null : Math.max(date, now);
}

/**
 * Earliest time to ask again, ms: `Retry-After`, else the reset header of GitHub, Vercel and Netlify (epoch seconds, once nothing
 * is left), else the `t=` seconds of Cloudflare. Null when the answer names none.
 */
export function rateLimitEnd(headers: Headers, now: number): number | null {
  const after = retryAfter(headers, now);
  if (after !== null) return after;
  const left = headers.get('x-ratelimit-remaining') ?? headers.get('ratelimit-remaining');
  const reset = Number(headers.get('x-ratelimit-reset') ?? headers.get('ratelimit-reset') ?? Number.NaN);
  if (left === '0' && Number.isFinite(reset) && reset > 0) return resetTime(reset, now);
  const spent = /\br=0\b.*?\bt=(\d+)/.exec(headers.get('ratelimit') ?? '')?.[1];
  return spent === undefined ? null : now + Number(spent) * 1000;
}

/** Resets come as epoch seconds or, in the IETF draft, as seconds from now; no epoch is that small. */
function resetTime(reset: number, now: number): number {
  return reset > 1_000_000_000 ? Math.max(reset * 1000, now) : now + reset * 1000;
}

/** Wait before try `next` (2, 3, 4), ms: doubling, between half and the whole, so that clients do not march in step. */
export function backoffMs(next: number, random: () => number): number {
  const whole = firstWaitMs * 2 ** (next - 2);
  return Math.round(whole / 2 + (whole / 2) * random());
}
