import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { backoffMs, maxTries, rateLimitEnd } from '../../../main/adapters/http/retry.ts';

const now = Date.parse('2026-11-20T10:00:00Z');
const end = (headers: Record<string, string>): number | null => rateLimitEnd(new Headers(headers), now);

describe('time to come back', () => {
  test('design 4 reads seconds and dates', () => {
    expect(end({ 'retry-after': '30' })).toBe(now + 30_000);
    expect(end({ 'retry-after': '0.5' })).toBe(now + 500);
    expect(end({ 'retry-after': 'Fri, 20 Nov 2026 10:01:00 GMT' })).toBe(now + 60_000);
  });

  test('design 4 never lies in the past', () => {
    expect(end({ 'retry-after': 'Fri, 20 Nov 2026 09:00:00 GMT' })).toBe(now);
    expect(end({ 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '1700000000' })).toBe(now);
  });

  test('design 4 reads the reset of GitHub, Vercel and Netlify once nothing is left', () => {
    const reset = String(now / 1000 + 90);
    expect(end({ 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': reset })).toBe(now + 90_000);
    expect(end({ 'x-ratelimit-remaining': '5', 'x-ratelimit-reset': reset })).toBeNull();
    expect(end({ 'ratelimit-remaining': '0', 'ratelimit-reset': '12' })).toBe(now + 12_000);
  });

  test('design 4 reads the seconds of Cloudflare', () => {
    expect(end({ ratelimit: '"default";r=0;t=42' })).toBe(now + 42_000);
    expect(end({ ratelimit: '"default";r=7;t=42' })).toBeNull();
  });

  test('design 4 is unknown when nothing sensible is said', () => {
    for (const value of ['', 'soon', '-5', 'NaN']) expect(end({ 'retry-after': value })).toBeNull();
    expect(end({})).toBeNull();
  });

  test('design 4 grows by doubling, within its jitter', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: maxTries }), fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), (next, random) => {
        const whole = 250 * 2 ** (next - 2);
        const wait = backoffMs(next, () => random);
        return wait >= Math.floor(whole / 2) && wait <= whole;
      }),
    );
  });
});
