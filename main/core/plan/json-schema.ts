import { z } from 'zod';
import { planSchema } from './schema.ts';

/** The grammar of plan files as JSON Schema, for editors that complete and check YAML. */
export function planJsonSchema(): object {
  return { ...z.toJSONSchema(planSchema, { target: 'draft-7', io: 'input' }), title: 'Tidegate rollout plan' };
}
