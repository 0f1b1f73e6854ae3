/**
 * Imported history, apart from what this console measured and did: an import is seen once it is kept, and can be removed again,
 * and nothing of it can reach a live verdict.
 */
export const history = {
  version: 30,
  sql: `
CREATE TABLE history_import (
  id TEXT PRIMARY KEY, kind TEXT NOT NULL, state TEXT NOT NULL, name TEXT NOT NULL, mapping TEXT NOT NULL, reached INTEGER,
  added INTEGER NOT NULL, known INTEGER NOT NULL, differing INTEGER NOT NULL, created_at INTEGER NOT NULL, finished_at INTEGER) WITHOUT ROWID;
CREATE TABLE imported_series (
  id INTEGER PRIMARY KEY, import_id TEXT NOT NULL, metric TEXT NOT NULL, release TEXT NOT NULL, channel TEXT NOT NULL, platform TEXT NOT NULL,
  UNIQUE (import_id, metric, release, channel, platform));
CREATE INDEX imported_series_by_metric ON imported_series(metric, release, channel, platform);
CREATE TABLE imported_reading (series_id INTEGER NOT NULL, ts INTEGER NOT NULL, value REAL NOT NULL, samples REAL, PRIMARY KEY (series_id, ts)) WITHOUT ROWID;
CREATE TABLE imported_rollout (
  id TEXT PRIMARY KEY, import_id TEXT NOT NULL, application_id TEXT NOT NULL, version TEXT NOT NULL, previous_version TEXT, target_id TEXT,
  target_name TEXT NOT NULL, channel TEXT NOT NULL, surface TEXT NOT NULL, population INTEGER, plan_name TEXT NOT NULL, stages TEXT NOT NULL,
  outcome TEXT NOT NULL, started_at INTEGER NOT NULL, ended_at INTEGER, decided_at INTEGER, reason TEXT NOT NULL,
  UNIQUE (application_id, version, channel, surface, target_name, started_at)) WITHOUT ROWID;
CREATE INDEX imported_rollout_by_time ON imported_rollout(started_at);
`,
} as const;
