import type { Ability, Operation } from '../../core/model/operation.ts';
import type { PlatformState } from '../../core/model/platform-state.ts';
import type { Surface } from '../../core/model/surface.ts';
import type { Target } from '../../core/model/target.ts';
import type { AdapterContext, TestLine } from '../context.ts';
import type { SettingsOf } from '../settings.ts';

/**
 * A place releases are offered from. Flag services implement the same port: a flag is a target whose versions are on and off.
 * Every function throws `AdapterError` (adapters/errors.ts) and nothing else on trouble.
 */
export interface PlatformAdapter<S, T> {
  readonly id: string;
  readonly label: string;
  readonly surface: Surface;
  readonly settings: SettingsOf<S>;
  readonly targetSettings: SettingsOf<T>;
  /** Hosts a connection with these settings may call; the transport refuses any other. */
  hosts(settings: S): readonly string[];
  /** Exposure percents a target can take: a list, or null for any 1–100. */
  percents(target: T): readonly number[] | null;
  /** Asks for each right the adapter needs, read-only. */
  test(context: AdapterContext<S>): Promise<readonly TestLine[]>;
  read(context: AdapterContext<S>, target: TargetOf<T>): Promise<PlatformState>;
  /** What may be done with `version` now, from a state read just before. Pure. */
  abilities(state: PlatformState, version: string, target: TargetOf<T>): readonly Ability[];
  /** Whether `state` is what `operation` wanted: `partly` means repeat the call, it finishes only what is missing. Pure. */
  reached(operation: Operation, state: PlatformState, target: TargetOf<T>): 'yes' | 'partly' | 'no';
  /** Exact calls `act` would make, for a person to read. Pure. */
  describe(operation: Operation, state: PlatformState, target: TargetOf<T>): readonly string[];
  /**
   * Makes the writes. Re-reads right before the first write and throws `conflict` when the fence moved.
   * Only does what is missing, so a repeat after a partial failure is safe. `unknownOutcome` when a write may have been applied.
   */
  act(context: AdapterContext<S>, target: TargetOf<T>, operation: Operation, fence: string, key: string): Promise<void>;
}

/** A target with its settings checked by the adapter's own schema. */
export type TargetOf<T> = Omit<Target, 'settings'> & { readonly settings: T };
