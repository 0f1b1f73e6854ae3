import type { PlanDetail, PlanRow } from '../../../main/contract/plans.ts';

export type Problem = PlanRow['problems'][number];

/** Where a problem is, in words: `line 4, column 7`. */
export function placeOf(problem: Problem): string {
  if (problem.line === null) return problem.path === '' ? 'whole file' : problem.path;
  return problem.column === null ? `line ${problem.line}` : `line ${problem.line}, column ${problem.column}`;
}

/** A free file name for a copy of `file`: `my-canary.yaml`, then `my-canary-2.yaml`. */
export function copyName(file: string, taken: readonly string[]): string {
  const base = `my-${(file.split('/').at(-1) ?? file).replace(/\.ya?ml$/, '')}`.replaceAll(/[^\w.-]+/g, '-');
  for (let count = 1; ; count += 1) {
    const name = count === 1 ? `${base}.yaml` : `${base}-${count}.yaml`;
    if (!taken.includes(name)) return name;
  }
}

/** Why a name cannot be a plan file, or null. */
export function fileNameProblem(name: string, taken: readonly string[]): string | null {
  if (!/^[\w.-]+\.ya?ml$/.test(name)) return 'Letters, digits, dots, dashes and underscores, ending in .yaml';
  return taken.includes(name) ? `${name} exists already; choose another name` : null;
}

export function isEditable(plan: Pick<PlanDetail, 'origin'>): boolean {
  return plan.origin === 'workspace';
}

/** The text with its `name:` after the file it is saved in, so that two plans are not called the same. */
export function renamed(text: string, file: string): string {
  return text.replace(/^name:.*$/m, `name: ${file.replace(/\.ya?ml$/, '')}`);
}
