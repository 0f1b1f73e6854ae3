import type { IncidentSeverity } from '../model/incident.ts';

/** What a severity means and what it asks of people (R4.9). */
export interface SeverityRule {
  readonly means: string;
  /** Who is turned to, in this order, when the one before does not answer. */
  readonly escalation: readonly string[];
}

export const severityRules: Readonly<Record<IncidentSeverity, SeverityRule>> = {
  P0: {
    means: 'the application fails for users now',
    escalation: ['on call, paged at once', 'second on call', 'head of engineering', 'whoever speaks to customers'],
  },
  P1: {
    means: 'a main feature is broken, or a release was taken back',
    escalation: ['on call, paged at once', 'second on call', 'owner of the application'],
  },
  P2: {
    means: 'slower or worse than it should be',
    escalation: ['on call, by message', 'owner of the application'],
  },
  P3: {
    means: 'worth a look, to be mended with the next release',
    escalation: ['owner of the application, in working hours'],
  },
};

export interface ResponseTimes {
  readonly severitySince: number;
  readonly acknowledgedAt: number | null;
  readonly closedAt: number | null;
}

/** How an incident stands against its response time. Times in ms. */
export interface ResponseClock {
  readonly state: 'running' | 'overdue' | 'met' | 'late' | 'over';
  readonly dueAt: number;
}

/**
 * Running until somebody acknowledges it, overdue once the time is up; `met` and `late` tell how the acknowledgement came, `over` that
 * it was closed without one. `dueAt` is when the response time of `respondMs` ends.
 */
export function responseClock(times: ResponseTimes, respondMs: number, now: number): ResponseClock {
  const dueAt = times.severitySince + respondMs;
  if (times.acknowledgedAt !== null) return { state: times.acknowledgedAt <= dueAt ? 'met' : 'late', dueAt };
  if (times.closedAt !== null) return { state: 'over', dueAt };
  return { state: now > dueAt ? 'overdue' : 'running', dueAt };
}

/** From when the clock counts after a change: anew when it gets worse, from the opening when it gets better, so that no delay is hidden. */
export function countsFrom(change: {
  readonly from: IncidentSeverity;
  readonly to: IncidentSeverity;
  readonly openedAt: number;
  readonly now: number;
}): number {
  return change.to < change.from ? change.now : change.openedAt;
}
