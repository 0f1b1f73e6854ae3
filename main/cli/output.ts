/** Exit codes of the CLI, as its help prints them. */
export const exitCodes = { done: 0, failed: 1, usage: 2, busy: 3, refused: 4 } as const;

/** The command was typed wrongly, or names something that cannot be used: exit code 2. */
export class WrongUsage extends Error {}

/** Prints an answer as JSON, or as the given lines. */
export function print(json: boolean, value: unknown, lines: () => readonly string[]): void {
  process.stdout.write(`${json ? JSON.stringify(value, null, 2) : lines().join('\n')}\n`);
}

/** Columns padded to the widest cell; the header is a row like any other. */
export function table(rows: readonly (readonly string[])[]): string[] {
  const widths: number[] = [];
  for (const row of rows) row.forEach((cell, index) => (widths[index] = Math.max(widths[index] ?? 0, cell.length)));
  return rows.map((row) =>
    row
      .map((cell, index) => cell.padEnd(widths[index] ?? 0))
      .join('  ')
      .trimEnd(),
  );
}
