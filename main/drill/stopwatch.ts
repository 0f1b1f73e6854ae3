import type { Transport } from '../adapters/http/transport.ts';
import type { Hint } from '../engine/deps.ts';
import { getAction } from '../store/actions.ts';
import { getDecision } from '../store/decisions.ts';
import type { Running } from '../start.ts';

/** Real milliseconds from the rollback decision to the last write sent and to the last read-back. */
export interface RealTimes {
  readonly sentMs: number | null;
  readonly containedMs: number | null;
}

/** What a stopwatch hears the moment it happens, with its real time. */
export type Mark = { readonly event: 'decided' | 'sent' | 'contained'; readonly at: number };

/** Measures with the real clock while the engine runs on a simulated one. */
export interface Stopwatch {
  readonly transport: Transport;
  readonly hint: (hint: Hint) => void;
  watch(running: Running): void;
  times(): RealTimes;
}

/** Calls that change what users get. A Play edit is one write: its commit. */
function changesUsers(method: string, url: string): boolean {
  if (method === 'GET' || /\/(prometheus|slack|guardian|oauth)\b/.test(url)) return false;
  return url.includes('/androidpublisher/') ? url.includes(':commit') : true;
}

export function createStopwatch(inner: Transport, realNow: () => number, mark: (mark: Mark) => void = () => undefined): Stopwatch {
  let running: Running | null = null;
  let decidedAt: number | null = null;
  let lastSentAt: number | null = null;
  let containedAt: number | null = null;

  return {
    async transport(request) {
      if (decidedAt !== null && changesUsers(request.method, request.url)) {
        lastSentAt = realNow();
        mark({ event: 'sent', at: lastSentAt });
      }
      return await inner(request);
    },
    watch(next) {
      running = next;
    },
    hint(hint) {
      if (running === null) return;
      const { reader } = running.store();
      if (hint.table === 'decisions' && decidedAt === null && getDecision(reader, hint.id)?.kind === 'rollback') {
        decidedAt = realNow();
        mark({ event: 'decided', at: decidedAt });
      }
      if (hint.table !== 'actions') return;
      const action = getAction(reader, hint.id);
      if (action?.state === 'confirmed' && action.operation.op === 'rollback') {
        containedAt = realNow();
        mark({ event: 'contained', at: containedAt });
      }
    },
    times: () => ({ sentMs: since(decidedAt, lastSentAt), containedMs: since(decidedAt, containedAt) }),
  };
}

function since(from: number | null, to: number | null): number | null {
  return from === null || to === null ? null : Math.round(to - from);
}
