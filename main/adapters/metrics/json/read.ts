import type { JsonObject } from '../../../core/model/json.ts';
import type { Reading } from '../../../core/model/reading.ts';
import { AdapterError } from '../../errors.ts';
import { redact } from '../../http/redact.ts';
import { distinct } from '../shared/series.ts';
import { type Document, fetchDocument, type Fetched } from '../../json/fetch-document.ts';
import { labelAt, numberAt, select, timeAt } from '../../json/pick.ts';
import { type Query, queryOf } from './query.ts';
import type { HttpJsonContext } from '../../json/settings.ts';

/** An item's own time, else the document's, else when it came. An old time stays old: the gate then sees that the source is late. */
function timeOf(row: Document, fetched: Fetched, path: string | undefined, now: number): number {
  if (path === undefined) return fetched.receivedAt;
  const time = timeAt(row, path, now) ?? timeAt(fetched.document, path, now);
  if (time !== null) return time;
  throw new AdapterError(
    'invalid',
    `The JSONPath ${path} finds no time. Correct it in the plan, or leave ts out to use the time of the answer.`,
  );
}

function countOf(row: Document, path: string | undefined): number | null {
  const count = path === undefined ? null : numberAt(row, path);
  if (count === null || count >= 0) return count;
  throw new AdapterError('invalid', `The JSONPath ${path ?? ''} finds ${count}, and a count cannot be below 0. Correct it in the plan.`);
}

function readingOf(row: Document, fetched: Fetched, query: Query, now: number): Reading[] {
  const value = numberAt(row, query.value);
  if (value === null) return [];
  return [
    {
      labels: { release: labelAt(row, query.release), channel: labelAt(row, query.channel), platform: labelAt(row, query.platform) },
      ts: timeOf(row, fetched, query.ts, now),
      value: value * query.scale,
      samples: countOf(row, query.count),
    },
  ];
}

function rowsOf(document: Document, items: string | undefined): Document[] {
  if (items === undefined) return [document];
  return select(document, items).flatMap((found) => (Array.isArray(found) ? found : [found]));
}

/** The numbers in a document. Throws `invalid`, with the start of the document, when the paths do not fit it. */
export function readingsIn(fetched: Fetched, query: Query, now: number): readonly Reading[] {
  try {
    const readings = rowsOf(fetched.document, query.items).flatMap((row) => readingOf(row, fetched, query, now));
    return distinct(readings, 'Take the labels from each item with release, channel and platform in the plan.');
  } catch (error) {
    if (!(error instanceof AdapterError)) throw error;
    throw new AdapterError(error.kind, error.message, { detail: `The document begins: ${redact(fetched.text).slice(0, 200)}` });
  }
}

/** Asks the source once and reads its numbers. */
export async function readNow(context: HttpJsonContext, resolved: JsonObject): Promise<readonly Reading[]> {
  const query = queryOf(resolved);
  return readingsIn(await fetchDocument(context, query), query, context.now());
}
