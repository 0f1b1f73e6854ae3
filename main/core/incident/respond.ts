import { type IncidentSeverity, severities } from '../model/incident.ts';
import { durationInWords } from '../words.ts';

const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;

/** Within which time a person has to take an incident on, by severity, ms. */
export type RespondMs = Readonly<Record<IncidentSeverity, number>>;

/** Times as they were in force from a moment on, ms UTC. */
export interface RespondSince {
  readonly from: number;
  readonly times: RespondMs;
}

/** In force until a team sets its own (R4.9). */
export const usualRespondMs: RespondMs = { P0: 5 * minuteMs, P1: 15 * minuteMs, P2: 30 * minuteMs, P3: dayMs };

/** Shortest and longest time that can be set, ms: under a minute nobody can answer, and after 30 days nobody waits. */
export const respondBounds = { least: minuteMs, most: 30 * dayMs } as const;

/**
 * The time that counts for a clock that began at `since`: the one in force then, so that what was met or missed stays as it was when a
 * team sets other times. `history` is oldest first.
 */
export function respondMsAt(history: readonly RespondSince[], severity: IncidentSeverity, since: number): number {
  return (history.findLast(({ from }) => from <= since)?.times ?? usualRespondMs)[severity];
}

/** What is wrong with times, by severity; empty when they can be set. */
export function respondProblems(times: RespondMs): Partial<Record<IncidentSeverity, string>> {
  const { least, most } = respondBounds;
  const wrong = severities.flatMap((severity, index): [IncidentSeverity, string][] => {
    const time = times[severity];
    const worse = severities[index - 1];
    if (!Number.isInteger(time) || time % minuteMs !== 0) return [[severity, `Give ${severity} whole minutes`]];
    if (time < least || time > most) return [[severity, `Give ${severity} from ${durationInWords(least)} to ${durationInWords(most)}`]];
    if (worse !== undefined && time < times[worse])
      return [[severity, `${severity} is less urgent than ${worse}: give it ${durationInWords(times[worse])} or more`]];
    return [];
  });
  return Object.fromEntries(wrong);
}
