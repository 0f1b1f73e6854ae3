import { setImmediate } from 'node:timers/promises';
import type { BacktestReport } from '../core/model/backtest.ts';
import type { IntervalPoint } from '../core/gates/index.ts';
import type { ErrorCluster } from '../core/model/error-cluster.ts';
import type { Point, SeriesLabels } from '../core/model/reading.ts';
import { type AuditFilter, type AuditPage, auditPage } from './audit.ts';
import type { AuditHead } from './audit-chain.ts';
import { type ExportAsk, exportPage, type ExportPage } from './audit-export.ts';
import { againstKept, type AuditProof, auditWalk } from './audit-proof.ts';
import { type BacktestInput, runBacktest, type Told } from './backtest.ts';
import { settleAndCheck } from './backup-file.ts';
import type { BundleAsk, BundlePart } from './bundle-lines.ts';
import { bundlePart } from './bundle-rows.ts';
import { type ChartBucket, chartOf } from './charts.ts';
import { type ClusterFilter, clustersOf } from './clusters.ts';
import type { Reader } from './handles.ts';
import { type IntervalInput, intervalsOf } from './intervals.ts';
import { type TimelineAsk, type TimelinePage, timelinePage } from './incident-timeline.ts';
import { type RetentionItem, type RetentionPolicy, retentionPreview } from './retention.ts';
import { labelsOf, type SpacedInput, spacedPoints } from './spaced-points.ts';
import { type StoredSpan, verdictSpans } from './verdicts.ts';

/** One series between two times, ms, in at most 500 buckets. */
export interface ChartInput {
  readonly metricKey: string;
  readonly labels: SeriesLabels;
  readonly from: number;
  readonly to: number;
  readonly buckets: number;
}

/** Reads that may take long: they run on a worker with a read-only connection, so that no window waits. */
export interface HeavyCalls {
  chart(input: ChartInput): readonly ChartBucket[];
  /** Several series of the same moment, in the order asked: what an incident freezes as evidence. */
  evidence(input: { readonly charts: readonly ChartInput[] }): readonly (readonly ChartBucket[])[];
  /** What a gate could be sure of over time: the interval its verdicts went by. */
  intervals(input: IntervalInput): readonly IntervalPoint[];
  audit(input: AuditFilter): AuditPage;
  /** `kept`: the newest entry as it was noted outside of the database. */
  verifyAudit(input: { readonly from?: number; readonly kept?: AuditHead | null }): Promise<AuditProof>;
  exportAudit(input: ExportAsk): ExportPage;
  /** Problems of a database file that nobody has open, such as a fresh backup. */
  checkCopy(input: { readonly file: string }): readonly string[];
  /** What a retention policy would remove now; nothing goes. */
  retention(input: { readonly folder: string; readonly policy: RetentionPolicy; readonly now: number }): readonly RetentionItem[];
  /** Readings of several series that share no event, in the order asked: for comparing releases. */
  spacedPoints(input: { readonly series: readonly SpacedInput[] }): readonly (readonly Point[])[];
  /** Labels under which each metric was read since a time, ms, in the order asked. */
  labels(input: { readonly metricKeys: readonly string[]; readonly from: number }): readonly (readonly SeriesLabels[])[];
  clusters(input: ClusterFilter): readonly ErrorCluster[];
  verdictSpans(input: { readonly rolloutId: string; readonly from: number; readonly to: number }): readonly StoredSpan[];
  /** Null when there is no such incident. */
  timeline(ask: TimelineAsk): TimelinePage | null;
  /** One part of a bundle; null when there is no such incident. */
  bundlePart(ask: BundleAsk): BundlePart | null;
  /** One report per plan; null when it was stopped. */
  backtest(input: BacktestInput, told: Told): Promise<readonly BacktestReport[] | null>;
}

export type HeavyName = keyof HeavyCalls;
export type HeavyInput<N extends HeavyName> = Parameters<HeavyCalls[N]>[0];
export type HeavyAnswer<N extends HeavyName> = Awaited<ReturnType<HeavyCalls[N]>>;

/** The calls bound to a reader. */
export function heavyCalls(reader: Reader): HeavyCalls {
  const chart = (input: ChartInput): ChartBucket[] => chartOf(reader, input.metricKey, input.labels, input.from, input.to, input.buckets);
  return {
    chart,
    evidence: ({ charts }) => reader.consistent(() => charts.map(chart)),
    intervals: (input) => reader.consistent(() => intervalsOf(reader, input)),
    audit: (filter) => reader.consistent(() => auditPage(reader, filter)),
    verifyAudit: async ({ from, kept }) => againstKept(reader, await finish(auditWalk(reader, from)), kept ?? null),
    exportAudit: (ask) => reader.consistent(() => exportPage(reader, ask)),
    checkCopy: ({ file }) => settleAndCheck(file),
    retention: ({ folder, policy, now }) => reader.consistent(() => retentionPreview(reader, folder, policy, now)),
    spacedPoints: ({ series }) => reader.consistent(() => series.map((one) => spacedPoints(reader, one))),
    labels: ({ metricKeys, from }) => reader.consistent(() => metricKeys.map((key) => labelsOf(reader, key, from))),
    clusters: (filter) => reader.consistent(() => clustersOf(reader, filter)),
    verdictSpans: ({ rolloutId, from, to }) => verdictSpans(reader, rolloutId, from, to),
    timeline: (ask) => reader.consistent(() => timelinePage(reader, ask)),
    bundlePart: (ask) => reader.consistent(() => bundlePart(reader, ask)),
    backtest: (input, told) => runBacktest(reader, input, told),
  };
}

/** Lets a chart that was asked meanwhile go first after every step. */
async function finish<T>(walk: Generator<unknown, T>): Promise<T> {
  for (;;) {
    const step = walk.next();
    if (step.done === true) return step.value;
    await setImmediate();
  }
}
