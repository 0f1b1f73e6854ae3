import { describe, expect, test } from 'vitest';
import { plainUrl, redact } from '../../../main/adapters/http/redact.ts';

const jwt = 'eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiJyZWxlYXNlIn0.c2lnbmF0dXJlLWhlcmU';

describe('what is written down', () => {
  test.each([
    ['Authorization: Bearer abc.def-ghi_123', 'abc.def'],
    ['"authorization":"token 0123456789abcdef"', '0123456789'],
    ['Authorization: Api-Key ser.verkey123456', 'verkey'],
    ['sent Bearer abcdefgh12345678 to it', 'abcdefgh'],
    [`assertion ${jwt} refused`, 'c2lnbmF0'],
    ['https://hooks.slack.com/services/T000/B000/XXXXXXXX', 'XXXX'],
    ['https://files.example.com/x?X-Amz-Signature=deadbeefdead&y=1', 'deadbeef'],
    ['https://x.example/cb?access_token=s3cr3tvalue#top', 's3cr3t'],
    ['token ghp_abcdefghijklmnopqrstuvwxyz0123 bad', 'ghp_abc'],
    ['github_pat_11ABCDEFG0abcdefghijkl_mnop bad', '11ABCDEFG'],
    ['ya29.a0AfH6SMBx-123456789', 'a0AfH6'],
    ['-----BEGIN PRIVATE KEY-----\nMIIEvQ\n-----END PRIVATE KEY-----', 'MIIEvQ'],
    ['-----BEGIN RSA PRIVATE KEY-----\nMIIEvQ cut off', 'MIIEvQ'],
    ['x-environment-key: ser.abcdef', 'abcdef'],
  ])('design 5 never shows the secret in %s', (text, secret) => {
    expect(redact(text)).not.toContain(secret);
    expect(redact(text)).toContain('[redacted]');
  });

  test('design 5 leaves ordinary words alone', () => {
    for (const text of [
      'The token lacks a right: it needs contents=write.',
      'version 4.8.0 at 10 %',
      'GET https://api.example.com/a?page=2',
    ]) {
      expect(redact(text)).toBe(text);
    }
  });

  test('design 5 takes out given values wherever they stand, the longest first', () => {
    expect(redact('tok-1234 and tok-1234-long', ['tok-1234', 'tok-1234-long'])).toBe('[redacted] and [redacted]');
  });

  test('design 5 shows an address without its query, user and fragment', () => {
    expect(plainUrl('https://user:pass@api.example.com:8443/a/b?key=1#x')).toBe('https://api.example.com:8443/a/b');
    expect(plainUrl('not an address')).toBe('an address that cannot be read');
  });
});
