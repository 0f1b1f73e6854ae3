/** Exit codes of the CLI, as its help prints them. */
export const exitCodes = { done: 0, failed: 1, usage: 2, busy: 3, refused: 4 } as const;

/** The table at the end of every help text; the README has the same one. */
export const exitCodeHelp = `
Exit codes:
  0  done
  1  failed: the answer is no, or it could not be finished; the message says which
  2  wrong usage: an option, a command or a file that cannot be used
  3  another console is busy with the workspace and does not answer
  4  refused: by its role, its state or its input; nothing was done`;

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
