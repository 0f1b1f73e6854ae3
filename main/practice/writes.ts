import type { Context } from 'hono';
import { settle } from './advance.ts';
import { repeatsTransition } from './exposures.ts';
import type { World } from './state.ts';

/** Writes that are remembered. */
const mostWrites = 5000;

/** What a handler tells of the write it is asked for. `changed` stays false until it has really changed something. */
export interface WriteNote {
  readonly target: string;
  readonly operation: string;
  summary: string;
  changed: boolean;
}

export type FleetEnv = { Variables: { write: WriteNote; account: string; requestId: string } };
export type FleetContext = Context<FleetEnv>;

/** Opens the note of a write. Refusals leave it as it is; `done` completes it. */
export function beginWrite(c: FleetContext, target: string, operation: string, summary: string): WriteNote {
  const note: WriteNote = { target, operation, summary, changed: false };
  c.set('write', note);
  return note;
}

/**
 * Keeps a write, applied or refused. An applied write that changed nothing, or that made a change made before,
 * is an act done twice.
 */
export function keepWrite(world: World, note: WriteNote, status: number, requestId: string): void {
  const applied = status < 400;
  const repeated = applied && repeatsTransition(world, note.target);
  if (applied) settle(world, world.now());
  if (applied && (repeated || !note.changed)) world.state.doubleActs += 1;
  world.state.writes.push({
    at: world.now(),
    target: note.target,
    operation: note.operation,
    summary: note.summary,
    changedSomething: applied && note.changed,
    status,
    requestId,
  });
  if (world.state.writes.length > mostWrites) world.state.writes.shift();
}
