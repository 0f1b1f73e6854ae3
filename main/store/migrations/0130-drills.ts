/** Fire drills, apart from everything real: no other table refers to them. */
export const drills = {
  version: 130,
  sql: `
CREATE TABLE drill (
  id TEXT PRIMARY KEY, person TEXT NOT NULL, scenario TEXT NOT NULL, title TEXT NOT NULL, release TEXT NOT NULL,
  plan_name TEXT NOT NULL, plan_file TEXT NOT NULL, plan_hash TEXT NOT NULL, by_hand INTEGER NOT NULL, speed INTEGER NOT NULL,
  state TEXT NOT NULL, started_at INTEGER NOT NULL, ended_at INTEGER, bad_at INTEGER, detected_at INTEGER, contained_at INTEGER,
  pressed TEXT NOT NULL, targets TEXT NOT NULL, exposed_users INTEGER NOT NULL, notes TEXT NOT NULL) WITHOUT ROWID;
CREATE INDEX drill_by_time ON drill(started_at);
`,
} as const;
