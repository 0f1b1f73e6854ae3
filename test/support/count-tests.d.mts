export interface TestCount {
  passed: number;
  failed: number;
  skipped: number;
  problems: string[];
}

/** Counts of a vitest JSON report, or null when there is none; `status` is the exit code. */
export function countVitest(report: unknown, status: number): TestCount;
/** Counts of a Playwright JSON report, or null when there is none; `status` is the exit code. */
export function countPlaywright(report: unknown, status: number): TestCount;
/** The one line that tools read. */
export function lastLine(counts: readonly TestCount[]): string;
