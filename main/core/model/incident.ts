import type { Json } from './json.ts';

/** Gathers what was seen and done when a release turned bad. Evidence is frozen when it is written. Times in ms. */
export interface Incident {
  readonly id: string;
  readonly applicationId: string;
  readonly version: string;
  readonly severity: 'P0' | 'P1' | 'P2' | 'P3';
  readonly title: string;
  readonly openedAt: number;
  readonly closedAt: number | null;
  readonly evidence: Json;
}
