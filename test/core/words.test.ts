import { expect, test } from 'vitest';
import { aboutInWords, counted, durationInWords, listInWords, sentence } from '../../main/core/words.ts';

test.each([
  [0, '0 ms'],
  [999, '999 ms'],
  [1000, '1 s'],
  [90_000, '1 min 30 s'],
  [900_000, '15 min'],
  [5_400_000, '1 h 30 min'],
  [3_599_999, '1 h'],
  [172_800_000, '2 d'],
  [93_600_000, '1 d 2 h'],
])('design 2 says %d ms as %s', (ms, words) => {
  expect(durationInWords(ms)).toBe(words);
});

test('design 2 joins lists and counts as people do', () => {
  expect([listInWords([]), listInWords(['a']), listInWords(['a', 'b', 'c'])]).toEqual(['', 'a', 'a, b and c']);
  expect([counted(1, 'check'), counted(3, 'check')]).toEqual(['1 check', '3 checks']);
  expect([sentence('It failed'), sentence('It failed. ')]).toEqual(['It failed.', 'It failed.']);
});

test('design 6 says an estimate with two digits that carry, and small numbers as they are', () => {
  expect([0, 7, 99, 104, 675_967, 999_999, 1_234_567, 12_345_678].map(aboutInWords)).toEqual([
    '0',
    '7',
    '99',
    'about 100',
    'about 680,000',
    'about 1 million',
    'about 1.2 million',
    'about 12 million',
  ]);
});
