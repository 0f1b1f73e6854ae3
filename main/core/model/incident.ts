import type { Actor } from './actor.ts';
import type { Json } from './json.ts';

/** Worst first. */
export const severities = ['P0', 'P1', 'P2', 'P3'] as const;
export type IncidentSeverity = (typeof severities)[number];

/** Gathers what was seen and done when a release turned bad. Evidence is frozen when it is written. Times in ms. */
export interface Incident {
  readonly id: string;
  readonly applicationId: string;
  /** Null for an incident of an application that no release is known to have caused. */
  readonly version: string | null;
  readonly severity: IncidentSeverity;
  /** From here the response time of the present severity counts. */
  readonly severitySince: number;
  readonly title: string;
  readonly openedAt: number;
  readonly openedBy: Actor;
  /** Why a person opened it; empty when a gate did. */
  readonly reason: string;
  readonly acknowledgedAt: number | null;
  readonly acknowledgedBy: Actor | null;
  readonly closedAt: number | null;
  readonly evidence: Json;
}

/** An incident without its evidence, which may be large. */
export type IncidentHead = Omit<Incident, 'evidence'>;
