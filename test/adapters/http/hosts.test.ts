import { describe, expect, test } from 'vitest';
import type { HttpClientOptions } from '../../../main/adapters/http/create-client.ts';
import { openWire, thrownBy } from '../../support/wire.ts';

async function refused(url: string, more: Partial<HttpClientOptions> = {}): Promise<string> {
  const wire = openWire([new Response('{}')], more);
  const error = await thrownBy(wire.client.send({ method: 'GET', url }));
  expect(error).toMatchObject({ kind: 'invalid', notApplied: true });
  expect(wire.requests).toHaveLength(0);
  return error.message;
}

describe('hosts of a connection', () => {
  test('design 5 reaches a listed host', async () => {
    const wire = openWire([new Response('{"a":1}')]);
    expect((await wire.client.send({ method: 'GET', url: 'https://api.example.com/x' })).json()).toEqual({ a: 1 });
  });

  test('design 5 refuses any other host, and names those it has', async () => {
    expect(await refused('https://evil.example/x?token=abcdef')).toBe(
      'evil.example is not a host of this connection, so nothing was sent. Its hosts: api.example.com.',
    );
    await refused('https://api.example.com.evil.example/');
    await refused('https://sub.api.example.com/');
  });

  test('design 5 takes the port as part of the host', async () => {
    await refused('https://api.example.com:8443/');
    const wire = openWire([new Response('')], { hosts: ['api.example.com:8443'] });
    expect((await wire.client.send({ method: 'GET', url: 'https://api.example.com:8443/' })).status).toBe(200);
  });

  test('design 5 refuses plain http beyond this machine', async () => {
    expect(await refused('http://api.example.com/')).toContain('must use https');
  });

  test('design 5 allows plain http to this machine unless it is switched off', async () => {
    for (const host of ['localhost:4000', '127.0.0.1:4000', '[::1]:4000']) {
      const wire = openWire([new Response('')], { hosts: [host] });
      expect((await wire.client.send({ method: 'GET', url: `http://${host}/` })).status).toBe(200);
      expect(await refused(`http://${host}/`, { hosts: [host], allowInsecureLoopback: false })).toContain('switched off');
    }
  });

  test.each([
    'https://169.254.169.254/latest/meta-data',
    'https://2852039166/',
    'https://0xa9fea9fe/',
    'https://[fe80::1]/',
    'https://[febf::1]/',
    'https://[::ffff:169.254.169.254]/',
    'https://[fd00:ec2::254]/',
    'https://metadata.google.internal/',
    'https://METADATA.google.internal./',
    'https://0.0.0.0/',
    'https://[::]/',
  ])('design 5 never calls the link-local or metadata address %s, listed or not', async (url) => {
    expect(await refused(url, { hosts: [new URL(url).host] })).toContain('metadata address');
  });

  test('design 5 refuses other schemes, credentials in the address and text that is no address', async () => {
    expect(await refused('ftp://api.example.com/')).toContain('not an https address');
    const message = await refused('https://user:hunter22@api.example.com/');
    expect(message).toContain('secret fields');
    expect(message).not.toContain('hunter22');
    expect(await refused('nonsense')).toContain('cannot be read');
  });
});
