import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { slackMessage } from '../../../main/adapters/notices/slack/message.ts';
import { slackWebhook } from '../../../main/adapters/notices/slack-webhook.ts';
import type { Notice } from '../../../main/core/model/notice.ts';
import { problemOf } from '../../support/bench.ts';
import { brokenConnection, type FarSide, farSide, noon, refusedConnection } from '../../support/far-side.ts';

const url = 'https://hooks.slack.com/services/T000/B000/tideSecret1';
const notice: Notice = {
  severity: 'error',
  title: 'Gate failed: harbor 2.4.1 beta',
  body: 'Error rate 5.2 % > 5 % (n 5,400)',
  links: [{ text: 'Open rollout', href: 'https://console.example/rollout/7' }],
  dedupKey: 'tidegate:harbor:2.4.1:errors',
};

const Text = z.object({ type: z.string(), text: z.string() });
const Message = z.object({
  text: z.string(),
  blocks: z.array(
    z.object({
      type: z.string(),
      text: Text.optional(),
      elements: z.array(z.looseObject({ type: z.string(), url: z.string().optional() })).optional(),
    }),
  ),
});

function open(answer: () => Response): FarSide<{ url: string }> {
  return farSide(slackWebhook, { url }, answer);
}

function blocksOf(one: Notice, type: string): z.infer<typeof Message>['blocks'] {
  return Message.parse(slackMessage(one)).blocks.filter((block) => block.type === type);
}

describe('R4.3 tells the team through Slack', () => {
  test('R4.3 posts title, body, buttons and key as blocks, with a plain text beside them', async () => {
    const far = open(() => new Response('ok'));
    await slackWebhook.send(far.context, notice);
    expect(far.arrived[0]?.method).toBe('POST');
    expect(far.arrived[0]?.headers.get('content-type')).toBe('application/json');
    expect(JSON.parse(far.arrived[0]?.body ?? '')).toEqual({
      text: ':small_red_triangle: Gate failed: harbor 2.4.1 beta',
      blocks: [
        { type: 'header', text: { type: 'plain_text', text: 'Gate failed: harbor 2.4.1 beta' } },
        { type: 'section', text: { type: 'mrkdwn', text: 'Error rate 5.2 % &gt; 5 % (n 5,400)' } },
        {
          type: 'actions',
          elements: [{ type: 'button', text: { type: 'plain_text', text: 'Open rollout' }, url: 'https://console.example/rollout/7' }],
        },
        { type: 'context', elements: [{ type: 'mrkdwn', text: ':small_red_triangle: tidegate:harbor:2.4.1:errors' }] },
      ],
    });
  });

  test('R4.3 lets a release name ping nobody', () => {
    const message = JSON.stringify(
      slackMessage({ ...notice, title: '<!channel>', body: '<@U1> & <https://x|y>', dedupKey: '<!here>' }).blocks.slice(1),
    );
    expect(message).not.toMatch(/<[!@h]/);
    expect(slackMessage({ ...notice, title: '<!channel>' }).text).toContain('&lt;!channel&gt;');
  });

  test('R4.3 stays within the limits of Slack whatever it is told', () => {
    const words = fc.string({ unit: fc.constantFrom('&', '<', 'a', '\n', '😀', 'é'), maxLength: 12_000 });
    fc.assert(
      fc.property(words, words, (title, body) => {
        const message = Message.parse(slackMessage({ ...notice, title, body, dedupKey: title }));
        expect(message.text.length).toBeLessThan(3100);
        expect(message.blocks.length).toBeLessThanOrEqual(50);
        for (const block of message.blocks) {
          const text = block.text?.text ?? '';
          expect(text.length).toBeLessThanOrEqual(block.type === 'header' ? 150 : 3000);
          expect(block.type === 'section' ? text.replaceAll(/&(amp|lt|gt);/g, '') : '').not.toMatch(/[&<>]/);
          expect(text.isWellFormed()).toBe(true);
          expect(block.type === 'header' && text === '').toBe(false);
        }
        expect(JSON.stringify(message).length).toBeLessThan(40_000);
        const shown = message.blocks.filter((block) => block.type === 'section').map((block) => block.text?.text ?? '');
        expect(shown.join('').length).toBeLessThanOrEqual(9000);
      }),
      { numRuns: 60 },
    );
  });

  test('R4.3 breaks a long body at line ends', () => {
    const body = Array.from({ length: 100 }, (_, index) => `${index} ${'x'.repeat(60)}`).join('\n');
    const sections = blocksOf({ ...notice, body }, 'section').map((block) => block.text?.text ?? '');
    expect(sections.length).toBeGreaterThan(1);
    expect(sections.join('\n')).toBe(body);
  });

  test('R4.3 makes buttons only of web addresses, five at most', () => {
    const href = (index: number): string =>
      index === 0 ? 'tidegate://rollout/7' : index === 1 ? `https://x.example/${'y'.repeat(3000)}` : `https://x.example/${index}`;
    const links = Array.from({ length: 9 }, (_, index) => ({ text: 'z'.repeat(90), href: href(index) }));
    const [actions] = blocksOf({ ...notice, links }, 'actions');
    expect(actions?.elements?.map((button) => button.url)).toEqual([2, 3, 4, 5, 6].map(href));
    expect(blocksOf({ ...notice, links: links.slice(0, 1) }, 'actions')).toEqual([]);
  });
});

