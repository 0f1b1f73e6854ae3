import type { Reader } from './handles.ts';
import { number } from './row.ts';

/** How many past acts of a target count. */
const mostTimes = 50;

/** How long each act that took a release back on a target needed, from its decision to its read-back, ms, newest first. */
export function containmentTimes(reader: Reader, targetId: string): number[] {
  return reader
    .all(
      `SELECT finished_at - created_at AS took FROM action
       WHERE target_id = ? AND state = 'confirmed' AND finished_at IS NOT NULL
         AND json_extract(operation, '$.op') IN ('rollback', 'halt', 'unpublish')
       ORDER BY finished_at DESC LIMIT ?`,
      targetId,
      mostTimes,
    )
    .map((row) => number(row, 'took'));
}
