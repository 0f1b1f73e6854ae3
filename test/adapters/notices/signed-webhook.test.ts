import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { Webhook } from 'standardwebhooks';
import { describe, expect, test } from 'vitest';
import { signStandard } from '../../../main/adapters/http/standard-webhook.ts';
import { signedWebhook } from '../../../main/adapters/notices/signed-webhook.ts';
import type { Notice } from '../../../main/core/model/notice.ts';
import { problemOf } from '../../support/bench.ts';
import { brokenConnection, type FarSide, farSide, noon, refusedConnection } from '../../support/far-side.ts';

const url = 'https://hooks.example.com/tidegate?team=7';
const secret = 'whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=';
const former = `whsec_${Buffer.from('the-secret-we-had-before-now').toString('base64')}`;
const telling = { id: 'not_1', at: noon - 5000 };
const notice: Notice = {
  severity: 'error',
  title: 'Rolling back: 2.4.1 on web',
  body: 'Error rate 5.2 % > 5 %',
  links: [],
  dedupKey: 'tidegate:rol_7:rollback',
  alert: { key: 'tidegate:harbor:2.4.1', act: 'trigger' },
};

function open(answer: () => Response = () => new Response(null, { status: 204 }), more: Record<string, string> = {}, now = noon) {
  return farSide(signedWebhook, { url, secret, ...more }, answer, () => now) satisfies FarSide<Parameters<typeof signedWebhook.hosts>[0]>;
}

describe('R4.9 posts signed messages', () => {
  test('R4.9 signs as the published vector of Standard Webhooks says', () => {
    const body = '{"type":"gate.failed","timestamp":"2027-01-15T08:00:00Z","data":{}}';
    expect(signStandard(secret, 'msg_1', 1_800_000_000, body)).toBe('v1,iMcrRw0pr3V5xgQhAsSOOoN2xTt8z+71v/ilWv+5yHM=');
  });

  test('R4.9 signs as the reference library does, whatever the body', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 500 }), fc.integer({ min: 24, max: 64 }), (body, size) => {
        const one = `whsec_${randomBytes(size).toString('base64')}`;
        expect(signStandard(one, 'msg_1', noon / 1000, body)).toBe(new Webhook(one).sign('msg_1', new Date(noon), body));
      }),
      { numRuns: 40 },
    );
  });

  test('R4.9 says type, time, words and alert, under an id that stays the same at every try', async () => {
    const far = open();
    await signedWebhook.send(far.context, notice, telling);
    const { headers, body } = far.arrived[0] ?? { headers: new Headers(), body: '' };
    expect(headers.get('webhook-id')).toBe('not_1');
    expect(headers.get('webhook-timestamp')).toBe(String(noon / 1000));
    expect(headers.get('webhook-signature')).toBe(signStandard(secret, 'not_1', noon / 1000, body));
    expect(JSON.parse(body)).toEqual({
      type: 'alert.triggered',
      timestamp: '2026-11-20T11:59:55.000Z',
      data: {
        severity: 'error',
        title: notice.title,
        body: notice.body,
        links: [],
        dedupKey: notice.dedupKey,
        alert: 'tidegate:harbor:2.4.1',
      },
    });
    const later = open(undefined, {}, noon + 60_000);
    await signedWebhook.send(later.context, notice, telling);
    expect(later.arrived[0]?.body).toBe(body);
    expect(later.arrived[0]?.headers.get('webhook-id')).toBe('not_1');
  });

  test.each([
    [{ severity: 'info' }, 'notice.info'],
    [{ severity: 'info', alert: { key: 'k', act: 'resolve' } }, 'alert.resolved'],
    [{ severity: 'info', alert: { key: 'k', act: 'acknowledge' } }, 'alert.acknowledged'],
  ] as const)('R4.9 tells %j as %s', async (more, type) => {
    const far = open();
    await signedWebhook.send(far.context, { ...notice, ...more }, telling);
    expect(JSON.parse(far.arrived[0]?.body ?? '{}')).toMatchObject({ type });
  });

  test('R4.9 carries both signatures while the receiver changes over, and a token where it is wanted', async () => {
    const far = open(undefined, { formerSecret: former, token: 'letmein' });
    await signedWebhook.send(far.context, notice, telling);
    const [sent] = far.arrived;
    const both = [secret, former].map((one) => signStandard(one, 'not_1', noon / 1000, sent?.body ?? ''));
    expect(sent?.headers.get('webhook-signature')).toBe(both.join(' '));
    expect(sent?.headers.get('authorization')).toBe('Bearer letmein');
  });

  test('R4.9 keeps a message under 20 KB whatever it is told', async () => {
    const far = open();
    const links = Array.from({ length: 20 }, (_, index) => ({ text: 'x', href: `https://x.example/${index}/${'y'.repeat(900)}` }));
    await signedWebhook.send(far.context, { ...notice, title: '😀'.repeat(9000), body: 'é'.repeat(90_000), links }, telling);
    expect(Buffer.byteLength(far.arrived[0]?.body ?? '')).toBeLessThan(20_000);
  });
});

