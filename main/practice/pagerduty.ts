import { Hono } from 'hono';
import { z } from 'zod';
import type { PracticeAlert, World } from './state.ts';
import type { FleetContext, FleetEnv } from './writes.ts';

/** The one routing key the practice fleet takes. */
export const pagerdutyKey = 'practice0routing0key0000000000ok';

const Payload = z.looseObject({ summary: z.string().min(1).max(1024), source: z.string().min(1) });
const key = z.string().min(1).max(255);
const Event = z.discriminatedUnion('event_action', [
  z.looseObject({
    routing_key: z.string(),
    event_action: z.literal('trigger'),
    dedup_key: key.optional(),
    payload: Payload.extend({ severity: z.enum(['critical', 'error', 'warning', 'info']) }),
  }),
  z.looseObject({ routing_key: z.string(), event_action: z.enum(['acknowledge', 'resolve']), dedup_key: key }),
]);
const Change = z.looseObject({ routing_key: z.string(), payload: Payload });

const mostAlerts = 200;

/** `/pagerduty/v2/…`: takes events and says that they are accepted, as the Events API does; what becomes of them is not answered. */
export function pagerdutyRoutes(world: World): Hono<FleetEnv> {
  const app = new Hono<FleetEnv>();
  app.post('/v2/enqueue', async (c) => {
    const event = await readAs(c, Event);
    if (event instanceof Response) return event;
    const dedup = event.dedup_key ?? `practice-${world.state.requests}`;
    take(world, dedup, event);
    return c.json({ status: 'success', message: 'Event processed', dedup_key: dedup }, 202);
  });
  app.post('/v2/change/enqueue', async (c) => {
    const change = await readAs(c, Change);
    if (change instanceof Response) return change;
    keep(world, { at: world.now(), key: null, state: 'change', severity: 'info', summary: change.payload.summary, told: 1 });
    return c.json({ status: 'success', message: 'Change event processed' }, 202);
  });
  return app;
}

async function readAs<T extends { routing_key: string }>(c: FleetContext, schema: z.ZodType<T>): Promise<T | Response> {
  const parsed = schema.safeParse(await c.req.json().catch(() => null));
  const errors = parsed.success
    ? parsed.data.routing_key === pagerdutyKey
      ? []
      : ['Invalid routing key']
    : parsed.error.issues.map((issue) => `${issue.path.join('.')} ${issue.message}`);
  if (parsed.success && errors.length === 0) return parsed.data;
  return c.json({ status: 'invalid event', message: 'Event object is invalid', errors }, 400);
}

/** A trigger joins the open alert of its key; a late acknowledgement or end is dropped without a word, as the service does. */
function take(world: World, dedup: string, event: z.infer<typeof Event>): void {
  const open = world.state.alerts?.find((alert) => alert.key === dedup && alert.state !== 'resolved' && alert.state !== 'change');
  if (event.event_action === 'trigger') {
    if (open !== undefined) open.told += 1;
    else {
      const { severity, summary } = event.payload;
      keep(world, { at: world.now(), key: dedup, state: 'triggered', severity, summary, told: 1 });
    }
    return;
  }
  if (open !== undefined) open.state = event.event_action === 'resolve' ? 'resolved' : 'acknowledged';
}

function keep(world: World, alert: PracticeAlert): void {
  const alerts = (world.state.alerts ??= []);
  alerts.push(alert);
  if (alerts.length > mostAlerts) alerts.shift();
}
