import type { AuditEntry } from '../core/model/audit.ts';
import type { SeriesLabels } from '../core/model/reading.ts';
import { type AuditFilter, type AuditProof, countAudit, listAudit, verifyAudit } from './audit.ts';
import { type ChartBucket, chartOf } from './charts.ts';
import type { Reader } from './handles.ts';

/** Reads that may take long: they run on a worker with a read-only connection, so that no window waits. */
export interface HeavyCalls {
  chart(input: { metricKey: string; labels: SeriesLabels; from: number; to: number; buckets: number }): readonly ChartBucket[];
  audit(input: AuditFilter): { rows: AuditEntry[]; total: number };
  verifyAudit(input: Record<string, never>): AuditProof;
}

export type HeavyName = keyof HeavyCalls;
export type HeavyInput<N extends HeavyName> = Parameters<HeavyCalls[N]>[0];
export type HeavyAnswer<N extends HeavyName> = ReturnType<HeavyCalls[N]>;

/** The calls bound to a reader. */
export function heavyCalls(reader: Reader): HeavyCalls {
  return {
    chart: ({ metricKey, labels, from, to, buckets }) => chartOf(reader, metricKey, labels, from, to, buckets),
    audit: (filter) => ({ rows: listAudit(reader, filter), total: countAudit(reader, filter) }),
    verifyAudit: () => verifyAudit(reader),
  };
}
