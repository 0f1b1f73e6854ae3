import { describe, expect, test } from 'vitest';
import { AdapterError } from '../../main/adapters/errors.ts';
import { askEndpoint } from '../../main/adapters/health-endpoint.ts';
import type { HttpClient } from '../../main/adapters/http/client.ts';

const url = 'https://pryde.example.com/health';

function answering(status: number, text: string): HttpClient {
  return { send: async () => ({ status, text, headers: new Headers(), bytes: new Uint8Array(), json: () => null }) };
}

describe('R2.6 health endpoint', () => {
  test.each([
    [200, 'ok', null, true, 'Answered 200.'],
    [204, '', null, true, 'Answered 204.'],
    [200, '{"version":"2.3.0"}', '2.3.0', true, 'Answered 200, with "2.3.0".'],
    [200, '{"version":"2.4.0"}', '2.3.0', false, 'Answered 200, without "2.3.0" in it.'],
    [302, '', null, false, 'Answered 302.'],
    [503, 'down', null, false, 'Answered 503.'],
  ])('R2.6 reads %i %j, wanting %j, as %j', async (status, body, text, ok, says) => {
    expect(await askEndpoint(answering(status, body), url, text)).toEqual({ ok, status, says });
  });

  test('R2.6 says why there was no answer instead of failing', async () => {
    const silent: HttpClient = {
      send: async () => {
        throw new AdapterError('unavailable', 'pryde.example.com does not answer.');
      },
    };
    expect(await askEndpoint(silent, url, null)).toEqual({
      ok: false,
      status: null,
      says: 'No answer: pryde.example.com does not answer.',
    });
  });
});
