import { expect, test } from 'vitest';
import { pagerduty } from '../../main/adapters/notices/pagerduty.ts';
import { signedWebhook } from '../../main/adapters/notices/signed-webhook.ts';
import type { Notice } from '../../main/core/model/notice.ts';
import { createFleet, type Fleet } from '../../main/practice/fleet.ts';
import { problemOf } from '../support/bench.ts';
import { type Arrived, farSide, noon } from '../support/far-side.ts';
import { base } from './client.ts';

const notice: Notice = {
  severity: 'critical',
  title: 'Emergency: 2.4.0 is being taken back',
  body: 'Customers cannot pay',
  links: [],
  dedupKey: 'tidegate:rol_1:emergency',
  alert: { key: 'tidegate:pryde:2.4.0', act: 'trigger' },
};

function openFleet(): Fleet {
  return createFleet({ scenario: null, seed: 1, now: () => noon });
}

function settingsOf(fleet: Fleet, adapter: string) {
  return fleet.connections(base).find((one) => one.adapter === adapter)?.settings ?? {};
}

function through(fleet: Fleet) {
  return async ({ method, url, headers, body }: Arrived): Promise<Response> =>
    await fleet.fetch(new Request(url, { method, headers, ...(method === 'GET' ? {} : { body }) }));
}

test('R4.9 pages the practice PagerDuty once for a release, acknowledges and resolves', async () => {
  const fleet = openFleet();
  const far = farSide(pagerduty, settingsOf(fleet, 'pagerduty'), through(fleet));
  expect(await pagerduty.test(far.context)).toMatchObject([{ ok: true }]);
  const say = async (more: Partial<Notice>): Promise<void> =>
    await pagerduty.send(far.context, { ...notice, ...more }, { id: 'not_1', at: noon });
  await say({});
  await say({ title: 'Rolling back on web', severity: 'error' });
  await say({ title: '2.4.0 complete', severity: 'info' });
  const states = () => fleet.image().alerts?.map(({ key, state, told }) => [key, state, told]);
  const change = [null, 'change', 1];
  expect(states()).toEqual([['tidegate:pryde:2.4.0', 'triggered', 2], change]);
  await say({ alert: { key: 'tidegate:pryde:2.4.0', act: 'acknowledge' } });
  await say({ alert: { key: 'tidegate:pryde:2.4.0', act: 'resolve' } });
  expect(states()).toEqual([['tidegate:pryde:2.4.0', 'resolved', 2], change]);
  // What comes back is a new alert.
  await say({});
  expect(states()).toHaveLength(3);
  const wrong = farSide(pagerduty, { ...settingsOf(fleet, 'pagerduty'), routingKey: 'x'.repeat(32) }, through(fleet));
  expect((await problemOf(pagerduty.send(wrong.context, notice, { id: 'not_1', at: noon }))).message).toContain('Invalid routing key');
});

test('R4.9 is believed by the practice receiver only with a right signature, and taken once', async () => {
  const fleet = openFleet();
  const settings = settingsOf(fleet, 'signed-webhook');
  const far = farSide(signedWebhook, settings, through(fleet));
  for (let round = 0; round < 2; round += 1) await signedWebhook.send(far.context, notice, { id: 'not_1', at: noon });
  expect(fleet.image().received?.map(({ id, type, title }) => [id, type, title])).toEqual([['not_1', 'alert.triggered', notice.title]]);
  const other = { ...settings, secret: `whsec_${Buffer.from('another-secret-of-32-bytes-long!').toString('base64')}` };
  const wrong = farSide(signedWebhook, other, through(fleet));
  expect((await problemOf(signedWebhook.send(wrong.context, notice, { id: 'not_2', at: noon }))).kind).toBe('auth');
  const late = farSide(signedWebhook, settings, through(fleet), () => noon + 600_000);
  expect((await problemOf(signedWebhook.send(late.context, notice, { id: 'not_3', at: noon }))).kind).toBe('invalid');
});
