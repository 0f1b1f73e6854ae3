/** An audit entry cannot be replaced by inserting over it, and two lists that grow get an index. */
export const guards = {
  version: 20,
  sql: `
CREATE TRIGGER audit_once BEFORE INSERT ON audit WHEN EXISTS (SELECT 1 FROM audit WHERE seq = NEW.seq)
BEGIN SELECT RAISE(ABORT, 'audit entries are never replaced'); END;
CREATE INDEX idempotency_by_end ON idempotency(expires_at);
CREATE INDEX incident_open ON incident(application_id, version) WHERE closed_at IS NULL;
`,
} as const;
