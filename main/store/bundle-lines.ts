import { z } from 'zod';
import type { Json } from '../core/model/json.ts';

/** Tables of which a bundle holds rows, in the order in which they can be put in. */
export const bundleTables = [
  'application',
  'connection',
  'target',
  'plan',
  'rollout',
  'share',
  'verdict',
  'verdict_span',
  'decision',
  'action',
  'incident',
  'incident_entry',
  'incident_pin',
  'postmortem',
  'postmortem_end',
] as const;
export type BundleTable = (typeof bundleTables)[number];

const Cell = z.union([z.string(), z.number(), z.null()]);
const words = z.string().max(500);
/** Its hash covers it; walking through it again would only cost time. */
const Snapshot = z.custom<Json>((value) => value !== undefined);

/** One line of a bundle after its head: a row as it is stored, readings of one series, what a decision was computed from, or a line of the audit proof. */
export const BundleLine = z.discriminatedUnion('t', [
  z.strictObject({ t: z.literal('row'), table: z.enum(bundleTables), row: z.record(z.string(), Cell) }),
  z.strictObject({
    t: z.literal('readings'),
    metric: words,
    release: words,
    channel: words,
    platform: words,
    /** Time in ms, value, samples. */
    points: z.array(z.tuple([z.number(), z.number(), z.number().nullable()])),
  }),
  z.strictObject({ t: z.literal('snapshot'), hash: z.string().regex(/^[0-9a-f]{64}$/), at: z.number(), body: Snapshot }),
  z.strictObject({ t: z.literal('audit'), line: z.string() }),
]);
export type BundleLine = z.infer<typeof BundleLine>;

/** A series whose readings belong to an incident. */
export interface BundleSeries {
  readonly metricKey: string;
  readonly release: string;
  readonly channel: string;
  readonly platform: string;
}

export interface BundleAsk {
  readonly incidentId: string;
  readonly series: readonly BundleSeries[];
  /** Readings of this time, ms. */
  readonly from: number;
  readonly to: number;
  /** Counted from 0. */
  readonly part: number;
  /** Characters of snapshots that may still be added. */
  readonly room: number;
}

export interface BundlePart {
  /** Whole lines, each with its end. */
  readonly text: string;
  readonly lines: number;
  readonly parts: number;
  /** Snapshots that found no room. */
  readonly leftOut: number;
  /** Characters of snapshots in it. */
  readonly took: number;
}
