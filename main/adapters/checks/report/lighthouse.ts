import { z } from 'zod';
import type { CheckItem } from '../../../core/model/check.ts';
import { AdapterError } from '../../errors.ts';
import type { Document } from '../../json/fetch-document.ts';

/** An entry of `assertion-results.json` as Lighthouse CI writes it. */
const Assertion = z.object({
  auditId: z.string().nullish(),
  auditProperty: z.array(z.string()).nullish(),
  name: z.string(),
  level: z.string().nullish(),
  passed: z.boolean(),
  expected: z.unknown(),
  actual: z.unknown(),
  operator: z.string().nullish(),
  url: z.string().nullish(),
});

/** An entry of `manifest.json`: one run of a page with its scores, 0–1. */
const Run = z.object({
  url: z.string(),
  isRepresentativeRun: z.boolean(),
  summary: z.record(z.string(), z.number().nullable()),
});

function read<T>(schema: z.ZodType<T>, document: Document, file: string): T {
  const parsed = schema.safeParse(document);
  if (parsed.success) return parsed.data;
  const where = parsed.error.issues[0]?.path.join('.') ?? '';
  throw new AdapterError(
    'invalid',
    `The report is not the ${file} that Lighthouse CI writes (at ${where === '' ? 'the top' : where}). Check the path in the plan.`,
  );
}

/** Assertions of Lighthouse CI: a failed one of level error fails, of level warn it is only told. */
export function judgeAssertions(document: Document): CheckItem[] {
  const assertions = read(z.array(Assertion), document, 'assertion-results.json');
  // Lighthouse CI writes an empty list when every assertion passed and passed ones are left out.
  if (assertions.length === 0) return [{ name: 'Lighthouse', passed: true, detail: 'No assertion failed.' }];
  return assertions.map((one) => {
    const name = [one.auditId, ...(one.auditProperty ?? []), one.auditId === null || one.auditId === undefined ? one.name : null]
      .filter(Boolean)
      .join('.');
    const found = `${one.name} ${plain(one.actual)}, ${one.operator ?? ''} ${plain(one.expected)} wanted`.replaceAll(/\s+/g, ' ');
    const where = one.url ? ` on ${one.url}` : '';
    if (one.passed) return { name, passed: true, detail: `${found}${where}.` };
    return one.level === 'warn'
      ? { name, passed: true, detail: `A warning: ${found}${where}.` }
      : { name, passed: false, detail: `${found}${where}.` };
  });
}

/** Scores of the representative run of each page against the least that is wanted, 0–1. */
export function judgeManifest(document: Document, least: Readonly<Record<string, number>>): CheckItem[] {
  const runs = read(z.array(Run), document, 'manifest.json').filter((run) => run.isRepresentativeRun);
  return runs.flatMap((run) =>
    Object.entries(least).map(([category, wanted]): CheckItem => {
      const name = `${category} of ${run.url}`;
      const score = run.summary[category];
      if (typeof score !== 'number') return { name, passed: null, detail: `The report has no score for ${category}.` };
      return { name, passed: score >= wanted, detail: `Score ${score}; at least ${wanted} wanted.` };
    }),
  );
}

function plain(value: unknown): string {
  return typeof value === 'number' || typeof value === 'string' ? String(value) : JSON.stringify(value ?? null);
}
