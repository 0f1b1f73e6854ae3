import type { z } from 'zod';
import { AdapterError } from '../errors.ts';
import type { HttpAnswer } from './client.ts';

/** The body of a successful answer as `schema` reads it; `invalid` with the first field that does not fit. */
export function parseAnswer<T>(schema: z.ZodType<T>, answer: HttpAnswer, platform: string): T {
  const parsed = schema.safeParse(answer.json());
  if (parsed.success) return parsed.data;
  const first = parsed.error.issues[0];
  const where = first?.path.join('.') ?? '';
  throw new AdapterError('invalid', `${platform} answered in a shape Tidegate does not know (at ${where === '' ? 'the top' : where}).`, {
    detail: `HTTP ${answer.status} · ${first?.message ?? 'unknown shape'}`,
  });
}
