import type { SignoffResult } from '../core/model/signoff.ts';
import type { Reader, Writer } from './handles.ts';
import { shaped, toJson } from './row.ts';
import { SignoffShape } from './shapes.ts';

/** Keeps a go or no-go beside the ones before it: who changed their mind stays readable. */
export function saveSignoff(writer: Writer, rolloutId: string, result: SignoffResult): void {
  writer.run(
    `INSERT INTO signoff (rollout_id, name, moment, stage, at, result) VALUES (?, ?, ?, ?, ?, ?)
     ON CONFLICT (rollout_id, name, moment, stage, at) DO UPDATE SET result = excluded.result`,
    rolloutId,
    result.signoff,
    result.moment,
    result.stage,
    result.at,
    toJson(result),
  );
}

/** Every go and no-go of a rollout, oldest first. */
export function signoffsOf(reader: Reader, rolloutId: string): SignoffResult[] {
  return reader
    .all('SELECT result FROM signoff WHERE rollout_id = ? ORDER BY at, name', rolloutId)
    .map((row) => shaped(row, 'result', SignoffShape));
}
