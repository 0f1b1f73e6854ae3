import type { Reader } from './handles.ts';
import { number, numberOrNull } from './row.ts';

/** Mean time from opening to closing of the incidents closed since `from`, ms; 0 when there were none. */
export function meanRecovery(reader: Reader, applicationId: string, severities: readonly string[], from: number): number {
  const marks = severities.map(() => '?').join(', ');
  const row = reader.one(
    `SELECT avg(closed_at - opened_at) AS mean FROM incident WHERE application_id = ? AND closed_at >= ? AND severity IN (${marks})`,
    applicationId,
    from,
    ...severities,
  );
  return row === null ? 0 : (numberOrNull(row, 'mean') ?? 0);
}

/** Releases of an application that were taken back since `from`, ms: one that left several targets counts once. */
export function rollbacksSince(reader: Reader, applicationId: string, from: number): number {
  const row = reader.one(
    `SELECT count(DISTINCT r.version) AS number FROM decision d JOIN rollout r ON r.id = d.rollout_id
     WHERE r.application_id = ? AND d.at >= ? AND d.kind = 'rollback' AND d.recommendation = 0`,
    applicationId,
    from,
  );
  return row === null ? 0 : number(row, 'number');
}

/** Incidents of an application that are open now. */
export function openIncidents(reader: Reader, applicationId: string, severities: readonly string[]): number {
  const marks = severities.map(() => '?').join(', ');
  const row = reader.one(
    `SELECT count(*) AS number FROM incident WHERE application_id = ? AND closed_at IS NULL AND severity IN (${marks})`,
    applicationId,
    ...severities,
  );
  return row === null ? 0 : number(row, 'number');
}
