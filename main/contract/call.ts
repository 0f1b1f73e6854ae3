import type { Role } from '../core/model/actor.ts';
import type { z } from 'zod';

/** One thing a person or program may ask: who may ask it, what goes in, what comes out. */
export interface CallSpec<I extends z.ZodType = z.ZodType, A extends z.ZodType = z.ZodType> {
  readonly role: Role;
  /** Changes something: goes through the idempotency store and leaves an audit entry. */
  readonly mutates: boolean;
  readonly input: I;
  readonly answer: A;
}

/** A call that only reads. */
export function reads<I extends z.ZodType, A extends z.ZodType>(role: Role, input: I, answer: A): CallSpec<I, A> & { mutates: false } {
  return { role, mutates: false, input, answer };
}

/** A call that changes something. */
export function changes<I extends z.ZodType, A extends z.ZodType>(role: Role, input: I, answer: A): CallSpec<I, A> & { mutates: true } {
  return { role, mutates: true, input, answer };
}
