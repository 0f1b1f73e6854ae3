import type Database from 'better-sqlite3';
import { indexText } from '../audit-tokens.ts';
import { parseObject } from '../row.ts';
import { AuditBodyShape } from '../shapes.ts';

/** Makes the entries that are there findable. One that cannot be read is left out: the proof names it. */
function fill(database: Database.Database): void {
  const insert = database.prepare('INSERT INTO audit_index (rowid, tokens) VALUES (?, ?)');
  const page = database.prepare<[number], { seq: number; body: string; words: string }>(
    'SELECT seq, body, words FROM audit WHERE seq > ? ORDER BY seq LIMIT 1000',
  );
  for (let rows = page.all(0); rows.length > 0; rows = page.all(rows.at(-1)?.seq ?? Number.MAX_SAFE_INTEGER)) {
    for (const { seq, body, words } of rows) {
      const read = readable(body);
      if (read !== null) insert.run(seq, indexText(read, words));
    }
  }
}

function readable(body: string): ReturnType<typeof AuditBodyShape.parse> | null {
  try {
    return AuditBodyShape.safeParse(parseObject(body)).data ?? null;
  } catch {
    return null;
  }
}

/** Words and exact fields of audit entries, so that a million of them are searched in no time. It holds no text of its own. */
export const auditIndex = {
  version: 80,
  sql: `
CREATE VIRTUAL TABLE audit_index USING fts5(tokens, content = '', detail = none, columnsize = 0, prefix = '1 2 3 4 5', tokenize = 'ascii');
`,
  fill,
} as const;
