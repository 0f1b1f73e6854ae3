import { describe, expect, test } from 'vitest';
import { broken, openWire, thrownBy } from '../../support/wire.ts';

const url = 'https://api.example.com/a';
const write = { method: 'POST', url, body: { share: 10 } } as const;

describe('writes', () => {
  test.each([429, 500, 502, 503])('design 2.5 are sent once, whatever is answered (%i)', async (status) => {
    const wire = openWire([new Response('', { status }), new Response('')]);
    expect((await wire.client.send(write)).status).toBe(status);
    expect(wire.requests).toHaveLength(1);
  });

  test.each([
    'ECONNREFUSED',
    'ENOTFOUND',
    'EAI_AGAIN',
    'EHOSTUNREACH',
    'UND_ERR_CONNECT_TIMEOUT',
    'CERT_HAS_EXPIRED',
    'DEPTH_ZERO_SELF_SIGNED_CERT',
  ])('design 2.5 surely did not arrive after %s', async (code) => {
    const wire = openWire([broken(code), new Response('')]);
    expect(await thrownBy(wire.client.send(write))).toMatchObject({ kind: 'unavailable', notApplied: true });
    expect(wire.requests).toHaveLength(1);
  });

  test('design 2.5 surely did not arrive when every address of a host refused', async () => {
    const each = ['ECONNREFUSED', 'ENETUNREACH'].map((code) => Object.assign(new Error(code), { code }));
    const wire = openWire([new TypeError('fetch failed', { cause: new AggregateError(each) })]);
    expect(await thrownBy(wire.client.send(write))).toMatchObject({ kind: 'unavailable', notApplied: true });
  });

  test.each(['ECONNRESET', 'EPIPE', 'UND_ERR_SOCKET', 'UND_ERR_HEADERS_TIMEOUT'])(
    'design 2.5 may have been applied after %s',
    async (code) => {
      const wire = openWire([broken(code), new Response('')]);
      const error = await thrownBy(wire.client.send(write));
      expect(error).toMatchObject({ kind: 'unknownOutcome', notApplied: false });
      expect(error.message).toContain('looked up before anything is sent again');
      expect(wire.requests).toHaveLength(1);
    },
  );

  test('design 2.5 may have been applied when no answer comes in time', async () => {
    const wire = openWire([
      (request) => new Promise((_resolve, reject) => request.signal.addEventListener('abort', () => reject(request.signal.reason))),
    ]);
    const error = await thrownBy(wire.client.send({ ...write, timeoutMs: 5 }));
    expect(error).toMatchObject({ kind: 'unknownOutcome', notApplied: false });
    expect(error.message).toContain('within 5 ms');
  });

  test('design 2.5 may have been applied when the answer breaks off or never ends', async () => {
    const cut = new ReadableStream<Uint8Array>({ pull: (controller) => controller.error(broken('ECONNRESET')) });
    expect(await thrownBy(openWire([() => new Response(cut)]).client.send(write))).toMatchObject({ kind: 'unknownOutcome' });
    const long = new Response('x'.repeat(2000));
    expect(await thrownBy(openWire([long]).client.send({ ...write, maxBytes: 100 }))).toMatchObject({ kind: 'unknownOutcome' });
  });

  test('R6.3 sends JSON, text and bytes as they are meant', async () => {
    const wire = openWire([new Response('')]);
    await wire.client.send(write);
    await wire.client.send({ method: 'PUT', url, body: 'plain', headers: { 'Content-Type': 'text/yaml' } });
    await wire.client.send({ method: 'POST', url, body: new Uint8Array([1, 2, 3]) });
    const [json, text, bytes] = wire.requests;
    expect([json?.headers.get('content-type'), await json?.text()]).toEqual(['application/json', '{"share":10}']);
    expect([text?.headers.get('content-type'), await text?.text()]).toEqual(['text/yaml', 'plain']);
    expect(new Uint8Array((await bytes?.arrayBuffer()) ?? new ArrayBuffer(0))).toEqual(new Uint8Array([1, 2, 3]));
  });
});
