import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fingerprintOf, hintOf, scrub } from '../../../main/core/health/index.ts';

const idOf = (message: string): string => fingerprintOf({ message }).id;

describe('error fingerprints', () => {
  test('R5.6 puts errors that differ only in numbers, ids, addresses and quoted text into one cluster', () => {
    const same: [string, string][] = [
      ['timeout after 31 ms', 'timeout after 1200 ms'],
      ['user 8412 not in list', 'user 9 not in list'],
      ['no order 6f9619ff-8b86-d011-b42d-00cf4fc964ff', 'no order 7a9619ff-8b86-d011-b42d-00cf4fc964aa'],
      ["Cannot read properties of undefined (reading 'cart')", "Cannot read properties of undefined (reading 'name')"],
      ['GET https://a.example/x?id=1 failed', 'GET https://b.example/y failed'],
      ['commit 3f2a91c0de missing', 'commit 99ab01cdef missing'],
      ['file /home/ada/notes/x.txt is gone', 'file /srv/data/9/y is gone'],
    ];
    for (const [one, other] of same) expect([one, idOf(one)]).toEqual([one, idOf(other)]);
    expect(idOf('timeout after 31 ms')).not.toBe(idOf('no such table'));
  });

  test('R5.6 keeps HTTP statuses that mean something of their own apart, and one class together', () => {
    expect(scrub('Request failed with status code 503')).toBe('Request failed with status code ‹5xx›');
    expect(idOf('Request failed with status code 503')).toBe(idOf('Request failed with status code 502'));
    expect(idOf('Request failed with status code 401')).not.toBe(idOf('Request failed with status code 503'));
    expect(scrub('503 Service Unavailable')).toBe('‹5xx› Service Unavailable');
  });

  test('R5.6 takes the class from the name or from the message, whichever says it', () => {
    const written = fingerprintOf({ message: 'Uncaught TypeError: x is not a function' });
    expect(written).toEqual(fingerprintOf({ name: 'TypeError', message: 'x is not a function' }));
    expect(written).toMatchObject({ name: 'TypeError', title: 'x is not a function', frame: '' });
  });

  test('R5.6 tells one message thrown at two places apart, builds and lines left aside', () => {
    const at = (frame: string): string => fingerprintOf({ message: 'boom', stack: `Error: boom\n${frame}` }).frame;
    expect(at('    at Cart.total (https://a.example/assets/main.3f2a91c0.js:10:20)')).toBe('Cart.total (main.js)');
    expect(at('    at Cart.total (https://a.example/assets/main.77aa91ff.js:99:1)')).toBe('Cart.total (main.js)');
    expect(at('pay@https://a.example/pay.js:1:2')).toBe('pay (pay.js)');
    expect(at('    at https://a.example/pay.js:1:2')).toBe('pay.js');
    expect(at('nothing that looks like a frame')).toBe('');
  });

  test('R5.6 keeps nothing private: e-mails, tokens, passwords, cookies and long hexadecimal numbers', () => {
    const secrets = [
      'ada.lovelace@example.org',
      'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.abc-def',
      'hunter2',
      'sk_live_51Hx9aB2cD3eF4gH5',
      '0xdeadbeefcafe0123',
    ];
    const text = `mail ${secrets[0]} jwt ${secrets[1]} password: ${secrets[2]} key ${secrets[3]} hash ${secrets[4]}`;
    for (const secret of secrets) expect(scrub(text)).not.toContain(secret);
    expect(scrub('refused: Authorization: Bearer abc.def_123')).toBe('refused: Authorization: ‹secret›');
    expect(scrub('Cookie: a=ada; b=lovelace')).not.toMatch(/ada|lovelace/);
    expect(scrub('{"accessToken":"abcdef","n":1}')).not.toContain('abcdef');
    expect(scrub('first line\nsecond line with ada')).toBe('first line');
  });

  test('R5.6 is the same whatever the numbers are', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom('order', 'took', 'ms', 'of', 'item', 'retry')), fc.nat(), fc.nat(), (words, one, other) => {
        const message = (value: number): string => [...words, String(value), ...words, `item_${value}`].join(' ');
        expect(idOf(message(one))).toBe(idOf(message(other)));
      }),
    );
  });

  test('R5.6 keeps no part of an address, wherever it stands in however long a text', () => {
    fc.assert(
      fc.property(fc.lorem({ maxCount: 120 }), fc.lorem({ maxCount: 60 }), (before, after) => {
        expect(scrub(`${before} qqzz.wwyy@mailhost.example ${after}`)).not.toMatch(/qqzz|mailhost/);
      }),
    );
  });

  test('R5.6 scrubs what is scrubbed already to the same text, and any text in little time', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 300 }), (text) => {
        expect(scrub(text).length).toBeLessThanOrEqual(600);
      }),
    );
    const began = performance.now();
    for (const piece of ['a', '"', '/a', 'a.', '0', 'a@', '-', "' "]) scrub(piece.repeat(2000));
    expect(performance.now() - began).toBeLessThan(10_000);
  });
});

describe('root-cause hints', () => {
  test('R5.6 says where to look first, the particular before the general', () => {
    const cases: [string, RegExp | null][] = [
      ['ChunkLoadError: Loading chunk 42 failed', /former assets/],
      ['TypeError: Failed to fetch dynamically imported module: https://a.example/x.js', /former assets/],
      ["TypeError: Cannot read properties of undefined (reading 'x')", /value is missing/],
      ['Request failed with status code 503', /backend failed/],
      ['Request failed with status code 401', /token was refused/],
      ['QuotaExceededError: The quota has been exceeded', /storage of the browser/],
      ['TypeError: Failed to fetch', /did not get through/],
      ['Failed to register a ServiceWorker', /service worker/],
      ['SqliteError: no such table: users', /migration/],
      ['something nobody has a rule for', null],
    ];
    for (const [message, hint] of cases) {
      const found = hintOf(fingerprintOf({ message }));
      if (hint === null) expect([message, found]).toEqual([message, null]);
      else expect(`${message} → ${found}`).toMatch(hint);
    }
  });
});
