import { type Connection, connectionKinds, type SourceHealth } from '../core/model/connection.ts';
import type { Reader, Row, Writer } from './handles.ts';
import { jsonObject, numberOrNull, shapedOrNull, text, toJson, word } from './row.ts';
import { ProblemShape } from './shapes.ts';

function connectionOf(row: Row): Connection {
  return {
    id: text(row, 'id'),
    kind: word(row, 'kind', connectionKinds),
    adapter: text(row, 'adapter'),
    name: text(row, 'name'),
    settings: jsonObject(row, 'settings'),
  };
}

export function listConnections(reader: Reader): Connection[] {
  return reader.all('SELECT * FROM connection ORDER BY name').map(connectionOf);
}

export function getConnection(reader: Reader, id: string): Connection | null {
  const row = reader.one('SELECT * FROM connection WHERE id = ?', id);
  return row === null ? null : connectionOf(row);
}

/** The connection with this name; names are unique because plans find their sources by them. */
export function connectionNamed(reader: Reader, name: string): Connection | null {
  const row = reader.one('SELECT * FROM connection WHERE name = ?', name);
  return row === null ? null : connectionOf(row);
}

export function saveConnection(writer: Writer, connection: Connection): void {
  writer.run(
    `INSERT INTO connection (id, kind, adapter, name, settings) VALUES (?, ?, ?, ?, ?)
     ON CONFLICT (id) DO UPDATE SET kind = excluded.kind, adapter = excluded.adapter, name = excluded.name, settings = excluded.settings`,
    connection.id,
    connection.kind,
    connection.adapter,
    connection.name,
    toJson(connection.settings),
  );
}

/** Removes a connection with its health. Throws `StoreError` while targets use it. */
export function removeConnection(writer: Writer, id: string): void {
  writer.transaction(() => {
    writer.run('DELETE FROM connection WHERE id = ?', id);
    writer.run('DELETE FROM health WHERE connection_id = ?', id);
  });
}

function healthOf(row: Row): SourceHealth {
  return {
    connectionId: text(row, 'connection_id'),
    lastOkAt: numberOrNull(row, 'last_ok_at'),
    failingSince: numberOrNull(row, 'failing_since'),
    problem: shapedOrNull(row, 'problem', ProblemShape),
  };
}

export function listHealth(reader: Reader): SourceHealth[] {
  return reader.all('SELECT * FROM health').map(healthOf);
}

export function healthOfConnection(reader: Reader, connectionId: string): SourceHealth | null {
  const row = reader.one('SELECT * FROM health WHERE connection_id = ?', connectionId);
  return row === null ? null : healthOf(row);
}

export function saveHealth(writer: Writer, health: SourceHealth): void {
  writer.run(
    `INSERT INTO health (connection_id, last_ok_at, failing_since, problem) VALUES (?, ?, ?, ?)
     ON CONFLICT (connection_id) DO UPDATE SET last_ok_at = excluded.last_ok_at, failing_since = excluded.failing_since, problem = excluded.problem`,
    health.connectionId,
    health.lastOkAt,
    health.failingSince,
    health.problem === null ? null : toJson(health.problem),
  );
}
