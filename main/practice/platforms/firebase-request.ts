import { z } from 'zod';
import type { World } from '../state.ts';
import type { FleetContext } from '../writes.ts';
import type { FirebaseSite } from './firebase-state.ts';
import { accountOf, scopes } from './google-auth.ts';
import { refuse } from './google-errors.ts';

/** The site named in the path, once the caller may read it (or change it). */
export function siteOf(world: World, c: FleetContext): FirebaseSite {
  const changes = c.req.method !== 'GET';
  const allowed = changes ? scopes.firebase : [...scopes.firebase, ...scopes.firebaseRead];
  c.set('account', accountOf(world, c.req.header('authorization'), allowed));
  const name = c.req.param('site');
  const site = world.state.sites.find((candidate) => candidate.site === name);
  return site ?? refuse('NOT_FOUND', 'Requested entity was not found.');
}

/** Asked page size, or refusal of one outside 1 … `most`. */
export function pageSize(c: FleetContext, usual: number, most: number): number {
  const text = c.req.query('pageSize');
  if (text === undefined) return usual;
  const size = Number(text);
  if (!Number.isInteger(size) || size < 0) refuse('INVALID_ARGUMENT', 'Invalid value at "page_size".');
  return size === 0 ? usual : Math.min(size, most);
}

/** A JSON body that fits a schema. An empty body is an empty object, as Google reads it. */
export async function bodyOf<T>(c: FleetContext, schema: z.ZodType<T>): Promise<T> {
  const text = await c.req.text();
  let value: unknown;
  try {
    value = text === '' ? {} : JSON.parse(text);
  } catch {
    refuse('INVALID_ARGUMENT', 'Invalid JSON payload received.');
  }
  const result = schema.safeParse(value);
  return result.success ? result.data : refuse('INVALID_ARGUMENT', `Invalid JSON payload received. ${z.prettifyError(result.error)}`);
}
