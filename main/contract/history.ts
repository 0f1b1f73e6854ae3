import { z } from 'zod';
import { importKinds, importStates } from '../core/model/history-import.ts';
import { readingFormats, releaseFormats } from '../core/history/formats.ts';
import { changes, reads } from './call.ts';
import { Id, Reason, Time } from './shapes.ts';

/** Most characters of a file in one call: a call's body has a limit of its own. */
export const mostTextAtOnce = 200_000;

export const HistoryProblemRow = z.object({ line: z.number().nullable(), message: z.string() });
export type HistoryProblemRow = z.infer<typeof HistoryProblemRow>;

export const ImportRow = z.object({
  id: Id,
  kind: z.enum(importKinds),
  state: z.enum(importStates),
  name: z.string(),
  /** Rows that came in, those that were there already, and how many of these had another value. */
  added: z.number(),
  known: z.number(),
  differing: z.number(),
  createdAt: Time,
  finishedAt: Time.nullable(),
});
export type ImportRow = z.infer<typeof ImportRow>;

const Label = z.string().min(1).max(200).nullable().default(null);
/** Where readings belong: a metric of a plan, for an application. Labels fill in what the file does not say. */
const place = {
  plan: z.string().min(1),
  applicationId: Id,
  metric: z.string().min(1).nullable().default(null),
  release: Label,
  channel: Label,
  platform: Label,
};
const period = { from: Time, to: Time };

export const ImportBegin = z.discriminatedUnion('kind', [
  /** Values times `scale` must be in the metric's unit: rates 0–1, durations in ms. */
  z.object({
    kind: z.literal('readings'),
    name: z.string().max(300),
    format: z.enum(readingFormats),
    scale: z.number().positive().default(1),
    ...place,
  }),
  z.object({
    kind: z.literal('releases'),
    name: z.string().max(300),
    format: z.enum(releaseFormats),
    applicationId: Id.nullable().default(null),
  }),
  /** Fetched from the metric's own source, `stepMs` apart. Begun again with the same words, it goes on where it stopped. */
  z.object({
    kind: z.literal('range'),
    source: z.string().nullable().default(null),
    ...place,
    metric: z.string().min(1),
    ...period,
    stepMs: z.number().int().min(1000),
  }),
]);
export type ImportBegin = z.output<typeof ImportBegin>;

export const ExportCursor = z.object({ part: z.number().int().min(0), series: z.string(), ts: z.number() });
export type ExportCursor = z.infer<typeof ExportCursor>;

export const history = {
  'history.imports': reads('viewer', z.object({}), z.array(ImportRow)),
  /** `fetchFrom` is where to go on with a range, null for a file. */
  'history.begin': changes('operator', ImportBegin, z.object({ importId: Id, fetchFrom: Time.nullable() })),
  /** The next piece of a file, counted from 0. With a problem the whole import is given up and nothing of it is kept. */
  'history.append': changes(
    'operator',
    z.object({ importId: Id, part: z.number().int().min(0), text: z.string().max(mostTextAtOnce) }),
    z.object({ rows: z.number(), problems: z.array(HistoryProblemRow) }),
  ),
  /** Fetches one part of a range and keeps it; `reached` is how far it came, ms. */
  'history.fetch': changes('operator', z.object({ importId: Id, ...period }), z.object({ rows: z.number(), reached: Time })),
  /** Makes the import seen, all at once; `row` is null when there was a problem or nothing new. */
  'history.finish': changes(
    'operator',
    z.object({ importId: Id, reason: Reason }),
    z.object({
      row: ImportRow.nullable(),
      known: z.number(),
      differing: z.number(),
      problems: z.array(HistoryProblemRow),
      warnings: z.array(z.string()),
    }),
  ),
  /** Takes an import out of sight at once. While `left`, call again: its readings are removed in portions. */
  'history.remove': changes('operator', z.object({ importId: Id, reason: Reason }), z.object({ left: z.boolean() })),
  /** One page of readings, measured and imported, as text to be put together; the next is asked with the cursor, until it is null. */
  'history.export': reads(
    'viewer',
    z.object({
      format: z.enum(readingFormats).default('csv'),
      plan: z.string().min(1),
      applicationId: Id,
      metrics: z.array(z.string()).default([]),
      ...period,
      cursor: ExportCursor.nullable().default(null),
    }),
    z.object({ text: z.string(), rows: z.number(), cursor: ExportCursor.nullable() }),
  ),
  'history.exportReleases': reads(
    'viewer',
    z.object({ format: z.enum(releaseFormats).default('csv'), applicationId: Id.nullable().default(null), ...period }),
    z.object({ text: z.string(), rows: z.number() }),
  ),
} as const;
