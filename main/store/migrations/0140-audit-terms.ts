/** The words of the audit index by name: a search for the beginning of a long word asks for the few words that begin so. It holds nothing of its own. */
export const auditTerms = {
  version: 140,
  sql: `
CREATE VIRTUAL TABLE audit_term USING fts5vocab(audit_index, 'row');
`,
} as const;
