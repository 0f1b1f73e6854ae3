import { describe, expect, test } from 'vitest';
import type { HttpAnswer } from '../../../main/adapters/http/client.ts';
import { problemFrom } from '../../../main/adapters/http/problem-from.ts';
import { openWire, wireNow } from '../../support/wire.ts';

async function answer(status: number, headers: Record<string, string> = {}, body = '{"message":"no"}'): Promise<HttpAnswer> {
  const wire = openWire([new Response(body, { status, headers })]);
  // A write, so that the answer comes as it is.
  return await wire.client.send({ method: 'POST', url: 'https://api.example.com/a', headers: { authorization: 'Bearer super-secret-9' } });
}

const words = { doing: 'reading the site', now: wireNow };

describe('refusals', () => {
  test.each([
    [400, 'invalid'],
    [401, 'auth'],
    [402, 'plan'],
    [403, 'permission'],
    [404, 'notFound'],
    [409, 'conflict'],
    [410, 'notFound'],
    [412, 'conflict'],
    [422, 'invalid'],
    [429, 'rateLimited'],
    [500, 'unavailable'],
    [503, 'unavailable'],
  ] as const)('design 4 read %i as %s', async (status, kind) => {
    expect(problemFrom(await answer(status), words).kind).toBe(kind);
  });

  test('design 4 tell a limit from a missing right', async () => {
    const limited = problemFrom(await answer(403, { 'retry-after': '20' }), words);
    expect(limited).toMatchObject({ kind: 'rateLimited', retryAt: wireNow + 20_000 });
    const spent = problemFrom(await answer(403, { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': String(wireNow / 1000 + 60) }), words);
    expect(spent).toMatchObject({ kind: 'rateLimited', retryAt: wireNow + 60_000 });
  });

  test.each([408, 500, 502, 504])('design 2.5 leave the outcome of a write open after %i', async (status) => {
    expect(problemFrom(await answer(status), { ...words, write: true })).toMatchObject({ kind: 'unknownOutcome', notApplied: false });
  });

  test('design 2.5 know that a write was not applied when asked to come back', async () => {
    const problem = problemFrom(await answer(503, { 'retry-after': '5' }), { ...words, write: true });
    expect(problem).toMatchObject({ kind: 'unavailable', notApplied: true, retryAt: wireNow + 5000 });
  });

  test('R6.3 say what was done, what the far side said and what to do, and keep the request id', async () => {
    const problem = problemFrom(await answer(403, { 'x-github-request-id': 'ABCD:1234' }), {
      ...words,
      said: 'Resource not\n accessible',
      advice: { permission: 'Grant Contents: write.' },
    });
    expect(problem.message).toBe('Failed while reading the site (403). It said: Resource not accessible. Grant Contents: write.');
    expect(problem.detail).toBe('status 403, request ABCD:1234, {"message":"no"}');
  });

  test('design 5 never carry a credential, even when the far side echoes it', async () => {
    const echoed = await answer(500, { 'x-request-id': 'super-secret-9' }, `${'x'.repeat(290)} super-secret-9`);
    const problem = problemFrom(echoed, { ...words, said: 'bad token super-secret-9' });
    expect(JSON.stringify([problem.message, problem.detail])).not.toContain('super-secret');
  });
});
