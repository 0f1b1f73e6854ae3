import type { JsonObject } from '../model/json.ts';
import { durationMs } from './bounds.ts';
import { isDuration } from './fields.ts';
import { didYouMean } from './nearest.ts';

/** The name of the source that answers from Tidegate's own record. */
export const consoleSource = 'console';

/**
 * What the record can be asked: `mttr` is the mean time from opening to closing an incident, ms; `rollbacks` how many releases of the
 * application were taken back; `openIncidents` how many incidents at or over a severity are open.
 */
export const consoleFacts = ['mttr', 'rollbacks', 'openIncidents'] as const;
export type ConsoleFact = (typeof consoleFacts)[number];

export const incidentSeverities = ['P0', 'P1', 'P2', 'P3'] as const;

export interface ConsoleQuestion {
  readonly fact: ConsoleFact;
  /** Length of the record looked at, ms. */
  readonly overMs: number;
  /** Mildest severity that counts. */
  readonly severity: (typeof incidentSeverities)[number];
}

const usualMs: Record<ConsoleFact, number> = { mttr: 30 * 86_400_000, rollbacks: 7 * 86_400_000, openIncidents: 30 * 86_400_000 };

/** Reads the query of a metric whose source is the console; a text says what is wrong with it. */
export function consoleQuestion(query: JsonObject): ConsoleQuestion | string {
  const { fact, over, severity, ...rest } = query;
  const [unknown] = Object.keys(rest);
  if (unknown !== undefined) return `${unknown} is no key of a console query. Allowed: fact, over, severity`;
  const known = consoleFacts.find((one) => one === fact);
  if (known === undefined) {
    const meant = typeof fact === 'string' ? didYouMean(fact, consoleFacts) : '';
    return `fact must be one of ${consoleFacts.join(', ')}.${meant}`;
  }
  if (over !== undefined && (typeof over !== 'string' || !isDuration(over))) return 'over must be a duration with its unit, such as 7d';
  const mildest = severity === undefined ? 'P3' : incidentSeverities.find((one) => one === severity);
  if (mildest === undefined) return `severity must be one of ${incidentSeverities.join(', ')}`;
  return { fact: known, overMs: typeof over === 'string' ? durationMs(over) : usualMs[known], severity: mildest };
}
