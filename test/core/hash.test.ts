import fc from 'fast-check';
import { expect, test } from 'vitest';
import { contentHash, textHash } from '../../main/core/hash.ts';

test('design 9 hashes a text as SHA-256', () => {
  expect(textHash('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
});

test('design 9 hashes a value whatever the order of its keys', () => {
  const value = fc.dictionary(fc.string({ minLength: 1 }), fc.oneof(fc.string(), fc.integer(), fc.boolean()), { noNullPrototype: true });
  fc.assert(
    fc.property(value, (one) => {
      expect(contentHash(Object.fromEntries(Object.entries(one).toReversed()))).toBe(contentHash(one));
    }),
  );
});

test('design 9 refuses a number that JSON cannot carry', () => {
  expect(() => contentHash(Number.NaN)).toThrow('NaN');
});
