import type { Actor } from './actor.ts';
import type { CheckMoment } from './plan.ts';

/** A go or no-go as a person gave it. The newest of an item, moment and stage counts. Times in ms. */
export interface SignoffResult {
  readonly signoff: string;
  readonly moment: CheckMoment;
  readonly stage: number;
  readonly go: boolean;
  /** What was typed, when the item asks for a number. */
  readonly value: number | null;
  readonly note: string;
  readonly actor: Actor;
  readonly at: number;
}
