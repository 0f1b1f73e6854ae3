import type { Actor } from '../core/model/actor.ts';
import { type RolloutState, rolloutStates } from '../core/model/rollout.ts';
import type { Reader, Row, Writer } from './handles.ts';
import { number, shapedOrNull, text, toJson, word } from './row.ts';
import { ActorShape } from './shapes.ts';

/** One text that a plan file has had. */
export interface PlanVersion {
  /** SHA-256 of the text. */
  readonly hash: string;
  readonly text: string;
  /** ms UTC. */
  readonly at: number;
  /** Who saved it; null when it was found in the file, written by something else. */
  readonly actor: Actor | null;
}

/** A rollout that ran under a plan. */
export interface PlanUse {
  readonly id: string;
  readonly application: string;
  readonly target: string;
  readonly version: string;
  readonly state: RolloutState;
}

/** Versions of one file that are listed; older ones stay in the store. */
const listed = 200;
const usesShown = 5;

function versionOf(row: Row): PlanVersion {
  return { hash: text(row, 'hash'), text: text(row, 'text'), at: number(row, 'at'), actor: shapedOrNull(row, 'actor', ActorShape) };
}

/** Keeps a text as the newest of a file; the same text once more changes nothing. */
export function keepPlanVersion(writer: Writer, file: string, version: PlanVersion): void {
  if (newestPlanVersion(writer, file)?.hash === version.hash) return;
  writer.run(
    'INSERT INTO plan_version (file, hash, text, at, actor) VALUES (?, ?, ?, ?, ?)',
    file,
    version.hash,
    version.text,
    version.at,
    version.actor === null ? null : toJson(version.actor),
  );
}

export function newestPlanVersion(reader: Pick<Reader, 'one'>, file: string): PlanVersion | null {
  const row = reader.one('SELECT hash, text, at, actor FROM plan_version WHERE file = ? ORDER BY id DESC LIMIT 1', file);
  return row === null ? null : versionOf(row);
}

/** The texts a file has had, newest first, at most 200. */
export function planVersionsOf(reader: Reader, file: string): PlanVersion[] {
  return reader.all('SELECT hash, text, at, actor FROM plan_version WHERE file = ? ORDER BY id DESC LIMIT ?', file, listed).map(versionOf);
}

/** The newest version of a file whose hash begins so, or null. */
export function planVersionAt(reader: Reader, file: string, hash: string): PlanVersion | null {
  const sql = 'SELECT hash, text, at, actor FROM plan_version WHERE file = ? AND substr(hash, 1, ?) = ? ORDER BY id DESC LIMIT 1';
  const row = reader.one(sql, file, hash.length, hash);
  return row === null ? null : versionOf(row);
}

/** Takes the versions of a file along to its new name. */
export function renamePlanVersions(writer: Writer, from: string, to: string): void {
  writer.run('UPDATE plan_version SET file = ? WHERE file = ?', to, from);
}

/** How many rollouts ran under a plan's text, and the newest five of them. */
export function usesOfPlan(reader: Reader, hash: string): { readonly total: number; readonly newest: PlanUse[] } {
  const counted = reader.one('SELECT count(*) AS total FROM rollout WHERE plan_hash = ?', hash);
  const rows = reader.all(
    `SELECT rollout.id, rollout.version, rollout.state, application.name AS application, target.name AS target
     FROM rollout JOIN target ON target.id = rollout.target_id JOIN application ON application.id = rollout.application_id
     WHERE rollout.plan_hash = ? ORDER BY rollout.created_at DESC, rollout.id LIMIT ?`,
    hash,
    usesShown,
  );
  return { total: counted === null ? 0 : number(counted, 'total'), newest: rows.map(useOf) };
}

function useOf(row: Row): PlanUse {
  return {
    id: text(row, 'id'),
    application: text(row, 'application'),
    target: text(row, 'target'),
    version: text(row, 'version'),
    state: word(row, 'state', rolloutStates),
  };
}
