/** What is wrong in a file of history, and where. */
export interface HistoryProblem {
  /** From 1; null when it is about the file as a whole. */
  readonly line: number | null;
  readonly message: string;
}

/** Problems told at once: more would only repeat the first. */
export const mostProblems = 20;

export function problemInWords(problem: HistoryProblem): string {
  return problem.line === null ? problem.message : `line ${problem.line}: ${problem.message}`;
}
