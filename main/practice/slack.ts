import { Hono } from 'hono';
import { z } from 'zod';
import type { World } from './state.ts';
import type { FleetEnv } from './writes.ts';

const Message = z.looseObject({
  text: z.string().optional(),
  blocks: z
    .array(
      z.looseObject({ type: z.string(), text: z.union([z.string(), z.looseObject({ type: z.string(), text: z.string() })]).optional() }),
    )
    .optional(),
});

/** What is wrong with a message, in the service's own word; null when nothing is. */
function fault(message: z.infer<typeof Message>): string | null {
  const blocks = message.blocks ?? [];
  if (blocks.length > 50) return 'invalid_blocks';
  const tooLong = blocks.some((block) => {
    const length = typeof block.text === 'object' ? block.text.text.length : 0;
    return length > (block.type === 'header' ? 150 : 3000);
  });
  if (tooLong) return 'invalid_blocks';
  if ((message.text ?? '') === '' && blocks.length === 0) return 'no_text';
  return null;
}

/** `/slack/services/T0/B0/practice`: takes a message and answers `ok`, in plain text as the service does. */
export function slackRoutes(world: World): Hono<FleetEnv> {
  const app = new Hono<FleetEnv>();
  app.post('/services/:team/:bot/:secret', async (c) => {
    if (c.req.param('secret') !== 'practice') return c.text('invalid_token', 403);
    if (c.req.param('team') !== 'T0' || c.req.param('bot') !== 'B0') return c.text('no_service', 404);
    let value: unknown;
    try {
      value = JSON.parse(await c.req.text());
    } catch {
      return c.text('invalid_payload', 400);
    }
    const message = Message.safeParse(value);
    if (!message.success) return c.text('invalid_payload', 400);
    const wrong = fault(message.data);
    if (wrong !== null) return c.text(wrong, 400);
    world.state.messages.push({ at: world.now(), text: message.data.text ?? '' });
    if (world.state.messages.length > 200) world.state.messages.shift();
    return c.text('ok');
  });
  return app;
}
