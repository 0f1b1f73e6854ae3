/**
 * What people add to an incident: who acknowledged it, entries that are only ever added to, and what is pinned.
 * An incident of before was opened by the engine or a press; its clock counts from then.
 */
export const incidentRoom = {
  version: 100,
  sql: `
ALTER TABLE incident ADD COLUMN severity_since INTEGER NOT NULL DEFAULT 0;
ALTER TABLE incident ADD COLUMN opened_by TEXT NOT NULL DEFAULT '{"kind":"system","name":"system","role":"admin"}';
ALTER TABLE incident ADD COLUMN reason TEXT NOT NULL DEFAULT '';
ALTER TABLE incident ADD COLUMN acknowledged_at INTEGER;
ALTER TABLE incident ADD COLUMN acknowledged_by TEXT;
UPDATE incident SET severity_since = opened_at;
CREATE TABLE incident_entry (
  seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, incident_id TEXT NOT NULL REFERENCES incident(id), at INTEGER NOT NULL,
  kind TEXT NOT NULL, actor TEXT NOT NULL, body TEXT NOT NULL);
CREATE INDEX incident_entry_by_time ON incident_entry(incident_id, at);
CREATE TRIGGER incident_entry_keeps BEFORE UPDATE ON incident_entry BEGIN SELECT RAISE(ABORT, 'entries of an incident are never changed'); END;
CREATE TRIGGER incident_entry_stays BEFORE DELETE ON incident_entry BEGIN SELECT RAISE(ABORT, 'entries of an incident are never removed'); END;
CREATE TABLE incident_pin (
  incident_id TEXT NOT NULL REFERENCES incident(id), entry TEXT NOT NULL, at INTEGER NOT NULL, actor TEXT NOT NULL,
  PRIMARY KEY (incident_id, entry)) WITHOUT ROWID;
INSERT INTO incident_entry (id, incident_id, at, kind, actor, body)
  SELECT id || '_opened', id, opened_at, 'opened', opened_by, json_object('severity', severity, 'title', title, 'reason', '') FROM incident ORDER BY opened_at;
INSERT INTO incident_entry (id, incident_id, at, kind, actor, body)
  SELECT id || '_closed', id, closed_at, 'closed', '{"kind":"system","name":"before this was recorded here","role":"admin"}', json_object('reason', '')
  FROM incident WHERE closed_at IS NOT NULL ORDER BY closed_at;
`,
} as const;
