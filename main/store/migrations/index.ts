import type Database from 'better-sqlite3';
import { start } from './0010-start.ts';
import { guards } from './0020-guards.ts';
import { history } from './0030-history.ts';
import { trigger } from './0040-trigger.ts';
import { judgement } from './0050-judgement.ts';
import { planVersions } from './0060-plan-versions.ts';
import { errorClusters } from './0070-error-clusters.ts';
import { auditIndex } from './0080-audit-index.ts';
import { webhooks } from './0090-webhooks.ts';
import { incidentRoom } from './0100-incident-room.ts';
import { aftermath } from './0110-aftermath.ts';
import { drills } from './0130-drills.ts';
import { auditTerms } from './0140-audit-terms.ts';

export interface Migration {
  readonly version: number;
  readonly sql: string;
  /** What SQL alone cannot do, after it and in the same transaction. */
  readonly fill?: (database: Database.Database) => void;
}

/** In the order they are applied; a number is never used again, and a released one never changes. */
export const migrations: readonly Migration[] = [
  start,
  guards,
  history,
  trigger,
  judgement,
  planVersions,
  errorClusters,
  auditIndex,
  webhooks,
  incidentRoom,
  aftermath,
  drills,
  auditTerms,
];

export const newestVersion = Math.max(...migrations.map((migration) => migration.version));
