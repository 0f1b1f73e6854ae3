import type { Rollout } from '../core/model/rollout.ts';
import type { Reader } from './handles.ts';
import { getRollout } from './rollouts.ts';
import { text } from './row.ts';

function found(reader: Reader, rows: readonly Readonly<Record<string, unknown>>[]): Rollout[] {
  return rows.map((row) => getRollout(reader, text(row, 'id'))).filter((rollout) => rollout !== null);
}

/** The newest rollout of each target where that one was completed or rolled back since a time, ms. Cancelled ones do not count. */
export function endedTargets(reader: Reader, since: number): Rollout[] {
  const rows = reader.all(
    `SELECT id FROM (SELECT id, state, ended_at, row_number() OVER (PARTITION BY target_id ORDER BY created_at DESC, id DESC) AS place
       FROM rollout WHERE state <> 'cancelled') WHERE place = 1 AND state IN ('completed', 'rolledBack') AND ended_at >= ?`,
    since,
  );
  return found(reader, rows);
}

/** The newest rollout of a version on the target of another one, or null. Cancelled ones do not count. */
export function newestOfVersion(reader: Reader, beside: Pick<Rollout, 'applicationId' | 'targetId'>, version: string): Rollout | null {
  const rows = reader.all(
    `SELECT id FROM rollout WHERE application_id = ? AND version = ? AND target_id = ? AND state <> 'cancelled' ORDER BY created_at DESC, id DESC LIMIT 1`,
    beside.applicationId,
    version,
    beside.targetId,
  );
  return found(reader, rows)[0] ?? null;
}

/** The newest completed rollout of each target. */
export function newestCompleted(reader: Reader): Rollout[] {
  const rows = reader.all(
    `SELECT id FROM (SELECT id, row_number() OVER (PARTITION BY target_id ORDER BY created_at DESC, id DESC) AS place
       FROM rollout WHERE state = 'completed') WHERE place = 1 ORDER BY id`,
  );
  return found(reader, rows);
}

/** Every rollout a release ever had on a target, in whatever state, newest first. */
export function rolloutsOn(reader: Reader, targetId: string, applicationId: string, version: string): Rollout[] {
  const rows = reader.all(
    'SELECT id FROM rollout WHERE application_id = ? AND version = ? AND target_id = ? ORDER BY created_at DESC, id DESC',
    applicationId,
    version,
    targetId,
  );
  return found(reader, rows);
}
