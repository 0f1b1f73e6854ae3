import type { AdapterProblem } from '../core/model/connection.ts';
import type { PlatformState } from '../core/model/platform-state.ts';
import type { Reader, Writer } from './handles.ts';
import { numberOrNull, shapedOrNull, text, toJson } from './row.ts';
import { PlatformStateShape, ProblemShape } from './shapes.ts';

/** The last thing a platform said about a target. `failingSince` is when it stopped answering; `state` then is its last answer. */
export interface TargetRead {
  readonly targetId: string;
  readonly state: PlatformState | null;
  readonly readAt: number | null;
  readonly failingSince: number | null;
  readonly problem: AdapterProblem | null;
}

export function saveTargetRead(writer: Writer, read: TargetRead): void {
  writer.run(
    `INSERT INTO target_read (target_id, state, read_at, failing_since, problem) VALUES (?, ?, ?, ?, ?)
     ON CONFLICT (target_id) DO UPDATE SET state = excluded.state, read_at = excluded.read_at, failing_since = excluded.failing_since, problem = excluded.problem`,
    read.targetId,
    read.state === null ? null : toJson(read.state),
    read.readAt,
    read.failingSince,
    read.problem === null ? null : toJson(read.problem),
  );
}

export function getTargetRead(reader: Reader, targetId: string): TargetRead | null {
  const row = reader.one('SELECT * FROM target_read WHERE target_id = ?', targetId);
  if (row === null) return null;
  return {
    targetId: text(row, 'target_id'),
    state: shapedOrNull(row, 'state', PlatformStateShape),
    readAt: numberOrNull(row, 'read_at'),
    failingSince: numberOrNull(row, 'failing_since'),
    problem: shapedOrNull(row, 'problem', ProblemShape),
  };
}
