import type { CallResult } from '../contract/bridge.ts';
import type { Push } from '../contract/events.ts';
import type { Role } from '../core/model/actor.ts';
import type { IntakeAnswer } from '../engine/ingest.ts';
import type { HookReceiver } from './hooks/receive.ts';

/** What a door may use: everything goes through these few functions. */
export interface ConsoleDoor {
  /** Answers any call of the contract; never throws. `trigger` says which door it came through. */
  call(
    name: string,
    input: unknown,
    from: { readonly role: Role; readonly trigger: 'manual' | 'cli' | 'webhook'; readonly name?: string },
    key: string | null,
  ): Promise<CallResult<unknown>>;
  subscribe(listener: (push: Push) => void): () => void;
  /** Number of the last push. */
  seq(): number;
  /** Takes a batch of events from applications (R5.5). */
  intake(batch: unknown): IntakeAnswer;
  /** Takes signed messages of programs (R1.9). */
  readonly hooks: HookReceiver;
  /** R2.7 counters. */
  idempotency(): { readonly created: number; readonly replayed: number; readonly conflict: number; readonly stored: number };
}
