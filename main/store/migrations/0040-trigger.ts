/** Which door a decision came through, so that the outcome of its writes names the same one. Null for decisions of before. */
export const trigger = {
  version: 40,
  sql: 'ALTER TABLE decision ADD COLUMN "trigger" TEXT;',
} as const;
