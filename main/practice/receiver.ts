import { createHmac, timingSafeEqual } from 'node:crypto';
import { Hono } from 'hono';
import { z } from 'zod';
import type { World } from './state.ts';
import type { FleetEnv } from './writes.ts';

const key = Buffer.from('practice-fleet-signing-key-1');

/** Signing secret of the practice receiver. */
export const receiverSecret = `whsec_${key.toString('base64')}`;

const toleranceS = 300;
const Message = z.looseObject({ type: z.string(), timestamp: z.string(), data: z.looseObject({ title: z.string().optional() }) });

/** `/receiver/hooks`: a receiver of signed messages. It checks signature and time, and drops an id it had before. */
export function receiverRoutes(world: World): Hono<FleetEnv> {
  const app = new Hono<FleetEnv>();
  app.post('/hooks', async (c) => {
    const body = await c.req.text();
    const id = c.req.header('webhook-id') ?? '';
    const seconds = Number(c.req.header('webhook-timestamp'));
    const signatures = (c.req.header('webhook-signature') ?? '').split(' ');
    const wanted = Buffer.from(`v1,${createHmac('sha256', key).update(`${id}.${seconds}.${body}`).digest('base64')}`);
    const signed = signatures.some((one) => one.length === wanted.length && timingSafeEqual(Buffer.from(one), wanted));
    if (id === '' || !signed) return c.json({ error: 'signature' }, 401);
    if (Math.abs(world.now() / 1000 - seconds) > toleranceS) return c.json({ error: 'timestamp' }, 400);
    const message = Message.safeParse(JSON.parse(body));
    if (!message.success) return c.json({ error: 'message' }, 400);
    const taken = (world.state.received ??= []);
    if (!taken.some((one) => one.id === id))
      taken.push({ at: world.now(), id, type: message.data.type, title: message.data.data.title ?? '' });
    if (taken.length > 200) taken.shift();
    return c.body(null, 204);
  });
  return app;
}
