import { describe, expect, test } from 'vitest';
import {
  atHead,
  bytes,
  clockTime,
  count,
  countdown,
  duration,
  keepUnits,
  metricValue,
  percent,
  relative,
  users,
} from '../../renderer/format.ts';

const plain = (text: string) => text.replaceAll('\u00a0', ' ');
const now = Date.UTC(2024, 2, 12, 3, 31, 52);
const minute = 60_000;
const hour = 60 * minute;

describe('design 6 words for numbers', () => {
  test.each([
    [0, '0 s'],
    [-5, '0 s'],
    [8_400, '8 s'],
    [14 * minute, '14 min'],
    [5 * hour + 20 * minute, '5 h 20 min'],
    [31 * hour, '1 d 7 h'],
    [9 * 24 * hour, '9 d'],
  ])('writes %d ms as %s', (ms, text) => {
    expect(plain(duration(ms))).toBe(text);
  });

  test('counts down with seconds only when it is near', () => {
    expect(plain(countdown(128_000))).toBe('2 min 08 s');
    expect(plain(countdown(8_000))).toBe('8 s');
    expect(plain(countdown(42 * minute))).toBe('42 min');
  });

  test('says unknown instead of a wrong number', () => {
    expect([percent(null), count(null), plain(users(null)), metricValue(null, 'rate')]).toEqual(['—', '—', 'unknown users', '—']);
  });

  test('puts a unit on every number', () => {
    expect(plain(percent(10.4))).toBe('10.4 %');
    expect(plain(users(4180))).toBe('4,180 users');
    expect(plain(users(1))).toBe('1 user');
    expect(plain(metricValue(0.862, 'rate'))).toBe('86.2 %');
    expect(plain(metricValue(0.0041, 'rate'))).toBe('0.41 %');
    expect(plain(metricValue(412, 'ms'))).toBe('412 ms');
    expect(plain(metricValue(12_400, 'ms'))).toBe('12.4 s');
    expect(plain(bytes(48_234_496))).toBe('46 MB');
  });

  test('names the day as soon as it is not today', () => {
    expect(clockTime(now + 10 * minute, now)).toMatch(/^\d\d:\d\d$/);
    expect(clockTime(now + 26 * hour, now)).toMatch(/^Wed \d\d:\d\d$/);
    expect(clockTime(now - 400 * 24 * hour, now)).toMatch(/^\d+ \w+ 2023$/);
  });

  test('says how long ago or how soon', () => {
    expect(plain(relative(now - 14 * minute, now))).toBe('14 min ago');
    expect(plain(relative(now + 8000, now))).toBe('in 8 s');
    expect(relative(now, now)).toBe('now');
  });

  test('keeps numbers and units of a ready sentence together', () => {
    expect(keepUnits('86.2 % for 14 min on 3 nodes')).toBe('86.2\u00a0% for 14\u00a0min on 3 nodes');
  });

  test.each([
    ['web', 'Web'],
    ['auth success 86.2 %', 'Auth success 86.2 %'],
    ['iOS beta', 'iOS beta'],
    ['', ''],
  ])('heads a line with %j as %j', (text, shown) => {
    expect(atHead(text)).toBe(shown);
  });
});
