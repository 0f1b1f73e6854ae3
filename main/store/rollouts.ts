import { type Rollout, type RolloutState, rolloutStates } from '../core/model/rollout.ts';
import type { Reader, Row, Value, Writer } from './handles.ts';
import { number, numberOrNull, shaped, shapedOrNull, text, textOrNull, toJson, word } from './row.ts';
import { ApprovalsShape, AutomationShape, BaselinesShape, ExpectedShape, WatchShape } from './shapes.ts';

/** Column of each field, and how its value is stored. */
const columns = {
  id: 'id',
  applicationId: 'application_id',
  version: 'version',
  previousVersion: 'previous_version',
  targetId: 'target_id',
  planName: 'plan_name',
  planHash: 'plan_hash',
  state: 'state',
  stage: 'stage',
  stageEnteredAt: 'stage_entered_at',
  observedMs: 'observed_ms',
  lastSweepAt: 'last_sweep_at',
  gapSince: 'gap_since',
  expected: 'expected',
  baselines: 'baselines',
  automationOverride: 'automation_override',
  approvedStage: 'approved_stage',
  approvals: 'approvals',
  watch: 'watch',
  heldReason: 'held_reason',
  createdAt: 'created_at',
  startedAt: 'started_at',
  endedAt: 'ended_at',
} as const satisfies Record<keyof Rollout, string>;

type Field = keyof typeof columns;
const fields = Object.keys(columns) as Field[];

function rolloutOf(row: Row): Rollout {
  return {
    id: text(row, 'id'),
    applicationId: text(row, 'application_id'),
    version: text(row, 'version'),
    previousVersion: textOrNull(row, 'previous_version'),
    targetId: text(row, 'target_id'),
    planName: text(row, 'plan_name'),
    planHash: text(row, 'plan_hash'),
    state: word(row, 'state', rolloutStates),
    stage: number(row, 'stage'),
    stageEnteredAt: numberOrNull(row, 'stage_entered_at'),
    observedMs: number(row, 'observed_ms'),
    lastSweepAt: numberOrNull(row, 'last_sweep_at'),
    gapSince: numberOrNull(row, 'gap_since'),
    expected: shapedOrNull(row, 'expected', ExpectedShape),
    baselines: shaped(row, 'baselines', BaselinesShape),
    automationOverride: shapedOrNull(row, 'automation_override', AutomationShape),
    approvedStage: number(row, 'approved_stage'),
    approvals: shaped(row, 'approvals', ApprovalsShape),
    watch: shaped(row, 'watch', WatchShape),
    heldReason: textOrNull(row, 'held_reason'),
    createdAt: number(row, 'created_at'),
    startedAt: numberOrNull(row, 'started_at'),
    endedAt: numberOrNull(row, 'ended_at'),
  };
}

function stored(value: Rollout[Field] | undefined): Value {
  if (value === undefined || value === null) return null;
  return typeof value === 'object' ? toJson(value) : value;
}

export function insertRollout(writer: Writer, rollout: Rollout): void {
  const names = fields.map((field) => columns[field]).join(', ');
  writer.run(
    `INSERT INTO rollout (${names}) VALUES (${fields.map(() => '?').join(', ')})`,
    ...fields.map((field) => stored(rollout[field])),
  );
}

/** Changes some fields of a rollout; the others keep their value. */
export function updateRollout(writer: Writer, id: string, patch: Partial<Rollout>): void {
  const changed = fields.filter((field) => field in patch);
  if (changed.length === 0) return;
  const sets = changed.map((field) => `${columns[field]} = ?`).join(', ');
  writer.run(`UPDATE rollout SET ${sets} WHERE id = ?`, ...changed.map((field) => stored(patch[field])), id);
}

export function getRollout(reader: Reader, id: string): Rollout | null {
  const row = reader.one('SELECT * FROM rollout WHERE id = ?', id);
  return row === null ? null : rolloutOf(row);
}

/** Newest first. */
export function listRollouts(reader: Reader, filter: { readonly states?: readonly RolloutState[]; readonly limit?: number }): Rollout[] {
  const states = filter.states ?? rolloutStates;
  const marks = states.map(() => '?').join(', ');
  return reader
    .all(`SELECT * FROM rollout WHERE state IN (${marks}) ORDER BY created_at DESC, id DESC LIMIT ?`, ...states, filter.limit ?? -1)
    .map(rolloutOf);
}

/** Rollouts of one release, one per target, oldest first; a target that had the release twice answers with the newer. */
export function rolloutsOfRelease(reader: Reader, applicationId: string, version: string): Rollout[] {
  const rows = reader
    .all('SELECT * FROM rollout WHERE application_id = ? AND version = ? ORDER BY created_at, id', applicationId, version)
    .map(rolloutOf);
  const newest = new Map(rows.map((rollout) => [rollout.targetId, rollout]));
  return rows.filter((rollout) => newest.get(rollout.targetId) === rollout);
}

/** Whether a later release was completed on the same target, so that nobody gets this one there any more. */
export function replaced(reader: Reader, rollout: Rollout): boolean {
  if (rollout.state !== 'completed') return false;
  const sql = `SELECT 1 FROM rollout WHERE target_id = ? AND version <> ? AND created_at > ? AND state = 'completed' AND expected IS NOT NULL`;
  return reader.one(sql, rollout.targetId, rollout.version, rollout.createdAt) !== null;
}

export interface Share {
  readonly rolloutId: string;
  readonly ts: number;
  readonly percent: number | null;
}

export function recordShare(writer: Writer, share: Share): void {
  writer.run(
    'INSERT INTO share (rollout_id, ts, percent) VALUES (?, ?, ?) ON CONFLICT (rollout_id, ts) DO UPDATE SET percent = excluded.percent',
    share.rolloutId,
    share.ts,
    share.percent,
  );
}

/** Confirmed shares over time, oldest first. */
export function sharesOf(reader: Reader, rolloutId: string): { ts: number; percent: number | null }[] {
  return reader
    .all('SELECT ts, percent FROM share WHERE rollout_id = ? ORDER BY ts', rolloutId)
    .map((row) => ({ ts: number(row, 'ts'), percent: numberOrNull(row, 'percent') }));
}
