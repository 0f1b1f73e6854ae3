import type { Notice } from '../core/model/notice.ts';
import type { Store } from '../store/open.ts';
import type { Desk } from './desk.ts';

/** Time as the engine knows it, ms UTC. A drill passes a simulated one. */
export interface Clock {
  now(): number;
  /** Resolves after `ms`, or at once when the signal aborts. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

export interface Log {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

/** Which rows changed; the commands room turns them into rows for screens. */
export type Hint =
  | { readonly table: 'rollouts' | 'actions' | 'decisions' | 'incidents' | 'connections' | 'backtests'; readonly id: string }
  | { readonly table: 'audit'; readonly seq: number }
  | { readonly table: 'reload'; readonly what: string };

/** Everything the engine needs from outside. Clock, randomness and network (inside `desk`) are injected. */
export interface EngineDeps {
  readonly store: Store;
  readonly desk: Desk;
  readonly clock: Clock;
  readonly random: () => number;
  readonly newId: (prefix: string) => string;
  readonly log: Log;
  /** Series keys by plan, metric and scope; emptied when a connection changes. */
  readonly keys: Map<string, string | null>;
  readonly changed: (hint: Hint) => void;
  /** Shows a notice on this desktop; what it looks like is the entry's business. */
  readonly showNotice: (notice: Notice, rolloutId: string) => void;
  /** Told what was found when the database turns out to be damaged while the engine runs. */
  damaged?: (words: string) => void;
}
