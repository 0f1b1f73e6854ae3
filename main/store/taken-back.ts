import type { Reader } from './handles.ts';
import { text } from './row.ts';

/** Names a release. */
export interface ReleaseName {
  readonly applicationId: string;
  readonly version: string;
}

/**
 * Releases that are being taken back, were taken back since a time (ms), or were taken back on some targets while others still have
 * them. Whether a newer rollout of the same release or a later release changed that is for the caller to see.
 */
export function releasesTakenBack(reader: Reader, since: number): ReleaseName[] {
  const rows = reader.all(
    `SELECT DISTINCT r.application_id, r.version FROM rollout r
     WHERE r.state = 'rollingBack' OR (r.state = 'rolledBack' AND (r.ended_at >= ? OR EXISTS (
       SELECT 1 FROM rollout o WHERE o.application_id = r.application_id AND o.version = r.version AND o.stage >= 0
         AND o.state IN ('running', 'held', 'completed'))))`,
    since,
  );
  return rows.map((row) => ({ applicationId: text(row, 'application_id'), version: text(row, 'version') }));
}
