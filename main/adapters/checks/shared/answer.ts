import type { CheckItem } from '../../../core/model/check.ts';
import type { CheckAnswer } from '../port.ts';

const mostItems = 50;
const longest = 500;

/** One failed item fails a check, one unknown leaves it open; without any item nothing is known. */
export function worstOf(items: readonly CheckItem[]): boolean | null {
  if (items.some((item) => item.passed === false)) return false;
  return items.length === 0 || items.some((item) => item.passed === null) ? null : true;
}

/** Names in one line, the first few and how many more. */
export function fewOf(names: readonly string[], most = 5): string {
  const shown = names.slice(0, most).join(', ');
  return names.length > most ? `${shown} and ${names.length - most} more` : shown;
}

/** The items that decided an answer, in one sentence: the first few and how many more. */
export function decisive(items: readonly CheckItem[], passed: boolean | null, most = 4): string {
  const words = items.filter((item) => item.passed === passed).map((item) => `${item.name}: ${item.detail.replace(/\.$/, '')}`);
  const more = words.length > most ? `; and ${words.length - most} more` : '';
  return `${words.slice(0, most).join('; ')}${more}.`;
}

/** An answer short enough to be kept: failures first, then what is unknown. */
export function answered(passed: boolean | null, summary: string, items: readonly CheckItem[]): CheckAnswer {
  const rank = (item: CheckItem): number => (item.passed === false ? 0 : item.passed === null ? 1 : 2);
  const kept = items.toSorted((a, b) => rank(a) - rank(b)).slice(0, mostItems);
  return {
    passed,
    summary: summary.slice(0, longest),
    items: kept.map((item) => ({ ...item, name: item.name.slice(0, 200), detail: item.detail.slice(0, longest) })),
  };
}
