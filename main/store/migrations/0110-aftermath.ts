/**
 * What is left to do after an incident: every wording of its post-mortem and who closed it, and incidents of other consoles, as files.
 * Incidents that were over before this ask for no post-mortem any more.
 */
export const aftermath = {
  version: 110,
  sql: `
CREATE TABLE postmortem (
  incident_id TEXT NOT NULL REFERENCES incident(id), version INTEGER NOT NULL, at INTEGER NOT NULL, actor TEXT NOT NULL, text TEXT NOT NULL,
  PRIMARY KEY (incident_id, version)) WITHOUT ROWID;
CREATE TRIGGER postmortem_keeps BEFORE UPDATE ON postmortem BEGIN SELECT RAISE(ABORT, 'wordings of a post-mortem are never changed'); END;
CREATE TRIGGER postmortem_stays BEFORE DELETE ON postmortem BEGIN SELECT RAISE(ABORT, 'wordings of a post-mortem are never removed'); END;
CREATE TABLE postmortem_end (
  incident_id TEXT PRIMARY KEY REFERENCES incident(id), at INTEGER NOT NULL, actor TEXT NOT NULL, reason TEXT NOT NULL, version INTEGER) WITHOUT ROWID;
INSERT INTO postmortem_end (incident_id, at, actor, reason, version)
  SELECT id, closed_at, '{"kind":"system","name":"system","role":"admin"}', 'Over before post-mortems were kept here', NULL
  FROM incident WHERE closed_at IS NOT NULL;
CREATE TABLE bundle (
  id TEXT PRIMARY KEY, hash TEXT NOT NULL UNIQUE, header TEXT NOT NULL, proof TEXT NOT NULL, bytes INTEGER NOT NULL,
  added_at INTEGER NOT NULL, actor TEXT NOT NULL, content BLOB NOT NULL);
`,
} as const;
