/** Ways in for signed messages with what they refused, and what was sent to GitHub. Their secrets are in the vault. */
export const webhooks = {
  version: 90,
  sql: `
CREATE TABLE hook (
  id TEXT PRIMARY KEY, name TEXT NOT NULL UNIQUE, application_id TEXT NOT NULL, shape TEXT NOT NULL, created_at INTEGER NOT NULL,
  rotated_at INTEGER, former_until INTEGER, last_used_at INTEGER, used INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE hook_refusal (
  hook_id TEXT NOT NULL, kind TEXT NOT NULL, count INTEGER NOT NULL, last_at INTEGER NOT NULL, PRIMARY KEY (hook_id, kind)) WITHOUT ROWID;
CREATE INDEX idempotency_by_body ON idempotency(scope, body_hash);
CREATE TABLE dispatch (
  id TEXT PRIMARY KEY, application_id TEXT NOT NULL, version TEXT NOT NULL, kind TEXT NOT NULL, connection_id TEXT NOT NULL,
  repository TEXT NOT NULL, workflow TEXT, ref TEXT, reason TEXT NOT NULL, actor TEXT NOT NULL, state TEXT NOT NULL, at INTEGER NOT NULL,
  finished_at INTEGER, problem TEXT, run_url TEXT) WITHOUT ROWID;
CREATE INDEX dispatch_by_release ON dispatch(application_id, version, at);
`,
} as const;
