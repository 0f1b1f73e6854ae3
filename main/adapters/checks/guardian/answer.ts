import { z } from 'zod';
import type { CheckItem } from '../../../core/model/check.ts';
import type { CheckAnswer } from '../port.ts';

const Item = z.looseObject({ name: z.string().optional(), detail: z.unknown().optional(), message: z.unknown().optional() });
type Item = z.infer<typeof Item>;

/** Guardian's answer, read with patience: only the shape is fixed, what the words mean is decided below. */
export const Answer = z.looseObject({
  summary: z.unknown().optional(),
  checks: z.union([z.array(Item), z.record(z.string(), Item)]).nullish(),
});
export type Answer = z.infer<typeof Answer>;

/** `ok` is not among them: it often says no more than that the question was understood. */
const good = new Set(['pass', 'passed', 'success', 'successful', 'succeeded', 'green', 'approved']);
const bad = new Set(['fail', 'failed', 'failure', 'blocked', 'block', 'rejected', 'red', 'denied']);

/** What every release is asked for (R1.4); a topic that the answer leaves out is listed as not reported. */
const topics: readonly (readonly [title: string, words: RegExp])[] = [
  ['Protected paths', /protected|\bpaths?\b/],
  ['Change size limits', /limit|size|\bprs?\b|pull request/],
  ['Security scan', /secur|scan|vulnerab/],
  ['Performance benchmarks', /perf|bench/],
  ['Dependency audit', /depend|audit/],
];

const mostItems = 50;
const longestText = 500;

function text(value: unknown): string {
  return typeof value === 'string' ? value.trim().slice(0, longestText) : '';
}

function clear(value: unknown): boolean | null {
  if (typeof value === 'boolean') return value;
  const word = text(value).toLowerCase();
  return good.has(word) ? true : bad.has(word) ? false : null;
}

/**
 * A verdict in any of the fields that may hold one. One clear no is a no; otherwise every field given must be a clear yes:
 * a service that could not look has not passed anything.
 */
function verdictOf(value: Readonly<Record<string, unknown>>): boolean | null {
  const given = [value['passed'], value['status'] ?? undefined, value['outcome'] ?? undefined];
  const said = given.filter((one) => one !== undefined).map(clear);
  if (said.includes(false)) return false;
  return said.length > 0 && said.every((one) => one === true) ? true : null;
}

function itemOf(item: Item, name: string): CheckItem {
  return { name: (text(item.name) || name).slice(0, 100), passed: verdictOf(item), detail: text(item.detail) || text(item.message) };
}

function itemsOf(answer: Answer): CheckItem[] {
  const checks = answer.checks ?? [];
  const named = Array.isArray(checks)
    ? checks.map((item, index) => itemOf(item, `Check ${index + 1}`))
    : Object.entries(checks).map(([name, item]) => itemOf(item, name));
  const plain = named.map((item) => item.name.toLowerCase().replaceAll(/[_-]/g, ' '));
  const missing = topics.filter(([, words]) => !plain.some((name) => words.test(name)));
  return [...named.slice(0, mostItems), ...missing.map(([name]) => ({ name, passed: null, detail: 'Not reported.' }))];
}

/** The answer as a check result. A failed item outweighs an overall pass; without a clear overall word nothing is passed. */
export function answerOf(answer: Answer): CheckAnswer {
  const items = itemsOf(answer);
  const failed = items.filter((item) => item.passed === false).map((item) => item.name);
  const passed = failed.length > 0 ? false : verdictOf(answer);
  return { passed, summary: text(answer.summary) || inWords(passed, failed), items };
}

function inWords(passed: boolean | null, failed: readonly string[]): string {
  if (passed === null) return 'Guardian gave no clear answer.';
  if (passed) return 'Guardian passed.';
  return failed.length === 0 ? 'Guardian blocked without naming a reason.' : `Guardian blocked: ${failed.join(', ')}.`;
}