describe('R4.9 says what the receiver refused', () => {
  test.each([
    [401, 'auth'],
    [400, 'invalid'],
    [410, 'notFound'],
    [429, 'rateLimited'],
    [503, 'unavailable'],
  ])('R4.9 takes %i as %s, and prints neither secret nor query', async (status, kind) => {
    const far = open(() => new Response(`no ${secret}`, { status }), { token: 'letmein-token' });
    const problem = await problemOf(signedWebhook.send(far.context, notice, telling));
    expect(problem.kind).toBe(kind);
    expect(`${problem.message} ${problem.detail}`).not.toMatch(/whsec|letmein|team=7/);
  });

  test('R4.9 follows no redirect, so that a signed message goes nowhere else', async () => {
    const far = open(() => new Response(null, { status: 307, headers: { location: 'https://evil.example/' } }));
    await problemOf(signedWebhook.send(far.context, notice, telling));
    expect(far.arrived).toHaveLength(1);
  });

  test('R4.9 sends again under the same id when no answer came', async () => {
    for (const broken of [brokenConnection, refusedConnection])
      expect((await problemOf(signedWebhook.send(open(broken).context, notice, telling))).kind).toBe('unavailable');
  });
});

describe('R6.1 posts to safe addresses only', () => {
  test.each([
    [{ url: 'https://hooks.example.com/a/' }, true],
    [{ url: 'http://127.0.0.1:4100/receiver/hooks' }, true],
    [{ url: 'http://hooks.example.com/a' }, false],
    [{ url: 'https://name:word@hooks.example.com/a' }, false],
    [{ url: 'http://169.254.169.254/latest' }, false],
    [{ url: 'https://169.254.169.254/latest' }, false],
    [{ url: 'https://metadata.google.internal/x' }, false],
    [{ url: 'ftp://hooks.example.com' }, false],
    [{ secret: 'whsec_c2hvcnQ=' }, false],
    [{ secret: 'plain text' }, false],
    [{ formerSecret: '' }, true],
    [{ formerSecret: 'plain' }, false],
  ])('R6.1 takes %j: %s', (settings, taken) => {
    expect(signedWebhook.settings.schema.safeParse({ url, secret, ...settings }).success).toBe(taken);
  });

  test('R6.1 tests a receiver with a message of its own type', async () => {
    const far = open();
    expect(await signedWebhook.test(far.context)).toMatchObject([{ ok: true, detail: expect.stringContaining('hooks.example.com') }]);
    expect(JSON.parse(far.arrived[0]?.body ?? '{}')).toMatchObject({ type: 'test.ping' });
    expect(await signedWebhook.test(open(() => new Response('', { status: 401 })).context)).toMatchObject([{ ok: false }]);
    expect(await signedWebhook.test(open(brokenConnection).context)).toMatchObject([{ ok: false }]);
  });
});
