/** Errors by fingerprint: what is known of each, and how many came in each five minutes. */
export const errorClusters = {
  version: 70,
  sql: `
CREATE TABLE error_cluster (
  application_id TEXT NOT NULL, version TEXT NOT NULL, platform TEXT NOT NULL, fingerprint TEXT NOT NULL,
  name TEXT NOT NULL, title TEXT NOT NULL, frame TEXT NOT NULL, count INTEGER NOT NULL, first_at INTEGER NOT NULL, last_at INTEGER NOT NULL,
  PRIMARY KEY (application_id, version, platform, fingerprint)) WITHOUT ROWID;
CREATE INDEX error_cluster_by_time ON error_cluster(last_at);
CREATE TABLE error_slot (
  application_id TEXT NOT NULL, version TEXT NOT NULL, platform TEXT NOT NULL, fingerprint TEXT NOT NULL, ts INTEGER NOT NULL, count INTEGER NOT NULL,
  PRIMARY KEY (application_id, version, platform, fingerprint, ts)) WITHOUT ROWID;
CREATE INDEX error_slot_by_time ON error_slot(ts);
`,
} as const;
