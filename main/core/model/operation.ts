/**
 * What a decision may ask of a platform. Adapters translate each into their own calls.
 * - `expose`: `version` reaches `percent` (0–100] of the target's users, and the named segments whole (flags only); 100 finishes it.
 * - `halt`: stop offering `version` to anyone new; installed copies stay.
 * - `resume`: offer a halted `version` again at `percent`.
 * - `rollback`: the best return to `toVersion` this platform allows (for a flag: off for everyone).
 * - `unpublish`: take `version` out of sight altogether.
 */
export type Operation =
  | { readonly op: 'expose'; readonly version: string; readonly percent: number; readonly segments?: readonly string[] }
  | { readonly op: 'halt'; readonly version: string }
  | { readonly op: 'resume'; readonly version: string; readonly percent: number }
  | { readonly op: 'rollback'; readonly version: string; readonly toVersion: string | null }
  | { readonly op: 'unpublish'; readonly version: string };

export const operationKinds = ['expose', 'halt', 'resume', 'rollback', 'unpublish'] as const satisfies readonly Operation['op'][];
export type OperationKind = Operation['op'];

/** What an operation can still take back, worst last. */
export const undoKinds = ['reversible', 'newUsersOnly', 'permanent'] as const;
export type UndoKind = (typeof undoKinds)[number];

/** Whether a release on a target allows an operation right now, and what it would really do there. */
export interface Ability {
  readonly op: OperationKind;
  readonly available: boolean;
  /** Why not, when it is not available. */
  readonly reason: string | null;
  readonly undo: UndoKind;
  /** The effect in this platform's words, side effects included. */
  readonly says: string;
}
