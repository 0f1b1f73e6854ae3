import type { Notice } from '../core/model/notice.ts';
import type { Reader, Row, Writer } from './handles.ts';
import { number, numberOrNull, shaped, text, textOrNull, toJson, word } from './row.ts';
import { NoticeShape } from './shapes.ts';

const states = ['waiting', 'delivered', 'failed'] as const;

/** A notice on its way to one connection. Times in ms. */
export interface StoredNotice {
  readonly id: string;
  readonly connection: string;
  readonly notice: Notice;
  readonly state: (typeof states)[number];
  readonly attempts: number;
  readonly dueAt: number;
  readonly problem: string | null;
  readonly createdAt: number;
  readonly finishedAt: number | null;
}

function noticeOf(row: Row): StoredNotice {
  return {
    id: text(row, 'id'),
    connection: text(row, 'connection'),
    notice: shaped(row, 'notice', NoticeShape),
    state: word(row, 'state', states),
    attempts: number(row, 'attempts'),
    dueAt: number(row, 'due_at'),
    problem: textOrNull(row, 'problem'),
    createdAt: number(row, 'created_at'),
    finishedAt: numberOrNull(row, 'finished_at'),
  };
}

export function enqueueNotice(writer: Writer, notice: StoredNotice): void {
  writer.run(
    'INSERT INTO notice (id, connection, notice, dedup_key, state, attempts, due_at, problem, created_at, finished_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)',
    notice.id,
    notice.connection,
    toJson(notice.notice),
    notice.notice.dedupKey,
    notice.state,
    notice.attempts,
    notice.dueAt,
    notice.problem,
    notice.createdAt,
    notice.finishedAt,
  );
}

/** Oldest first. */
export function dueNotices(reader: Reader, now: number): StoredNotice[] {
  return reader.all(`SELECT * FROM notice WHERE state = 'waiting' AND due_at <= ? ORDER BY due_at, id`, now).map(noticeOf);
}

export function updateNotice(
  writer: Writer,
  id: string,
  patch: Partial<Pick<StoredNotice, 'state' | 'attempts' | 'dueAt' | 'problem' | 'finishedAt'>>,
): void {
  const row = writer.one('SELECT * FROM notice WHERE id = ?', id);
  if (row === null) return;
  const next = { ...noticeOf(row), ...patch };
  writer.run(
    'UPDATE notice SET state = ?, attempts = ?, due_at = ?, problem = ?, finished_at = ? WHERE id = ?',
    next.state,
    next.attempts,
    next.dueAt,
    next.problem,
    next.finishedAt,
    id,
  );
}

/** When a notice with this key was last queued for this connection, ms; null when it never was. */
export function lastNotice(reader: Reader, connection: string, dedupKey: string): number | null {
  const row = reader.one('SELECT max(created_at) AS at FROM notice WHERE connection = ? AND dedup_key = ?', connection, dedupKey);
  return row === null ? null : numberOrNull(row, 'at');
}

const alertKey = `json_extract(notice, '$.alert.key')`;
const resolves = `json_extract(notice, '$.alert.act') = 'resolve'`;

/** Keys of the alerts of `prefix` that this connection was told of and that were not resolved since. */
export function openAlerts(reader: Reader, connection: string, prefix: string): string[] {
  return reader
    .all(
      `SELECT ${alertKey} AS key, max(iif(${resolves}, 0, created_at)) AS opened, max(iif(${resolves}, created_at, 0)) AS resolved
       FROM notice
       WHERE connection = ? AND (${alertKey} = ? OR substr(${alertKey}, 1, ?) = ?)
         AND (${resolves} OR json_extract(notice, '$.severity') <> 'info')
       GROUP BY 1 HAVING opened > resolved ORDER BY 1`,
      connection,
      prefix,
      prefix.length + 1,
      `${prefix}:`,
    )
    .map((row) => text(row, 'key'));
}
