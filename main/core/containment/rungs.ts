import type { Ability, Operation, UndoKind } from '../model/operation.ts';
import type { PlatformState } from '../model/platform-state.ts';
import type { Surface } from '../model/surface.ts';

/** One act that takes a release back from users of a target, as its platform allows it now. */
export interface Rung {
  readonly operation: Operation;
  readonly available: boolean;
  /** Why not, when it is not available. */
  readonly reason: string | null;
  readonly undo: UndoKind;
  readonly says: string;
}

export interface RungGround {
  readonly surface: Surface;
  readonly version: string;
  readonly previousVersion: string | null;
  readonly state: PlatformState;
  readonly abilities: readonly Ability[];
}

/**
 * The acts that contain a release on one target, best first: back to the version before, back to whatever the platform still has,
 * no further users, out of sight. A flag knows only one of them: off. Pure.
 */
export function rungsOf({ surface, version, previousVersion, state, abilities }: RungGround): Rung[] {
  const operations: Operation[] = [{ op: 'rollback', version, toVersion: previousVersion }];
  if (surface !== 'flag') {
    const served = state.version === version ? state.fallbackVersion : state.version;
    if (previousVersion !== null && served !== null && served !== previousVersion)
      operations.push({ op: 'rollback', version, toVersion: null });
    operations.push({ op: 'halt', version }, { op: 'unpublish', version });
  }
  return operations.map((operation) => rungOf(operation, abilities));
}

function rungOf(operation: Operation, abilities: readonly Ability[]): Rung {
  const ability = abilities.find((one) => one.op === operation.op);
  if (ability === undefined)
    return { operation, available: false, reason: 'This platform does not offer it.', undo: 'permanent', says: 'Not possible here.' };
  const { available, reason, undo, says } = ability;
  return { operation, available, reason, undo, says };
}

/** The rungs that are left once some were tried, best first. */
export function left(rungs: readonly Rung[], tried: readonly Operation[]): Rung[] {
  return rungs.filter((rung) => rung.available && !tried.some((one) => same(one, rung.operation)));
}

/** The rung that may follow by itself when a better one was refused: what cannot be undone is left to people. */
export function nextBest(rungs: readonly Rung[], tried: readonly Operation[]): Rung | null {
  return left(rungs, tried).find((rung) => rung.undo !== 'permanent') ?? null;
}

function same(a: Operation, b: Operation): boolean {
  if (a.op !== b.op) return false;
  return a.op !== 'rollback' || b.op !== 'rollback' || a.toVersion === b.toVersion;
}

const opWords: Record<Operation['op'], string> = {
  expose: 'offer it',
  resume: 'resume it',
  rollback: 'roll back',
  halt: 'halt it for new users',
  unpublish: 'take it out of sight',
};

/** An act in the words of a list of things to do. */
export function actInWords(operation: Operation): string {
  return operation.op === 'rollback' && operation.toVersion !== null ? `roll back to ${operation.toVersion}` : opWords[operation.op];
}
