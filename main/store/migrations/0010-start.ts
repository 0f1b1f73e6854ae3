/** The first shape of a workspace: fleet, plans, rollouts, readings, decisions, actions, audit. */
export const start = {
  version: 10,
  sql: `
CREATE TABLE setting (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE application (id TEXT PRIMARY KEY, name TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE connection (id TEXT PRIMARY KEY, kind TEXT NOT NULL, adapter TEXT NOT NULL, name TEXT NOT NULL UNIQUE, settings TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE health (connection_id TEXT PRIMARY KEY, last_ok_at INTEGER, failing_since INTEGER, problem TEXT) WITHOUT ROWID;
CREATE TABLE target (
  id TEXT PRIMARY KEY, application_id TEXT NOT NULL REFERENCES application(id), connection_id TEXT NOT NULL REFERENCES connection(id),
  surface TEXT NOT NULL, channel TEXT NOT NULL, name TEXT NOT NULL, settings TEXT NOT NULL, population INTEGER) WITHOUT ROWID;
CREATE TABLE target_read (target_id TEXT PRIMARY KEY, state TEXT, read_at INTEGER, failing_since INTEGER, problem TEXT) WITHOUT ROWID;
CREATE TABLE plan (hash TEXT PRIMARY KEY, name TEXT NOT NULL, text TEXT NOT NULL, plan TEXT NOT NULL, at INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE rollout (
  id TEXT PRIMARY KEY, application_id TEXT NOT NULL, version TEXT NOT NULL, previous_version TEXT, target_id TEXT NOT NULL REFERENCES target(id),
  plan_name TEXT NOT NULL, plan_hash TEXT NOT NULL REFERENCES plan(hash), state TEXT NOT NULL, stage INTEGER NOT NULL, stage_entered_at INTEGER,
  observed_ms REAL NOT NULL, last_sweep_at INTEGER, gap_since INTEGER, expected TEXT, baselines TEXT NOT NULL, automation_override TEXT,
  approved_stage INTEGER NOT NULL, held_reason TEXT, created_at INTEGER NOT NULL, started_at INTEGER, ended_at INTEGER) WITHOUT ROWID;
CREATE INDEX rollout_by_state ON rollout(state, created_at);
CREATE INDEX rollout_by_release ON rollout(application_id, version);
CREATE TABLE share (rollout_id TEXT NOT NULL, ts INTEGER NOT NULL, percent REAL, PRIMARY KEY (rollout_id, ts)) WITHOUT ROWID;
CREATE TABLE series (id INTEGER PRIMARY KEY, metric TEXT NOT NULL, release TEXT NOT NULL, channel TEXT NOT NULL, platform TEXT NOT NULL, UNIQUE (metric, release, channel, platform));
CREATE TABLE reading (series_id INTEGER NOT NULL, ts INTEGER NOT NULL, value REAL NOT NULL, samples REAL, PRIMARY KEY (series_id, ts)) WITHOUT ROWID;
CREATE TABLE rollup_5m (series_id INTEGER NOT NULL, ts INTEGER NOT NULL, min REAL NOT NULL, max REAL NOT NULL, sum REAL NOT NULL, count INTEGER NOT NULL, samples REAL, PRIMARY KEY (series_id, ts)) WITHOUT ROWID;
CREATE TABLE rollup_1h (series_id INTEGER NOT NULL, ts INTEGER NOT NULL, min REAL NOT NULL, max REAL NOT NULL, sum REAL NOT NULL, count INTEGER NOT NULL, samples REAL, PRIMARY KEY (series_id, ts)) WITHOUT ROWID;
CREATE TABLE open_bucket (width INTEGER NOT NULL, series_id INTEGER NOT NULL, ts INTEGER NOT NULL, PRIMARY KEY (width, series_id, ts)) WITHOUT ROWID;
CREATE TABLE verdict (rollout_id TEXT NOT NULL, gate TEXT NOT NULL, at INTEGER NOT NULL, verdict TEXT NOT NULL, PRIMARY KEY (rollout_id, gate)) WITHOUT ROWID;
CREATE TABLE verdict_span (rollout_id TEXT NOT NULL, gate TEXT NOT NULL, from_ts INTEGER NOT NULL, to_ts INTEGER NOT NULL, kind TEXT NOT NULL, PRIMARY KEY (rollout_id, gate, from_ts)) WITHOUT ROWID;
CREATE TABLE decision (
  id TEXT PRIMARY KEY, rollout_id TEXT NOT NULL, at INTEGER NOT NULL, kind TEXT NOT NULL, cause TEXT NOT NULL, actor TEXT NOT NULL,
  reason TEXT NOT NULL, stage INTEGER NOT NULL, recommendation INTEGER NOT NULL, snapshot_hash TEXT) WITHOUT ROWID;
CREATE INDEX decision_by_rollout ON decision(rollout_id, at);
CREATE INDEX decision_by_time ON decision(at);
CREATE TABLE snapshot (hash TEXT NOT NULL UNIQUE, body BLOB NOT NULL, at INTEGER NOT NULL);
CREATE TABLE action (
  id TEXT PRIMARY KEY, key TEXT NOT NULL UNIQUE, decision_id TEXT NOT NULL, rollout_id TEXT NOT NULL, target_id TEXT NOT NULL, operation TEXT NOT NULL,
  state TEXT NOT NULL, attempts INTEGER NOT NULL, due_at INTEGER NOT NULL, fence TEXT, before TEXT, after TEXT, problem TEXT,
  created_at INTEGER NOT NULL, sent_at INTEGER, finished_at INTEGER) WITHOUT ROWID;
CREATE INDEX action_open ON action(created_at) WHERE state IN ('intended', 'sent', 'unknown');
CREATE INDEX action_by_rollout ON action(rollout_id, created_at);
CREATE INDEX action_by_decision ON action(decision_id);
CREATE INDEX action_by_target ON action(target_id, created_at);
CREATE TABLE check_result (rollout_id TEXT NOT NULL, name TEXT NOT NULL, moment TEXT NOT NULL, stage INTEGER NOT NULL, result TEXT NOT NULL, PRIMARY KEY (rollout_id, name, moment, stage)) WITHOUT ROWID;
CREATE TABLE incident (
  id TEXT PRIMARY KEY, application_id TEXT NOT NULL, version TEXT NOT NULL, severity TEXT NOT NULL, title TEXT NOT NULL,
  opened_at INTEGER NOT NULL, closed_at INTEGER, evidence TEXT NOT NULL) WITHOUT ROWID;
CREATE INDEX incident_by_time ON incident(opened_at);
CREATE TABLE notice (
  id TEXT PRIMARY KEY, connection TEXT NOT NULL, notice TEXT NOT NULL, dedup_key TEXT NOT NULL, state TEXT NOT NULL, attempts INTEGER NOT NULL,
  due_at INTEGER NOT NULL, problem TEXT, created_at INTEGER NOT NULL, finished_at INTEGER) WITHOUT ROWID;
CREATE INDEX notice_due ON notice(due_at) WHERE state = 'waiting';
CREATE INDEX notice_by_key ON notice(connection, dedup_key, created_at);
CREATE TABLE idempotency (scope TEXT NOT NULL, key TEXT NOT NULL, body_hash TEXT NOT NULL, answer TEXT NOT NULL, at INTEGER NOT NULL, expires_at INTEGER NOT NULL, PRIMARY KEY (scope, key)) WITHOUT ROWID;
CREATE TABLE idempotency_count (name TEXT PRIMARY KEY, count INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE audit (
  seq INTEGER PRIMARY KEY, at INTEGER NOT NULL, application_id TEXT, rollout_id TEXT, words TEXT NOT NULL, body TEXT NOT NULL,
  previous TEXT NOT NULL, hash TEXT NOT NULL);
CREATE INDEX audit_by_rollout ON audit(rollout_id, seq) WHERE rollout_id IS NOT NULL;
CREATE INDEX audit_by_application ON audit(application_id, seq) WHERE application_id IS NOT NULL;
CREATE INDEX audit_by_time ON audit(at);
CREATE TRIGGER audit_keeps BEFORE UPDATE ON audit BEGIN SELECT RAISE(ABORT, 'audit entries are never changed'); END;
CREATE TRIGGER audit_stays BEFORE DELETE ON audit BEGIN SELECT RAISE(ABORT, 'audit entries are never removed'); END;
`,
} as const;
