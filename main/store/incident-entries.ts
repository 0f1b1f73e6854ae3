import { type EntryKind, entryKinds, type IncidentEntry } from '../core/model/incident-entry.ts';
import type { Actor } from '../core/model/actor.ts';
import type { Reader, Row, Writer } from './handles.ts';
import { jsonObject, number, shaped, text, toJson, word } from './row.ts';
import { ActorShape } from './shapes.ts';

/**
 * Adds an entry to the timeline of an incident; it can never be changed or taken out. `body.title` heads its line and `body.text`
 * stands below it, as Markdown; the rest of the body is the kind's own. Belongs inside the transaction of what it tells.
 */
export function appendIncidentEntry(writer: Writer, entry: Omit<IncidentEntry, 'id'>): IncidentEntry {
  const row = writer.one('SELECT coalesce(max(seq), 0) + 1 AS next FROM incident_entry');
  const seq = row === null ? 1 : number(row, 'next');
  const id = `${entry.incidentId}_${seq}`;
  writer.run(
    'INSERT INTO incident_entry (seq, id, incident_id, at, kind, actor, body) VALUES (?, ?, ?, ?, ?, ?, ?)',
    seq,
    id,
    entry.incidentId,
    entry.at,
    entry.kind,
    toJson(entry.actor),
    toJson(entry.body),
  );
  return { id, ...entry };
}

function entryOf(row: Row): IncidentEntry {
  return {
    id: text(row, 'id'),
    incidentId: text(row, 'incident_id'),
    at: number(row, 'at'),
    kind: word(row, 'kind', entryKinds),
    actor: shaped(row, 'actor', ActorShape),
    body: jsonObject(row, 'body'),
  };
}

export function getIncidentEntry(reader: Reader, id: string): IncidentEntry | null {
  const row = reader.one('SELECT * FROM incident_entry WHERE id = ?', id);
  return row === null ? null : entryOf(row);
}

/** Entries of an incident, all or of one kind, in the order in which they were written. */
export function incidentEntries(reader: Reader, incidentId: string, kind: EntryKind | null = null): IncidentEntry[] {
  return reader
    .all('SELECT * FROM incident_entry WHERE incident_id = ? AND (? IS NULL OR kind = ?) ORDER BY seq', incidentId, kind, kind)
    .map(entryOf);
}

/** Entries by their ids, in no order. */
export function entriesById(reader: Reader, ids: readonly string[]): IncidentEntry[] {
  return reader.all('SELECT * FROM incident_entry WHERE id IN (SELECT value FROM json_each(?))', toJson(ids)).map(entryOf);
}

/** Later wordings of notes, oldest first. */
export function noteEdits(reader: Reader, incidentId: string, noteIds: readonly string[]): IncidentEntry[] {
  return reader
    .all(
      `SELECT * FROM incident_entry WHERE incident_id = ? AND kind = 'noteEdited'
       AND json_extract(body, '$.note') IN (SELECT value FROM json_each(?)) ORDER BY seq`,
      incidentId,
      toJson(noteIds),
    )
    .map(entryOf);
}

/** What is pinned in an incident, the first pinned first: entries of the timeline by their id. */
export function pinsOf(reader: Reader, incidentId: string): { readonly entry: string; readonly at: number; readonly actor: Actor }[] {
  return reader
    .all('SELECT entry, at, actor FROM incident_pin WHERE incident_id = ? ORDER BY at, entry', incidentId)
    .map((row) => ({ entry: text(row, 'entry'), at: number(row, 'at'), actor: shaped(row, 'actor', ActorShape) }));
}

export function pinEntry(
  writer: Writer,
  pin: { readonly incidentId: string; readonly entry: string; readonly at: number; readonly actor: Actor },
): void {
  const sql = 'INSERT INTO incident_pin (incident_id, entry, at, actor) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING';
  writer.run(sql, pin.incidentId, pin.entry, pin.at, toJson(pin.actor));
}

export function unpinEntry(writer: Writer, incidentId: string, entry: string): void {
  writer.run('DELETE FROM incident_pin WHERE incident_id = ? AND entry = ?', incidentId, entry);
}
