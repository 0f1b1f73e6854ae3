import { describe, expect, test } from 'vitest';
import { broken, openWire, thrownBy, wireNow } from '../../support/wire.ts';

const url = 'https://api.example.com/a';
const fine = new Response('fine');
const status = (code: number, headers: Record<string, string> = {}): Response => new Response('', { status: code, headers });

describe('reads', () => {
  test.each([408, 429, 500, 502, 503, 504])('design 4 asks again after %i', async (code) => {
    const wire = openWire([status(code), fine]);
    expect((await wire.client.send({ method: 'GET', url })).text).toBe('fine');
    expect(wire.requests).toHaveLength(2);
  });

  test.each([400, 401, 403, 404, 409, 422])('design 4 takes %i as an answer', async (code) => {
    const wire = openWire([status(code), fine]);
    expect((await wire.client.send({ method: 'GET', url })).status).toBe(code);
    expect(wire.requests).toHaveLength(1);
  });

  test('design 4 asks four times at most, with growing waits, and then gives the answer it has', async () => {
    const wire = openWire([status(503)]);
    expect((await wire.client.send({ method: 'GET', url })).status).toBe(503);
    expect(wire.requests).toHaveLength(4);
    // Half to whole of 250, 500 and 1,000 ms, at the middle of the jitter.
    expect(wire.waits).toEqual([188, 375, 750]);
  });

  test.each(['ECONNREFUSED', 'ECONNRESET', 'ENOTFOUND', 'UND_ERR_SOCKET'])('design 4 asks again after %s', async (code) => {
    const wire = openWire([broken(code), broken(code), fine]);
    expect((await wire.client.send({ method: 'GET', url })).text).toBe('fine');
  });

  test('design 4 is unavailable once nothing answers', async () => {
    const wire = openWire([broken('ENOTFOUND')]);
    const error = await thrownBy(wire.client.send({ method: 'GET', url }));
    expect(error).toMatchObject({ kind: 'unavailable', notApplied: true });
    expect(error.message).toBe('api.example.com could not be reached (ENOTFOUND). Nothing was sent.');
    expect(wire.requests).toHaveLength(4);
  });

  test('design 4 waits as long as it is asked to, in seconds or until a date', async () => {
    const wire = openWire([
      status(429, { 'retry-after': '2' }),
      status(503, { 'retry-after': new Date(wireNow + 1000).toUTCString() }),
      fine,
    ]);
    await wire.client.send({ method: 'GET', url });
    expect(wire.waits).toEqual([2000, 1000]);
  });

  test('design 4 leaves a longer wait to the engine', async () => {
    const wire = openWire([status(429, { 'retry-after': '60' }), fine]);
    expect((await wire.client.send({ method: 'GET', url })).status).toBe(429);
    expect(wire.waits).toEqual([]);
  });

  test('design 4 spends four seconds on waits at most', async () => {
    const wire = openWire([status(503, { 'retry-after': '3' })]);
    await wire.client.send({ method: 'GET', url });
    expect(wire.waits).toEqual([3000]);
  });

  test('design 4 repeats a POST that only reads', async () => {
    const wire = openWire([status(502), fine]);
    expect((await wire.client.send({ method: 'POST', url, body: 'query=up', reads: true })).text).toBe('fine');
    expect(wire.requests).toHaveLength(2);
  });

  test('design 4 gives a silent host one more chance, not three', async () => {
    const wire = openWire([
      (request) => new Promise((_resolve, reject) => request.signal.addEventListener('abort', () => reject(request.signal.reason))),
    ]);
    const error = await thrownBy(wire.client.send({ method: 'GET', url, timeoutMs: 5 }));
    expect(error.message).toBe('api.example.com did not answer within 5 ms.');
    expect(wire.requests).toHaveLength(2);
  });

  test('design 5 refuses an answer that is longer than expected', async () => {
    const wire = openWire([new Response('x'.repeat(2000))]);
    const error = await thrownBy(wire.client.send({ method: 'GET', url, maxBytes: 1000 }));
    expect(error).toMatchObject({ kind: 'invalid' });
    expect(error.message).toContain('more than 1000 bytes');
    expect(wire.requests).toHaveLength(1);
  });

  test('design 5 stops an endless answer as soon as it is too long', async () => {
    let pulled = 0;
    const endless = new ReadableStream<Uint8Array>({
      pull(controller) {
        pulled += 1;
        controller.enqueue(new Uint8Array(65_536));
      },
    });
    const wire = openWire([() => new Response(endless)]);
    await thrownBy(wire.client.send({ method: 'GET', url }));
    expect(pulled).toBeLessThan(20);
  });

  test('design 4 says so when an answer is not JSON', async () => {
    const wire = openWire([new Response('<html>Bearer abcdefghijkl</html>')]);
    const answer = await wire.client.send({ method: 'GET', url, headers: { authorization: 'Bearer abcdefghijkl' } });
    const error = await thrownBy((async () => answer.json())());
    expect(error.message).toBe('https://api.example.com/a answered 200 with something that is not JSON. Check the address.');
    expect(error.detail).not.toContain('abcdefghijkl');
  });
});
