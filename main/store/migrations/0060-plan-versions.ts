/** Every text a plan file has had, and an index to find the rollouts that ran under one. */
export const planVersions = {
  version: 60,
  sql: `
CREATE TABLE plan_version (
  id INTEGER PRIMARY KEY, file TEXT NOT NULL, hash TEXT NOT NULL, text TEXT NOT NULL, at INTEGER NOT NULL, actor TEXT);
CREATE INDEX plan_version_by_file ON plan_version(file, id);
CREATE INDEX rollout_by_plan ON rollout(plan_hash, created_at);
`,
} as const;
