import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { onTestFinished } from 'vitest';
import type { Action } from '../../main/core/model/action.ts';
import { systemActor } from '../../main/core/model/actor.ts';
import type { AuditBody } from '../../main/core/model/audit.ts';
import type { Decision } from '../../main/core/model/decision.ts';
import type { Reading, SeriesLabels } from '../../main/core/model/reading.ts';
import type { Rollout } from '../../main/core/model/rollout.ts';
import type { Target } from '../../main/core/model/target.ts';
import { saveApplication } from '../../main/store/applications.ts';
import { saveConnection } from '../../main/store/connections.ts';
import { databaseName, type Store, type Writer } from '../../main/store/open.ts';
import { keepPlan } from '../../main/store/plans.ts';
import { insertRollout } from '../../main/store/rollouts.ts';
import { saveTarget } from '../../main/store/targets.ts';
import { now, samplePlan, samplePlatformState, sampleRollout } from './core-samples.ts';
import { openWorkspaceQuickly } from './new-workspace.ts';

/** A folder that is removed after the test. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'tidegate-store-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** A workspace database that is closed after the test. */
export async function openTemporary(folder = temporaryFolder()): Promise<Store> {
  const store = await openWorkspaceQuickly({ folder, now: () => now });
  onTestFinished(() => store.close());
  return store;
}

export function databaseFile(folder: string): string {
  return join(folder, databaseName);
}

/** Works on a database file behind the store, without its triggers, as a tamperer would. */
export function tamper(folder: string, work: (database: Database.Database) => void): void {
  const database = new Database(databaseFile(folder));
  try {
    database.exec('DROP TRIGGER IF EXISTS audit_keeps; DROP TRIGGER IF EXISTS audit_stays; DROP TRIGGER IF EXISTS audit_once');
    work(database);
  } finally {
    database.close();
  }
}

export const labels: SeriesLabels = { release: '4.8.0', channel: 'stable', platform: 'web' };

export function reading(ts: number, value: number, over: Partial<Reading> = {}): Reading {
  return { labels, ts, value, samples: 100, ...over };
}

export function sampleTarget(over: Partial<Target> = {}): Target {
  return {
    id: 'web',
    applicationId: 'harbor',
    connectionId: 'hosting',
    surface: 'web',
    channel: 'live',
    name: 'Harbor web',
    settings: { site: 'harbor' },
    population: 1000,
    ...over,
  };
}

/** One application with a target and a kept plan: what a rollout refers to. Answers the rollout it inserted. */
export function seedRollout(writer: Writer, over: Partial<Rollout> = {}): Rollout {
  const rollout = sampleRollout({ id: 'ro_1', applicationId: 'harbor', version: '4.8.0', targetId: 'web', planHash: 'p1', ...over });
  saveApplication(writer, { id: rollout.applicationId, name: rollout.applicationId });
  saveConnection(writer, { id: 'hosting', kind: 'platform', adapter: 'firebase-hosting', name: 'Hosting', settings: {} });
  saveTarget(writer, sampleTarget({ id: rollout.targetId, applicationId: rollout.applicationId }));
  keepPlan(writer, { hash: rollout.planHash, name: 'steady', text: 'name: steady', plan: samplePlan(), at: now });
  insertRollout(writer, rollout);
  return rollout;
}

export function sampleDecision(over: Partial<Decision> = {}): Decision {
  return {
    id: 'dec_1',
    rolloutId: 'ro_1',
    at: now,
    kind: 'advance',
    cause: 'green',
    actor: systemActor,
    reason: 'All gates green for 10 min',
    stage: 0,
    recommendation: false,
    snapshotHash: null,
    ...over,
  };
}

export function sampleAction(over: Partial<Action> = {}): Action {
  return {
    id: 'act_1',
    key: 'dec_1/0',
    decisionId: 'dec_1',
    rolloutId: 'ro_1',
    targetId: 'web',
    operation: { op: 'expose', version: '4.8.0', percent: 50 },
    state: 'intended',
    attempts: 0,
    dueAt: now,
    fence: 'f1',
    before: samplePlatformState(),
    after: null,
    problem: null,
    createdAt: now,
    sentAt: null,
    finishedAt: null,
    ...over,
  };
}

export function sampleAuditBody(over: Partial<AuditBody> = {}): AuditBody {
  return {
    at: now,
    actor: systemActor,
    action: 'rollout.rollback',
    trigger: 'gate',
    applicationId: 'harbor',
    targetId: 'web',
    channel: 'live',
    rolloutId: 'ro_1',
    version: '4.8.0',
    toVersion: '4.7.3',
    reason: 'Error rate 7 % over 5 %',
    usersAffected: 100,
    durationMs: 1200,
    idempotencyKey: 'dec_1/0',
    snapshotHash: null,
    before: { percent: 10 },
    after: { percent: 0 },
    ...over,
  };
}
