import type { HookRefusal } from '../../core/model/hook.ts';
import { recordPlain } from '../../engine/audit.ts';
import { countRefusals, getHook } from '../../store/hooks.ts';
import { transaction } from '../../store/open.ts';
import type { World } from '../world.ts';

/** Counts what the hooks refused. Every refusal counts; a flood is added up before it is written. */
export interface HookTally {
  /** `hookId` is empty when the address names no hook. */
  note(hookId: string, kind: HookRefusal, says: string): void;
  /** Writes what was added up and is due; `all` writes everything. */
  flush(all?: boolean): void;
}

/** One kind of refusal of one hook writes at most this often: a line in the log and its count, ms. */
const writeEveryMs = 60_000;
/** It enters the audit log at most this often, ms. */
const auditEveryMs = 60 * 60_000;

interface Line {
  readonly hookId: string;
  readonly kind: HookRefusal;
  says: string;
  /** Not written yet. */
  waiting: number;
  /** Written, but not in the audit log yet. */
  untold: number;
  lastAt: number;
  writtenAt: number | null;
  auditedAt: number | null;
}

export function createHookTally(world: Pick<World, 'deps'>): HookTally {
  const lines = new Map<string, Line>();
  const due = (line: Line, now: number): boolean => line.waiting > 0 && (line.writtenAt === null || now - line.writtenAt >= writeEveryMs);
  return {
    note(hookId, kind, says) {
      const now = world.deps.clock.now();
      const key = `${hookId}|${kind}`;
      const line: Line = lines.get(key) ?? { hookId, kind, says, waiting: 0, untold: 0, lastAt: now, writtenAt: null, auditedAt: null };
      line.says = says;
      line.waiting += 1;
      line.lastAt = now;
      lines.set(key, line);
      if (due(line, now)) write(world, line, now);
    },
    flush(all = false) {
      const now = world.deps.clock.now();
      for (const line of lines.values()) if (due(line, now) || (all && line.waiting > 0)) write(world, line, now);
    },
  };
}

/** Never throws: a full disk must not turn a refusal into anything else. */
function write(world: Pick<World, 'deps'>, line: Line, now: number): void {
  const { deps } = world;
  const times = line.waiting;
  line.waiting = 0;
  line.untold += times;
  line.writtenAt = now;
  deps.log.warn({ hook: line.hookId, refused: line.kind, times }, line.says);
  try {
    transaction(deps.store.writer, () => {
      countRefusals(deps.store.writer, line.hookId, line.kind, times, line.lastAt);
      if (line.auditedAt !== null && now - line.auditedAt < auditEveryMs) return;
      const hook = getHook(deps.store.reader, line.hookId);
      recordPlain(deps, {
        actor: { kind: 'program', name: hook === null ? 'unknown sender' : `webhook ${hook.name}`, role: 'viewer' },
        action: 'hook.refused',
        trigger: 'webhook',
        applicationId: hook?.applicationId ?? null,
        reason: line.says,
        after: { hook: line.hookId === '' ? null : line.hookId, kind: line.kind, times: line.untold },
      });
      line.untold = 0;
      line.auditedAt = now;
    });
    deps.changed({ table: 'reload', what: 'hooks' });
  } catch (error) {
    deps.log.error({ error: String(error) }, 'refused messages could not be counted');
  }
}
