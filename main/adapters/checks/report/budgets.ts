import type { CheckItem } from '../../../core/model/check.ts';
import type { Document } from '../../json/fetch-document.ts';
import { kindOf, select } from '../../json/pick.ts';
import { fewOf } from '../shared/answer.ts';
import type { Budget, Operator } from './options.ts';

const words: Readonly<Record<Operator, string>> = {
  atMost: 'at most',
  below: 'below',
  atLeast: 'at least',
  above: 'above',
  equals: 'exactly',
  not: 'anything but',
};

/** Pure: holds a report against one budget. No value is never a pass, and every value must keep to the limit. */
export function judgeBudget(document: Document, budget: Budget): CheckItem {
  const name = budget.name ?? budget.value;
  const found = select(document, budget.value);
  if (budget.count) return judgeCount(document, budget, name, found.length);
  if (found.length === 0) return { name, passed: null, detail: `The report has nothing at ${budget.value}.` };
  const unfit = typeof budget.limit === 'number' ? found.find((value) => numberOf(value) === null) : undefined;
  if (unfit !== undefined) return { name, passed: null, detail: `The report has ${kindOf(unfit)} at ${budget.value} instead of a number.` };
  const beyond = found.filter((value) => !keeps(value, budget));
  const limit = `${words[budget.is]} ${String(budget.limit)}${unitOf(budget)}`;
  if (beyond.length === 0) return { name, passed: true, detail: `${fewOf(found.map((value) => shown(value, budget)))}; ${limit} wanted.` };
  const which = beyond.length === found.length ? '' : ` (${beyond.length} of ${found.length})`;
  return { name, passed: false, detail: `${fewOf(beyond.map((value) => shown(value, budget)))}${which}; ${limit} wanted.` };
}

function judgeCount(document: Document, budget: Budget, name: string, count: number): CheckItem {
  const place = budget.in ?? budget.value;
  if (select(document, place).length === 0)
    return { name, passed: null, detail: `The report has nothing at ${place}, so nothing can be counted in it.` };
  return { name, passed: keeps(count, budget), detail: `${count} found; ${words[budget.is]} ${String(budget.limit)} wanted.` };
}

/** A finite number, also one written as text. */
function numberOf(value: Document): number | null {
  const number = typeof value === 'string' && /^\s*[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?\s*$/i.test(value) ? Number(value) : value;
  return typeof number === 'number' && Number.isFinite(number) ? number : null;
}

function keeps(value: Document, { is, limit }: Budget): boolean {
  if (typeof limit !== 'number') return is === 'equals' ? value === limit : value !== limit;
  const number = numberOf(value);
  if (number === null) return false;
  switch (is) {
    case 'atMost':
      return number <= limit;
    case 'below':
      return number < limit;
    case 'atLeast':
      return number >= limit;
    case 'above':
      return number > limit;
    case 'equals':
      return number === limit;
    case 'not':
      return number !== limit;
  }
}

function unitOf({ unit }: Budget): string {
  return unit === '' ? '' : ` ${unit}`;
}

function shown(value: Document, budget: Budget): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return `${text.slice(0, 60)}${unitOf(budget)}`;
}
