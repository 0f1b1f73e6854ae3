import type { Ability, Operation, UndoKind } from '../model/operation.ts';

/** Presses that ask before they act, or that somebody may want to know about before. */
export const cardPresses = ['promote', 'resume', 'hold', 'rollback', 'halt', 'unpublish'] as const;
export type CardPress = (typeof cardPresses)[number];

/** What a press would do on its target and what of it can be taken back (design promise 7). Percent 0–100. */
export interface PressCard {
  /** What would be sent; null when the press only changes what Tidegate does by itself. */
  readonly operation: Operation | null;
  readonly available: boolean;
  /** Why it is not possible, when it is not. */
  readonly reason: string | null;
  readonly undo: UndoKind;
  /** The effect in the platform's words. */
  readonly says: string;
  /** Share afterwards; null when it stays as it is. */
  readonly toPercent: number | null;
}

/** What a press means that sends nothing. Pure. */
export function quietCard(press: 'hold' | 'resume' | 'complete', version: string, percent: number | null): PressCard {
  const share = percent === null ? 'its share' : `${percent} %`;
  const says = {
    hold: `Nothing is sent: ${version} stays at ${share}, and users keep what they have. Red still rolls back by itself where that is on. Resume undoes it.`,
    resume: `Nothing is sent at once: the plan goes on from ${share}, and its next stages may follow by themselves. Hold undoes it.`,
    complete: `Nothing is sent: ${version} stays with everybody and is watched no longer. It can still be rolled back.`,
  }[press];
  return { operation: null, available: true, reason: null, undo: 'reversible', says, toPercent: null };
}

/** What a press means that sends `operation`, from what the platform allows now. Pure. */
export function writingCard(operation: Operation, abilities: readonly Ability[]): PressCard {
  const ability = abilities.find((one) => one.op === operation.op);
  const toPercent = operation.op === 'expose' || operation.op === 'resume' ? operation.percent : 0;
  if (ability === undefined)
    return {
      operation,
      available: false,
      reason: 'This platform does not offer it.',
      undo: 'permanent',
      says: 'Not possible here.',
      toPercent,
    };
  const { available, reason, undo, says } = ability;
  return { operation, available, reason, undo, says, toPercent };
}
