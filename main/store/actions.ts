import { type Action, actionStates } from '../core/model/action.ts';
import type { Reader, Row, Value, Writer } from './handles.ts';
import { number, numberOrNull, shaped, shapedOrNull, text, textOrNull, toJson, word } from './row.ts';
import { OperationShape, PlatformStateShape, ProblemShape } from './shapes.ts';

const columns = {
  id: 'id',
  key: 'key',
  decisionId: 'decision_id',
  rolloutId: 'rollout_id',
  targetId: 'target_id',
  operation: 'operation',
  state: 'state',
  attempts: 'attempts',
  dueAt: 'due_at',
  fence: 'fence',
  before: 'before',
  after: 'after',
  problem: 'problem',
  createdAt: 'created_at',
  sentAt: 'sent_at',
  finishedAt: 'finished_at',
} as const satisfies Record<keyof Action, string>;

type Field = keyof typeof columns;
const fields = Object.keys(columns) as Field[];

function stored(value: Action[Field] | undefined): Value {
  if (value === undefined || value === null) return null;
  return typeof value === 'object' ? toJson(value) : value;
}

function actionOf(row: Row): Action {
  return {
    id: text(row, 'id'),
    key: text(row, 'key'),
    decisionId: text(row, 'decision_id'),
    rolloutId: text(row, 'rollout_id'),
    targetId: text(row, 'target_id'),
    operation: shaped(row, 'operation', OperationShape),
    state: word(row, 'state', actionStates),
    attempts: number(row, 'attempts'),
    dueAt: number(row, 'due_at'),
    fence: textOrNull(row, 'fence'),
    before: shapedOrNull(row, 'before', PlatformStateShape),
    after: shapedOrNull(row, 'after', PlatformStateShape),
    problem: shapedOrNull(row, 'problem', ProblemShape),
    createdAt: number(row, 'created_at'),
    sentAt: numberOrNull(row, 'sent_at'),
    finishedAt: numberOrNull(row, 'finished_at'),
  };
}

export function insertAction(writer: Writer, action: Action): void {
  const names = fields.map((field) => columns[field]).join(', ');
  writer.run(`INSERT INTO action (${names}) VALUES (${fields.map(() => '?').join(', ')})`, ...fields.map((field) => stored(action[field])));
}

/** Changes some fields of an action; the others keep their value. */
export function updateAction(writer: Writer, id: string, patch: Partial<Action>): void {
  const changed = fields.filter((field) => field in patch);
  if (changed.length === 0) return;
  writer.run(
    `UPDATE action SET ${changed.map((field) => `${columns[field]} = ?`).join(', ')} WHERE id = ?`,
    ...changed.map((field) => stored(patch[field])),
    id,
  );
}

export function getAction(reader: Reader, id: string): Action | null {
  const row = reader.one('SELECT * FROM action WHERE id = ?', id);
  return row === null ? null : actionOf(row);
}

/** In no order. */
export function actionsById(reader: Reader, ids: readonly string[]): Action[] {
  return reader.all('SELECT * FROM action WHERE id IN (SELECT value FROM json_each(?))', toJson(ids)).map(actionOf);
}

/** Writes that are not settled, oldest first. */
export function unfinished(reader: Reader): Action[] {
  return reader.all(`SELECT * FROM action WHERE state IN ('intended', 'sent', 'unknown') ORDER BY created_at, id`).map(actionOf);
}

/** Newest first. */
export function actionsOf(
  reader: Reader,
  by: { readonly rolloutId: string } | { readonly decisionId: string } | { readonly targetId: string },
): Action[] {
  const [column, value] =
    'rolloutId' in by ? ['rollout_id', by.rolloutId] : 'decisionId' in by ? ['decision_id', by.decisionId] : ['target_id', by.targetId];
  return reader.all(`SELECT * FROM action WHERE ${column} = ? ORDER BY created_at DESC, id DESC`, value).map(actionOf);
}
