import { z } from 'zod';
import { type PastOutcome, type PastRollout, pastOutcomes, type PastStage } from '../core/model/past-rollout.ts';
import type { RolloutState } from '../core/model/rollout.ts';
import { surfaces } from '../core/model/surface.ts';
import type { Reader, Row, Value, Writer } from './handles.ts';
import { number, numberOrNull, shaped, text, textOrNull, toJson, word } from './row.ts';
import { OperationShape } from './shapes.ts';

/** Which past rollouts: those that touch the time between `from` and `to`, ms. */
export interface PastFilter {
  readonly from: number;
  readonly to: number;
  readonly applicationId?: string;
}

const StagesShape: z.ZodType<PastStage[]> = z.array(
  z.object({ stage: z.number(), percent: z.number(), from: z.number(), to: z.number().nullable() }),
);

/** Keeps a past release from a file. Answers false when the same one is there already: same target, version and start. */
export function insertImportedRollout(writer: Writer, importId: string, past: PastRollout): boolean {
  const changed = writer.run(
    `INSERT INTO imported_rollout (id, import_id, application_id, version, previous_version, target_id, target_name, channel, surface, population,
       plan_name, stages, outcome, started_at, ended_at, decided_at, reason) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
    past.id,
    importId,
    past.applicationId,
    past.version,
    past.previousVersion,
    past.targetId,
    past.targetName,
    past.channel,
    past.surface,
    past.population,
    past.planName,
    toJson(past.stages),
    past.outcome,
    past.startedAt,
    past.endedAt,
    past.decidedAt,
    past.reason,
  );
  return changed === 1;
}

/** Rollouts that exposed a release, led here or imported, oldest first. The engine never sees imported ones. */
export function pastRollouts(reader: Reader, filter: PastFilter): PastRollout[] {
  return reader.consistent(() => {
    const all = [...liveRollouts(reader, filter), ...importedRollouts(reader, filter)];
    return all.toSorted((a, b) => a.startedAt - b.startedAt || (a.id < b.id ? -1 : 1));
  });
}

function whereOf(filter: PastFilter): { where: string; values: Value[] } {
  const one = filter.applicationId === undefined ? '' : ' AND r.application_id = ?';
  const values: Value[] = [filter.to, filter.from];
  if (filter.applicationId !== undefined) values.push(filter.applicationId);
  return { where: `r.started_at IS NOT NULL AND r.started_at <= ? AND (r.ended_at IS NULL OR r.ended_at >= ?)${one}`, values };
}

function importedRollouts(reader: Reader, filter: PastFilter): PastRollout[] {
  const { where, values } = whereOf(filter);
  const sql = `SELECT r.* FROM imported_rollout r JOIN history_import i ON i.id = r.import_id AND i.state = 'kept' WHERE ${where}`;
  return reader.all(sql, ...values).map((row) => ({
    ...common(row),
    source: 'imported',
    targetId: textOrNull(row, 'target_id'),
    planHash: null,
    stages: shaped(row, 'stages', StagesShape),
    outcome: word(row, 'outcome', pastOutcomes),
    decidedAt: numberOrNull(row, 'decided_at'),
    reason: text(row, 'reason'),
  }));
}

function common(row: Row): Omit<PastRollout, 'source' | 'targetId' | 'planHash' | 'stages' | 'outcome' | 'decidedAt' | 'reason'> {
  return {
    id: text(row, 'id'),
    applicationId: text(row, 'application_id'),
    version: text(row, 'version'),
    previousVersion: textOrNull(row, 'previous_version'),
    targetName: text(row, 'target_name'),
    channel: text(row, 'channel'),
    surface: word(row, 'surface', surfaces),
    population: numberOrNull(row, 'population'),
    planName: text(row, 'plan_name'),
    startedAt: number(row, 'started_at'),
    endedAt: numberOrNull(row, 'ended_at'),
  };
}

const outcomeOf: Partial<Record<RolloutState, PastOutcome>> = {
  completed: 'completed',
  rolledBack: 'rolledBack',
  rollingBack: 'rolledBack',
  cancelled: 'cancelled',
};

function liveRollouts(reader: Reader, filter: PastFilter): PastRollout[] {
  const { where, values } = whereOf(filter);
  const sql = `SELECT r.*, t.name AS target_name, t.channel, t.surface, t.population FROM rollout r JOIN target t ON t.id = r.target_id WHERE ${where}`;
  return reader.all(sql, ...values).flatMap((row) => {
    const base = common(row);
    const outcome = outcomeOf[text(row, 'state') as RolloutState] ?? 'open';
    const decided = outcome === 'open' ? null : endDecision(reader, base.id);
    const stages = stagesOf(reader, base, decided);
    if (stages.length === 0) return [];
    return [
      {
        ...base,
        source: 'live' as const,
        targetId: text(row, 'target_id'),
        planHash: text(row, 'plan_hash'),
        stages,
        outcome,
        decidedAt: decided?.at ?? null,
        reason: decided?.reason ?? '',
      },
    ];
  });
}

/** The newest decision that ended it: its own, or one for another target of the release that took this one back too. */
function endDecision(reader: Reader, rolloutId: string): { at: number; reason: string } | null {
  const row = reader.one(
    `SELECT at, reason FROM decision WHERE recommendation = 0 AND kind IN ('rollback', 'complete', 'cancel', 'acceptDrift')
       AND (rollout_id = ? OR id IN (SELECT decision_id FROM action WHERE rollout_id = ?)) ORDER BY at DESC, id DESC LIMIT 1`,
    rolloutId,
    rolloutId,
  );
  return row === null ? null : { at: number(row, 'at'), reason: text(row, 'reason') };
}

/** Stages as the platform confirmed them: each lasts until the next, and the last until the way back was confirmed. */
function stagesOf(reader: Reader, rollout: Pick<PastRollout, 'id' | 'endedAt'>, decided: { readonly at: number } | null): PastStage[] {
  const rows = reader.all(
    `SELECT a.operation, a.finished_at, d.kind, d.stage FROM action a JOIN decision d ON d.id = a.decision_id
     WHERE a.rollout_id = ? AND a.state = 'confirmed' AND d.kind IN ('start', 'advance') ORDER BY a.finished_at, a.id`,
    rollout.id,
  );
  const entered = rows.flatMap((row) => {
    const operation = shaped(row, 'operation', OperationShape);
    if (operation.op !== 'expose') return [];
    return [
      { stage: text(row, 'kind') === 'start' ? 0 : number(row, 'stage') + 1, percent: operation.percent, from: number(row, 'finished_at') },
    ];
  });
  const end = rollout.endedAt ?? decided?.at ?? null;
  return entered.map((one, index) => ({ ...one, to: entered[index + 1]?.from ?? end }));
}
