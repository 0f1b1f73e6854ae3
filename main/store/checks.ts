import type { CheckResult } from '../core/model/check.ts';
import type { Reader, Writer } from './handles.ts';
import { shaped, toJson } from './row.ts';
import { CheckResultShape } from './shapes.ts';

/** Keeps the latest answer of a check for a moment and stage. */
export function saveCheck(writer: Writer, rolloutId: string, result: CheckResult): void {
  writer.run(
    `INSERT INTO check_result (rollout_id, name, moment, stage, result) VALUES (?, ?, ?, ?, ?)
     ON CONFLICT (rollout_id, name, moment, stage) DO UPDATE SET result = excluded.result`,
    rolloutId,
    result.check,
    result.moment,
    result.stage,
    toJson(result),
  );
}

export function checksOf(reader: Reader, rolloutId: string): CheckResult[] {
  return reader
    .all('SELECT result FROM check_result WHERE rollout_id = ? ORDER BY stage, name', rolloutId)
    .map((row) => shaped(row, 'result', CheckResultShape));
}
