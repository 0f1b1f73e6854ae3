import type { TestLine } from './context.ts';
import { AdapterError } from './errors.ts';

/** Runs the parts of a connection test one by one; a failed part says what is missing and the rest still run. */
export async function testLines(parts: readonly (readonly [what: string, run: () => Promise<void>, good: string])[]): Promise<TestLine[]> {
  const lines: TestLine[] = [];
  for (const [what, run, good] of parts) {
    try {
      await run();
      lines.push({ what, ok: true, detail: good });
    } catch (error) {
      if (!(error instanceof AdapterError)) throw error;
      lines.push({ what, ok: false, detail: error.message });
    }
  }
  return lines;
}
