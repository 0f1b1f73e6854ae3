/** What the sweeps of a stage add up to, who approved entering one, and the go and no-go of people. */
export const judgement = {
  version: 50,
  sql: `
ALTER TABLE rollout ADD COLUMN watch TEXT NOT NULL DEFAULT '{"streakMs":0,"extraBakeMs":0,"yellow":false,"peaks":{}}';
ALTER TABLE rollout ADD COLUMN approvals TEXT NOT NULL DEFAULT '[]';
CREATE TABLE signoff (
  rollout_id TEXT NOT NULL, name TEXT NOT NULL, moment TEXT NOT NULL, stage INTEGER NOT NULL, at INTEGER NOT NULL, result TEXT NOT NULL,
  PRIMARY KEY (rollout_id, name, moment, stage, at)) WITHOUT ROWID;
`,
} as const;
