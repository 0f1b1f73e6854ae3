import { type Dispatch, dispatchKinds, dispatchStates } from '../core/model/dispatch.ts';
import type { Reader, Row, Writer } from './handles.ts';
import { number, numberOrNull, shaped, text, textOrNull, toJson, word } from './row.ts';
import { ActorShape } from './shapes.ts';

function dispatchOf(row: Row): Dispatch {
  return {
    id: text(row, 'id'),
    applicationId: text(row, 'application_id'),
    version: text(row, 'version'),
    kind: word(row, 'kind', dispatchKinds),
    connectionId: text(row, 'connection_id'),
    repository: text(row, 'repository'),
    workflow: textOrNull(row, 'workflow'),
    ref: textOrNull(row, 'ref'),
    reason: text(row, 'reason'),
    actor: shaped(row, 'actor', ActorShape),
    state: word(row, 'state', dispatchStates),
    at: number(row, 'at'),
    finishedAt: numberOrNull(row, 'finished_at'),
    problem: textOrNull(row, 'problem'),
    runUrl: textOrNull(row, 'run_url'),
  };
}

export function insertDispatch(writer: Writer, one: Dispatch): void {
  writer.run(
    `INSERT INTO dispatch (id, application_id, version, kind, connection_id, repository, workflow, ref, reason, actor, state, at, finished_at,
       problem, run_url) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    one.id,
    one.applicationId,
    one.version,
    one.kind,
    one.connectionId,
    one.repository,
    one.workflow,
    one.ref,
    one.reason,
    toJson({ ...one.actor }),
    one.state,
    one.at,
    one.finishedAt,
    one.problem,
    one.runUrl,
  );
}

/** A message this console sent; null when it sent none under this id. */
export function getDispatch(reader: Reader, id: string): Dispatch | null {
  const row = reader.one('SELECT * FROM dispatch WHERE id = ?', id);
  return row === null ? null : dispatchOf(row);
}

/** Keeps what became of a message. */
export function finishDispatch(writer: Writer, one: Pick<Dispatch, 'id' | 'state' | 'finishedAt' | 'problem' | 'runUrl'>): void {
  const { id, state, finishedAt, problem, runUrl } = one;
  writer.run(
    'UPDATE dispatch SET state = ?, finished_at = ?, problem = ?, run_url = ? WHERE id = ?',
    state,
    finishedAt,
    problem,
    runUrl,
    id,
  );
}

/** Newest first. */
export function dispatchesOf(reader: Reader, release: { readonly applicationId: string; readonly version: string }): Dispatch[] {
  return reader
    .all(
      'SELECT * FROM dispatch WHERE application_id = ? AND version = ? ORDER BY at DESC, id DESC LIMIT 100',
      release.applicationId,
      release.version,
    )
    .map(dispatchOf);
}
