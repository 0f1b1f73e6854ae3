import { batchExample } from '../core/intake-words.ts';
import { type InputIssue, issueWords } from '../core/input-words.ts';
import { addErrors } from '../store/clusters.ts';
import { transaction } from '../store/open.ts';
import { appendReadings } from '../store/readings.ts';
import type { EngineDeps } from './deps.ts';
import { createIntake, IntakeBatch } from './intake.ts';
import { intakeKey } from './poll-metrics.ts';

/** What became of a batch of events. */
export type IntakeAnswer =
  | { readonly ok: true; readonly accepted: number; readonly dropped: number }
  | { readonly ok: false; readonly message: string; readonly errors: readonly { readonly index: number; readonly message: string }[] };

/** The console's own event intake: adds events up and stores a reading for each bucket that closes. */
export interface Ingest {
  take(batch: unknown): IntakeAnswer;
  /** Stores what is closed; `all` also what is still open, before the console stops. */
  flush(all?: boolean): void;
}

/** A finding with the number of its event, counted from 1, and its field as it is written in the event. */
function saidOf(batch: unknown, issue: InputIssue): string {
  const [list, index, ...field] = issue.path;
  if (list !== 'events' || typeof index !== 'number') return issueWords(batch, issue);
  const events: unknown = typeof batch === 'object' && batch !== null ? Reflect.get(batch, 'events') : null;
  const event: unknown = Array.isArray(events) ? events[index] : null;
  return `Event ${index + 1}: ${issueWords(event, { ...issue, path: field })}`;
}

export function createIngest(deps: EngineDeps): Ingest {
  const intake = createIntake();
  function flush(all = false): void {
    const closed = intake.close(deps.clock.now(), all);
    if (closed.readings.length === 0 && closed.errors.length === 0) return;
    transaction(deps.store.writer, () => {
      for (const { application, metric, readings } of closed.readings)
        appendReadings(deps.store.writer, intakeKey(application, metric), readings);
      addErrors(deps.store.writer, closed.errors);
    });
  }
  return {
    flush,
    take(batch) {
      const parsed = IntakeBatch.safeParse(batch);
      if (!parsed.success) {
        const errors = parsed.error.issues.map((issue) => ({
          index: typeof issue.path[1] === 'number' ? issue.path[1] : -1,
          message: saidOf(batch, issue),
        }));
        return {
          ok: false,
          message: `Nothing was taken. ${errors[0]?.message ?? 'The batch is not valid'}. ${batchExample}`,
          errors,
        };
      }
      const taken = intake.add(parsed.data.events, deps.clock.now());
      flush();
      return { ok: true, ...taken };
    },
  };
}
