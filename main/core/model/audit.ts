import type { Actor } from './actor.ts';
import type { Json } from './json.ts';

/** Fields of R1.11 plus what makes an entry provable. Durations and times in ms. */
export interface AuditBody {
  readonly at: number;
  readonly actor: Actor;
  /** What was done: `rollout.rollback`, `action.confirmed`, `connection.saved` … */
  readonly action: string;
  /** What set it off: `gate`, `check`, `manual`, `webhook`, `cli`, `restart` … */
  readonly trigger: string;
  readonly applicationId: string | null;
  readonly targetId: string | null;
  readonly channel: string | null;
  readonly rolloutId: string | null;
  readonly version: string | null;
  readonly toVersion: string | null;
  readonly reason: string;
  readonly usersAffected: number | null;
  readonly durationMs: number | null;
  readonly idempotencyKey: string | null;
  readonly snapshotHash: string | null;
  readonly before: Json;
  readonly after: Json;
}

/** The fields of an entry that is about no release and no press. */
export const plainAudit = {
  applicationId: null,
  targetId: null,
  channel: null,
  rolloutId: null,
  version: null,
  toVersion: null,
  usersAffected: null,
  durationMs: null,
  idempotencyKey: null,
  snapshotHash: null,
  before: null,
  after: null,
} as const satisfies Partial<AuditBody>;

/** `hash` covers `seq`, `previous` and the canonical body, so no entry can change, vanish or move unnoticed. */
export interface AuditEntry extends AuditBody {
  readonly seq: number;
  readonly previous: string;
  readonly hash: string;
}