describe('R4.3 says what Slack refused', () => {
  test.each([
    [400, 'invalid_payload', 'invalid'],
    [403, 'action_prohibited', 'permission'],
    [403, 'invalid_token', 'permission'],
    [404, 'no_service', 'notFound'],
    [404, 'no_active_hooks', 'notFound'],
    [410, 'channel_is_archived', 'notFound'],
    [500, 'rollup_error', 'unavailable'],
  ])('R4.3 takes %i %s as %s and posts once', async (status, text, kind) => {
    const far = open(() => new Response(text, { status }));
    const problem = await problemOf(slackWebhook.send(far.context, notice));
    expect(problem.kind).toBe(kind);
    expect(problem.message).toContain(text);
    expect(problem.message.includes('make a new one')).toBe(kind === 'permission' || kind === 'notFound');
    expect(`${problem.message} ${problem.detail}`).not.toContain('tideSecret1');
    expect(far.arrived).toHaveLength(1);
  });

  test('R4.3 keeps the time at which Slack takes messages again', async () => {
    const problem = await problemOf(
      slackWebhook.send(open(() => new Response('', { status: 429, headers: { 'retry-after': '30' } })).context, notice),
    );
    expect([problem.kind, problem.retryAt]).toEqual(['rateLimited', noon + 30_000]);
  });

  test('R4.3 would rather say a notice twice than never', async () => {
    for (const broken of [brokenConnection, refusedConnection]) {
      const problem = await problemOf(slackWebhook.send(open(broken).context, notice));
      expect(problem.kind).toBe('unavailable');
      expect(`${problem.message} ${problem.detail}`).not.toContain('tideSecret1');
    }
  });

  test('R4.3 does not take any 200 for success', async () => {
    const problem = await problemOf(slackWebhook.send(open(() => new Response('<html>hello</html>')).context, notice));
    expect(problem.kind).toBe('invalid');
    expect(problem.detail).toContain('hello');
  });
});

describe('R6.1 takes webhooks of Slack only', () => {
  test.each([
    ['https://hooks.slack.com/services/T/B/x', true],
    ['https://hooks.slack-gov.com/services/T/B/x/', true],
    ['http://127.0.0.1:4100/slack/services/T0/B0/practice', true],
    ['http://localhost:4100/services/T0/B0/practice', true],
    ['https://hooks.slack.com/triggers/T/1/x', false],
    ['https://hooks.slack.com/services/T/B', false],
    ['http://hooks.slack.com/services/T/B/x', false],
    ['https://hooks.slack.com.evil.example/services/T/B/x', false],
    ['https://hooks.slack.com@evil.example/services/T/B/x', false],
    ['https://evil.example/services/T/B/x', false],
    ['hooks.slack.com', false],
    ['', false],
  ])('R6.1 takes %s: %s', (address, taken) => {
    const parsed = slackWebhook.settings.schema.safeParse({ url: address });
    expect(parsed.success).toBe(taken);
  });

  test('R6.1 tests the webhook without posting anything', async () => {
    const far = open(() => new Response('no_text', { status: 400 }));
    expect(await slackWebhook.test(far.context)).toMatchObject([{ ok: true }]);
    expect(far.arrived[0]?.body).toBe('{}');
    expect(await slackWebhook.test(open(() => new Response('no_service', { status: 404 })).context)).toMatchObject([{ ok: false }]);
    expect(await slackWebhook.test(open(() => new Response('hello')).context)).toMatchObject([{ ok: null }]);
    expect(await slackWebhook.test(open(brokenConnection).context)).toMatchObject([{ ok: false }]);
  });
});
