import type { Actor } from '../core/model/actor.ts';
import { systemActor } from '../core/model/actor.ts';
import { type AuditBody, type AuditEntry, plainAudit } from '../core/model/audit.ts';
import type { DecisionCause } from '../core/model/decision.ts';
import { appendAudit } from '../store/audit.ts';
import type { EngineDeps } from './deps.ts';
import type { Subject } from './gather.ts';

type Entry = Pick<AuditBody, 'action' | 'trigger' | 'reason'> &
  Partial<Omit<AuditBody, 'action' | 'trigger' | 'reason' | 'actor'>> & { readonly actor?: Actor };

/** Share of a target's users that a release has, as a number of users; null when the population is not known. */
export function usersAt(population: number | null, percent: number | null): number | null {
  return population === null || percent === null ? null : Math.round((population * percent) / 100);
}

/** What set a decision of the engine off, in the words of the audit log. */
export function triggerOf(cause: DecisionCause): string {
  if (cause === 'checkFailed') return 'check';
  return cause === 'emergency' || cause === 'red' ? 'gate' : 'sweep';
}

/** Appends an audit entry about something that is not a rollout. Belongs inside the transaction of what it records. */
export function recordPlain(deps: Pick<EngineDeps, 'store' | 'clock' | 'changed'>, entry: Entry): AuditEntry {
  const written = appendAudit(deps.store.writer, {
    at: deps.clock.now(),
    actor: systemActor,
    ...plainAudit,
    ...entry,
  });
  deps.changed({ table: 'audit', seq: written.seq });
  return written;
}

/** Appends an audit entry about a rollout (R1.11): target, channel, version and users are filled in from it. */
export function record(deps: EngineDeps, subject: Subject, entry: Entry): AuditEntry {
  const { rollout, target } = subject;
  return recordPlain(deps, {
    applicationId: rollout.applicationId,
    targetId: target.id,
    channel: target.channel,
    rolloutId: rollout.id,
    version: rollout.version,
    usersAffected: usersAt(target.population, rollout.expected?.percent ?? null),
    ...entry,
  });
}
