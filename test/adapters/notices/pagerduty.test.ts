import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { pagerduty } from '../../../main/adapters/notices/pagerduty.ts';
import { pagerdutyEvent } from '../../../main/adapters/notices/pagerduty/event.ts';
import type { Notice } from '../../../main/core/model/notice.ts';
import { problemOf } from '../../support/bench.ts';
import { brokenConnection, type FarSide, farSide, noon, refusedConnection } from '../../support/far-side.ts';

const routingKey = '0123456789abcdef0123456789abcdef';
const telling = { id: 'not_1', at: noon };
const notice: Notice = {
  severity: 'critical',
  title: 'Emergency: 2.4.1 is being taken back',
  body: 'Crash-free 98.7 % < 99.5 %, n 5,400',
  links: [
    { text: 'Open', href: 'https://console.example/rollouts/7' },
    { text: 'Here', href: 'tidegate://rollouts/7' },
  ],
  dedupKey: 'tidegate:rol_7:emergency',
  alert: { key: 'tidegate:harbor:2.4.1', act: 'trigger' },
};

function accepted(): Response {
  return Response.json({ status: 'success', message: 'Event processed', dedup_key: 'x' }, { status: 202 });
}

function open(answer: () => Response = accepted, settings: Record<string, string> = {}): FarSide<Parameters<typeof pagerduty.hosts>[0]> {
  return farSide(pagerduty, { routingKey, ...settings }, answer);
}

function bodyOf(far: { arrived: readonly { body: string }[] }): unknown {
  return JSON.parse(far.arrived[0]?.body ?? 'null');
}

describe('R4.9 pages people through PagerDuty', () => {
  test('R4.9 triggers under the key of the alert, with severity, words and web links', async () => {
    const far = open();
    await pagerduty.send(far.context, notice, telling);
    expect(far.arrived[0]?.url.href).toBe('https://events.pagerduty.com/v2/enqueue');
    expect(bodyOf(far)).toEqual({
      routing_key: routingKey,
      event_action: 'trigger',
      dedup_key: 'tidegate:harbor:2.4.1',
      client: 'Tidegate',
      payload: {
        summary: 'Emergency: 2.4.1 is being taken back',
        source: 'tidegate:harbor',
        severity: 'critical',
        timestamp: '2026-11-20T12:00:00.000Z',
        custom_details: { body: 'Crash-free 98.7 % < 99.5 %, n 5,400', notice: 'tidegate:rol_7:emergency' },
      },
      links: [{ href: 'https://console.example/rollouts/7', text: 'Open' }],
    });
  });

  test.each(['acknowledge', 'resolve'] as const)('R4.9 can %s that alert, with nothing but its key', async (act) => {
    const far = open();
    await pagerduty.send(far.context, { ...notice, severity: 'info', alert: { key: 'tidegate:harbor:2.4.1', act } }, telling);
    expect(far.arrived[0]?.url.pathname).toBe('/v2/enqueue');
    expect(bodyOf(far)).toEqual({ routing_key: routingKey, event_action: act, dedup_key: 'tidegate:harbor:2.4.1' });
  });

  test('R4.9 notes lesser news on the timeline of the service and wakes nobody', async () => {
    for (const severity of ['info', 'warning'] as const) {
      const far = open();
      await pagerduty.send(far.context, { ...notice, severity }, telling);
      expect(far.arrived[0]?.url.pathname).toBe('/v2/change/enqueue');
      expect(bodyOf(far)).not.toHaveProperty('event_action');
    }
    const strict = open(accepted, { pageFrom: 'warning' });
    await pagerduty.send(strict.context, { ...notice, severity: 'warning' }, telling);
    expect(strict.arrived[0]?.url.pathname).toBe('/v2/enqueue');
  });

  test('R4.9 stays within the limits of PagerDuty, and keeps long keys apart', () => {
    const words = fc.string({ unit: fc.constantFrom('a', ':', '😀', 'é', '\n'), maxLength: 3000 });
    fc.assert(
      fc.property(words, words, (title, key) => {
        const { body } = pagerdutyEvent({ ...notice, title, alert: { key, act: 'trigger' } }, routingKey, 'error', telling);
        const text = JSON.stringify(body);
        expect(text.length).toBeLessThan(512 * 1024);
        expect(String(body['dedup_key']).length).toBeLessThanOrEqual(255);
        expect(body['payload']).toMatchObject({ summary: expect.stringMatching(/^[^]{1,1024}$/) });
        expect(text.isWellFormed()).toBe(true);
      }),
      { numRuns: 60 },
    );
    const long = 'k'.repeat(300);
    const keyOf = (key: string): unknown =>
      pagerdutyEvent({ ...notice, alert: { key, act: 'resolve' } }, routingKey, 'error', telling).body['dedup_key'];
    expect(keyOf(`${long}1`)).not.toBe(keyOf(`${long}2`));
    expect(keyOf(`${long}1`)).toBe(keyOf(`${long}1`));
  });
});

describe('R4.9 says what PagerDuty refused', () => {
  const said = { status: 'invalid event', message: 'Event object is invalid', errors: ['Invalid routing key'] };

  test.each([
    [400, 'invalid'],
    [429, 'rateLimited'],
    [500, 'unavailable'],
    [200, 'invalid'],
  ])('R4.9 takes %i as %s and never prints the key', async (status, kind) => {
    const far = open(() => Response.json({ ...said, errors: [`Invalid routing key ${routingKey}`] }, { status }));
    const problem = await problemOf(pagerduty.send(far.context, notice, telling));
    expect(problem.kind).toBe(kind);
    expect(`${problem.message} ${problem.detail}`).not.toContain(routingKey);
    expect(far.arrived).toHaveLength(1);
  });

  test('R4.9 names the routing key when PagerDuty does', async () => {
    const problem = await problemOf(pagerduty.send(open(() => Response.json(said, { status: 400 })).context, notice, telling));
    expect(problem.message).toMatch(/Invalid routing key.*Check the routing key in Connections/);
  });

  test('R4.9 sends again when no answer came, because the key keeps it from paging twice', async () => {
    for (const broken of [brokenConnection, refusedConnection]) {
      const problem = await problemOf(pagerduty.send(open(broken).context, notice, telling));
      expect(problem.kind).toBe('unavailable');
    }
  });
});

describe('R6.1 connects to PagerDuty only', () => {
  test.each([
    [{}, true],
    [{ apiUrl: 'https://events.eu.pagerduty.com/' }, true],
    [{ apiUrl: 'http://127.0.0.1:4100/pagerduty' }, true],
    [{ apiUrl: 'http://events.pagerduty.com' }, false],
    [{ apiUrl: 'https://events.pagerduty.com/v2' }, false],
    [{ apiUrl: 'https://events.pagerduty.com.evil.example' }, false],
    [{ routingKey: 'too short' }, false],
    [{ pageFrom: 'always' }, false],
  ])('R6.1 takes %j: %s', (settings, taken) => {
    expect(pagerduty.settings.schema.safeParse({ routingKey, ...settings }).success).toBe(taken);
  });

  test('R6.1 tests the key without paging anybody', async () => {
    const far = open();
    expect(await pagerduty.test(far.context)).toMatchObject([{ ok: true }]);
    expect(bodyOf(far)).toMatchObject({ event_action: 'resolve' });
    expect(await pagerduty.test(open(() => Response.json({}, { status: 400 })).context)).toMatchObject([{ ok: false }]);
    expect(await pagerduty.test(open(brokenConnection).context)).toMatchObject([{ ok: false }]);
  });
});
