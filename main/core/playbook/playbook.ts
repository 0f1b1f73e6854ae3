import type { IncidentSeverity } from '../model/incident.ts';
import type { Surface } from '../model/surface.ts';

/** Things of Tidegate that a step may link to, written `tidegate:contain`. A link opens its place and presses nothing. */
export const placeNames = ['contain', 'rollout', 'health', 'audit', 'plan', 'connections', 'settings', 'incident'] as const;
export type PlaceName = (typeof placeNames)[number];

/** When a playbook suggests itself. Empty lists ask nothing. */
export interface PlaybookFit {
  /** Looked for in the id, title and metric of a gate that turned red; small letters. */
  readonly words: readonly string[];
  /** Units of such a gate. */
  readonly units: readonly string[];
  /** Only where the release is on one of these. */
  readonly surfaces: readonly Surface[];
  readonly severities: readonly IncidentSeverity[];
}

/** A step that a person can tick. */
export interface PlaybookStep {
  readonly kind: 'step';
  /** Made from its words, so that it stays the same when lines move. */
  readonly id: string;
  /** Counts from 1 within its playbook. */
  readonly number: number;
  /** Markdown, placeholders not filled in. */
  readonly text: string;
  readonly line: number;
}

export interface PlaybookText {
  readonly kind: 'text';
  readonly text: string;
  readonly line: number;
}

export interface Playbook {
  readonly title: string;
  readonly about: string;
  /** Ids or names of the applications it is for; empty for all. */
  readonly applications: readonly string[];
  readonly fits: PlaybookFit;
  readonly blocks: readonly (PlaybookStep | PlaybookText)[];
}

/** Something wrong in a playbook file. Lines count from 1. */
export interface PlaybookProblem {
  readonly line: number;
  readonly message: string;
}

export function stepsOf(playbook: Pick<Playbook, 'blocks'>): readonly PlaybookStep[] {
  return playbook.blocks.filter((block) => block.kind === 'step');
}
