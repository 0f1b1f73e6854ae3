import { describe, expect, test } from 'vitest';
import { openWire, thrownBy, type Wire } from '../../support/wire.ts';

const hosts = ['api.example.com', 'files.example.com'];
const to = (location: string, status = 302): Response => new Response(null, { status, headers: { location } });
const url = 'https://api.example.com/a';
const secret = {
  authorization: 'Bearer secret-token-1',
  'X-Environment-Key': 'env-key-1',
  'private-token': 'x-token-1',
  accept: 'text/plain',
};

function last(wire: Wire): Request | undefined {
  return wire.requests.at(-1);
}

describe('redirects', () => {
  test('design 5 follows up to three of a read by hand', async () => {
    const wire = openWire([to('/b'), to('/c', 307), to('https://api.example.com/d', 301), new Response('here')]);
    expect((await wire.client.send({ method: 'GET', url })).text).toBe('here');
    expect(last(wire)?.url).toBe('https://api.example.com/d');
    expect(wire.requests.every((request) => request.redirect === 'manual')).toBe(true);
  });

  test('design 5 stops at a fourth', async () => {
    const wire = openWire([to('/b'), to('/c'), to('/d'), to('/e'), new Response('here')]);
    expect((await thrownBy(wire.client.send({ method: 'GET', url }))).message).toContain('more than 3 times');
  });

  test('design 5 keeps credentials on the same host', async () => {
    const wire = openWire([to('/b'), new Response('')]);
    await wire.client.send({ method: 'GET', url, headers: secret });
    expect(last(wire)?.headers.get('authorization')).toBe('Bearer secret-token-1');
  });

  test('design 5 drops every credential when the host changes', async () => {
    const wire = openWire([to('https://files.example.com/b'), new Response('')], { hosts });
    await wire.client.send({ method: 'GET', url, headers: secret });
    const headers = last(wire)?.headers;
    expect([headers?.get('authorization'), headers?.get('x-environment-key'), headers?.get('private-token')]).toEqual([null, null, null]);
    expect(headers?.get('accept')).toBe('text/plain');
  });

  test('design 5 does not give credentials back when a later redirect returns', async () => {
    const wire = openWire([to('https://files.example.com/b'), to('https://api.example.com/c'), new Response('')], { hosts });
    await wire.client.send({ method: 'GET', url, headers: secret });
    expect(last(wire)?.headers.get('authorization')).toBeNull();
  });

  test('design 5 follows to listed hosts only', async () => {
    const wire = openWire([to('https://evil.example/b'), new Response('')]);
    expect((await thrownBy(wire.client.send({ method: 'GET', url, headers: secret }))).message).toContain('not a host of this connection');
    expect(wire.requests).toHaveLength(1);
  });

  test('design 5 never follows from https to http, not even to this machine', async () => {
    const wire = openWire([to('http://127.0.0.1:4000/b'), new Response('')], { hosts: [...hosts, '127.0.0.1:4000'] });
    expect((await thrownBy(wire.client.send({ method: 'GET', url }))).message).toContain('from https to http');
  });

  test('design 5 sends a write on where the method stays, on the same host', async () => {
    const wire = openWire([to('/b', 307), new Response('', { status: 201 })]);
    expect((await wire.client.send({ method: 'POST', url, body: { a: 1 } })).status).toBe(201);
    expect([last(wire)?.method, await last(wire)?.text()]).toEqual(['POST', '{"a":1}']);
  });

  test('design 5 does not send content on to another host', async () => {
    const wire = openWire([to('https://files.example.com/b', 307), new Response('')], { hosts });
    const error = await thrownBy(wire.client.send({ method: 'PUT', url, body: 'text' }));
    expect(error.message).toContain('its content was not sent there');
    expect(wire.requests).toHaveLength(1);
  });

  test('design 2.5 calls a write that was answered with "see other" unknown', async () => {
    const wire = openWire([to('/b', 303), new Response('')]);
    expect(await thrownBy(wire.client.send({ method: 'POST', url, body: {} }))).toMatchObject({
      kind: 'unknownOutcome',
      notApplied: false,
    });
    expect(wire.requests).toHaveLength(1);
  });
});
