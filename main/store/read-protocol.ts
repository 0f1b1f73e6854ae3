import { z } from 'zod';
import { StoreError, type StoreTrouble } from './errors.ts';
import type { HeavyInput, HeavyName } from './heavy-calls.ts';

/** What crosses between the client and the read worker. */
export interface ReadQuestion<N extends HeavyName = HeavyName> {
  readonly id: number;
  readonly name: N;
  readonly input: HeavyInput<N>;
}

/** Nobody waits for the answer to this question any more. */
export interface ReadStop {
  readonly stop: number;
}

const troubles = ['newer', 'damaged', 'full', 'readonly', 'busy', 'other'] as const satisfies readonly StoreTrouble[];

/** Errors cross as data: an `Error` loses its fields on the way. */
export const ReadReply = z.union([
  z.object({ id: z.number(), error: z.object({ code: z.enum(troubles).nullable(), message: z.string() }) }),
  z.object({ id: z.number(), progress: z.object({ done: z.number(), total: z.number() }) }),
  z.object({ id: z.number(), answer: z.unknown() }),
]);
export type ReadReply = z.infer<typeof ReadReply>;

export function errorData(error: unknown): { code: StoreTrouble | null; message: string } {
  if (error instanceof StoreError) return { code: error.code, message: error.message };
  return { code: null, message: error instanceof Error ? error.message : String(error) };
}

export function errorFrom(data: { readonly code: StoreTrouble | null; readonly message: string }): Error {
  return data.code === null ? new Error(data.message) : new StoreError(data.code, data.message);
}
