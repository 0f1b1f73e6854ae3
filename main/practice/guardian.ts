import { Hono } from 'hono';
import { z } from 'zod';
import type { World } from './state.ts';
import type { FleetEnv } from './writes.ts';

/** The token the practice Guardian asks for. It opens nothing else. */
export const guardianToken = 'practice-guardian-token';

const Question = z.looseObject({ release: z.string().min(1), channel: z.string().min(1) });
const names = ['Protected paths', 'Change size limits', 'Security scan', 'Performance benchmarks', 'Dependency audit'] as const;

/** `/guardian/check`: passes every release unless it was told to fail that version. */
export function guardianRoutes(world: World): Hono<FleetEnv> {
  const app = new Hono<FleetEnv>();
  app.post('/check', async (c) => {
    if (c.req.header('authorization') !== `Bearer ${guardianToken}`) return c.json({ error: 'unauthorized' }, 401);
    let value: unknown;
    try {
      value = JSON.parse(await c.req.text());
    } catch {
      return c.json({ error: 'The body is not JSON.' }, 400);
    }
    const question = Question.safeParse(value);
    if (!question.success) return c.json({ error: z.prettifyError(question.error) }, 422);
    const fails = world.state.guardianFails.includes(question.data.release);
    const checks = names.map((name) => {
      const passed = !(fails && name === 'Security scan');
      return { name, passed, detail: passed ? 'Nothing found.' : 'One finding of high severity.' };
    });
    const summary = fails ? '4 of 5 checks passed.' : 'All 5 checks passed.';
    return c.json({ passed: !fails, summary, checks });
  });
  return app;
}
