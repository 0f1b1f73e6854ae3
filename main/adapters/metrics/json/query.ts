import { z } from 'zod';
import type { JsonObject } from '../../../core/model/json.ts';
import { JsonPath } from '../../json/pick.ts';
import type { QueryScope } from '../port.ts';
import { fillIn, templateOf } from '../shared/placeholders.ts';

/** Placeholders that are filled in when the question is asked. */
export const timeNames = ['from_ms', 'to_ms', 'from_iso', 'to_iso'] as const;

const Template = templateOf(timeNames);

/** JSONPath is RFC 9535: `$.data.rate`. Labels, count and time are looked for in each item, the time also in the whole document. */
export const Query = z.strictObject({
  /** Added to the connection's address. */
  path: Template.refine((path) => /^[/?]/.test(path), { message: 'must begin with / or ?' }).optional(),
  /** Sent instead of the connection's body. */
  body: Template.optional(),
  /** Finds the rows, when one answer holds several series. */
  items: JsonPath.optional(),
  value: JsonPath,
  /** How many observations stand behind the value. */
  count: JsonPath.optional(),
  ts: JsonPath.optional(),
  release: JsonPath.optional(),
  channel: JsonPath.optional(),
  platform: JsonPath.optional(),
  scale: z.number().positive().default(1),
  /** Minutes between `from` and `to` of the time placeholders. */
  minutes: z.number().positive().max(10_080).default(5),
});
export type Query = z.infer<typeof Query>;

/** The text as it stands between the quotes of a JSON string, braces spelt so that no value can become a placeholder. */
function insideJson(value: string): string {
  return JSON.stringify(value).slice(1, -1).replaceAll('{', '\\u007b');
}

/** The query with the scope's values put in: encoded for an address in `path`, for JSON in `body`, nowhere else. */
export function resolveQuery(query: Query, scope: QueryScope): JsonObject {
  const { path, body, ...rest } = query;
  const given = Object.fromEntries(Object.entries(rest).filter((entry): entry is [string, string | number] => entry[1] !== undefined));
  return {
    ...given,
    ...(path === undefined ? {} : { path: fillIn(path, scope, encodeURIComponent) }),
    ...(body === undefined ? {} : { body: fillIn(body, scope, insideJson) }),
  };
}

/** A resolved query as its schema wants it. The values put in may hold braces of their own, so placeholders are not checked again. */
export function queryOf(resolved: JsonObject): Query {
  return Query.extend({ path: z.string().optional(), body: z.string().optional() }).parse(resolved);
}
