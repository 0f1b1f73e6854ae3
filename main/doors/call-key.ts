import type { Context } from 'hono';
import type { CallResult } from '../contract/bridge.ts';
import { callNames, contract } from '../contract/index.ts';

/** Visible characters without a space: what a header carries unchanged. */
const keyPattern = /^[!-~]{1,200}$/;

/** The key of a request: null when there is none, a problem when it is no key. */
export function keyOf(c: Context): { readonly key: string | null } | { readonly problem: string } {
  const key = c.req.header('idempotency-key') ?? null;
  if (key === null || keyPattern.test(key)) return { key };
  return { problem: 'Idempotency-Key is 1 to 200 visible characters without spaces, such as a UUID. Nothing was done.' };
}

/** R2.7: says what became of the key. A call that only reads keeps none, and a failed one is not stored: both have no status. */
export function sayKey(c: Context, name: string, key: string, result: CallResult<unknown>): void {
  c.header('Idempotency-Key', key);
  const known = callNames.find((one) => one === name);
  if (known === undefined || !contract[known].mutates) return;
  if (result.ok) c.header('Idempotency-Status', result.replayed === true ? 'replayed' : 'created');
  else if (result.problem.code === 'conflict') c.header('Idempotency-Status', 'conflict');
}
