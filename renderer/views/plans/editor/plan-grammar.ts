import { z } from 'zod';
import { planJsonSchema } from '../../../../main/core/plan/json-schema.ts';
import type { BlockPath } from './yaml-lines.ts';

/** As much of a JSON Schema as plans use. */
export interface Grammar {
  readonly type?: string | readonly string[] | undefined;
  readonly description?: string | undefined;
  readonly enum?: readonly unknown[] | undefined;
  readonly examples?: readonly unknown[] | undefined;
  readonly required?: readonly string[] | undefined;
  readonly properties?: Readonly<Record<string, Grammar>> | undefined;
  readonly additionalProperties?: Grammar | boolean | undefined;
  readonly items?: Grammar | undefined;
}

const Shape: z.ZodType<Grammar> = z.lazy(() =>
  z.object({
    type: z.union([z.string(), z.array(z.string())]).optional(),
    description: z.string().optional(),
    enum: z.array(z.unknown()).optional(),
    examples: z.array(z.unknown()).optional(),
    required: z.array(z.string()).optional(),
    properties: z.record(z.string(), Shape).optional(),
    additionalProperties: z.union([z.boolean(), Shape]).optional(),
    items: Shape.optional(),
  }),
);

let known: Grammar | null = null;

/** The published grammar of plan files. */
export function planGrammar(): Grammar {
  known ??= Shape.parse(planJsonSchema());
  return known;
}

/** What the grammar says about a place; null where it allows anything or nothing. */
export function grammarAt(root: Grammar, path: BlockPath): Grammar | null {
  let here: Grammar | null = root;
  for (const part of path) {
    if (here === null) return null;
    if (part === '[]') here = here.items ?? null;
    else here = here.properties?.[part] ?? (typeof here.additionalProperties === 'object' ? here.additionalProperties : null);
  }
  return here;
}

/** What kind of thing belongs here, in one word. */
export function sortOf(grammar: Grammar): string {
  if (grammar.properties !== undefined || grammar.additionalProperties !== undefined) return 'block';
  if (grammar.items !== undefined) return 'list';
  if (grammar.enum !== undefined) return 'one of';
  if (grammar.type === 'boolean') return 'yes or no';
  if (grammar.description !== undefined && grammar.examples !== undefined) return 'time';
  return grammar.type === 'number' || grammar.type === 'integer' || Array.isArray(grammar.type) ? 'number' : 'text';
}
