import { surfaces } from '../core/model/surface.ts';
import type { Target } from '../core/model/target.ts';
import type { Reader, Row, Writer } from './handles.ts';
import { jsonObject, numberOrNull, text, toJson, word } from './row.ts';

function targetOf(row: Row): Target {
  return {
    id: text(row, 'id'),
    applicationId: text(row, 'application_id'),
    connectionId: text(row, 'connection_id'),
    surface: word(row, 'surface', surfaces),
    channel: text(row, 'channel'),
    name: text(row, 'name'),
    settings: jsonObject(row, 'settings'),
    population: numberOrNull(row, 'population'),
  };
}

export function listTargets(reader: Reader, applicationId?: string): Target[] {
  const rows =
    applicationId === undefined
      ? reader.all('SELECT * FROM target ORDER BY id')
      : reader.all('SELECT * FROM target WHERE application_id = ? ORDER BY id', applicationId);
  return rows.map(targetOf);
}

export function getTarget(reader: Reader, id: string): Target | null {
  const row = reader.one('SELECT * FROM target WHERE id = ?', id);
  return row === null ? null : targetOf(row);
}

export function saveTarget(writer: Writer, target: Target): void {
  writer.run(
    `INSERT INTO target (id, application_id, connection_id, surface, channel, name, settings, population) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (id) DO UPDATE SET connection_id = excluded.connection_id, surface = excluded.surface, channel = excluded.channel,
       name = excluded.name, settings = excluded.settings, population = excluded.population`,
    target.id,
    target.applicationId,
    target.connectionId,
    target.surface,
    target.channel,
    target.name,
    toJson(target.settings),
    target.population,
  );
}

/** Removes a target with what its platform last said. Throws `StoreError` when it has rollouts. */
export function removeTarget(writer: Writer, id: string): void {
  writer.transaction(() => {
    writer.run('DELETE FROM target WHERE id = ?', id);
    writer.run('DELETE FROM target_read WHERE target_id = ?', id);
  });
}
