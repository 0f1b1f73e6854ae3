import { z } from 'zod';
import type { JsonObject } from '../../../core/model/json.ts';
import { AdapterError } from '../../errors.ts';
import type { QueryScope } from '../port.ts';
import { fillIn, templateOf } from '../shared/placeholders.ts';

const Text = templateOf();

export const Query = z.strictObject({
  /** PromQL that gives one number per release, channel and platform. */
  query: Text,
  /** PromQL with the same labels: how many observations stand behind each number. */
  samples: Text.optional(),
  /** The number is multiplied by this, such as 1000 for seconds to ms. */
  scale: z.number().positive().default(1),
});
export type Query = z.infer<typeof Query>;

/** Where in a PromQL text a placeholder stands. `quote` null is outside of any string. */
interface Place {
  readonly quote: '"' | "'" | '`' | null;
  readonly regex: boolean;
}

/** Follows strings and comments up to `at`. */
function placeOf(text: string, at: number): Place {
  let place: Place = { quote: null, regex: false };
  for (let index = 0; index < at; index += 1) {
    const sign = text[index];
    if (place.quote === null) {
      if (sign === '#') {
        const end = text.indexOf('\n', index);
        if (end === -1 || end >= at) return place;
        index = end;
      } else if (sign === '"' || sign === "'" || sign === '`') {
        place = { quote: sign, regex: /[=!]~\s*$/.test(text.slice(0, index)) };
      }
      continue;
    }
    if (sign === '\\' && place.quote !== '`') index += 1;
    else if (sign === place.quote) place = { quote: null, regex: false };
  }
  return place;
}

/** Label values are user data: a release name with a quote in it must stay one value, and match only itself. */
function escapeAt(text: string, value: string, at: number): string {
  const { quote, regex } = placeOf(text, at);
  if (quote === null) {
    if (/^[A-Za-z_]\w*$/.test(value)) return value;
    throw new AdapterError(
      'invalid',
      `The value ${JSON.stringify(value)} stands outside of quotes in the query. Put quotes around the placeholder in the plan.`,
    );
  }
  const literal = regex ? value.replaceAll(/[\\.+*?()|[\]{}^$]/g, '\\$&') : value;
  if (quote !== '`') return literal.replaceAll('\\', '\\\\').replaceAll(quote, `\\${quote}`).replaceAll('\n', '\\n');
  if (!literal.includes('`')) return literal;
  throw new AdapterError('invalid', `The value ${JSON.stringify(value)} cannot stand between backticks. Use double quotes in the plan.`);
}

function filled(text: string, scope: QueryScope): string {
  return fillIn(text, scope, (value, at) => escapeAt(text, value, at));
}

/** The query with the scope's values put in, escaped for the string they stand in. */
export function resolveQuery(query: Query, scope: QueryScope): JsonObject {
  const samples = query.samples === undefined ? {} : { samples: filled(query.samples, scope) };
  return { query: filled(query.query, scope), ...samples, scale: query.scale };
}
