import type { AuditBody } from '../core/model/audit.ts';

/*
 * What the search index holds of an entry. A person finds a word by its beginning, and by the beginning of any of its parts: `rollback`
 * finds `rollout.rollback`, `8.0` finds `4.8.0`. Exact fields get tokens of their own, which no typed word can equal.
 */

/** Fields an entry can be asked for exactly. */
export interface AuditFacets {
  readonly applicationId?: string | null;
  readonly rolloutId?: string | null;
  readonly targetId?: string | null;
  readonly action?: string | null;
  readonly actor?: string | null;
  readonly trigger?: string | null;
}

/** Private characters stand for signs that the index would cut at; the first ones name a field. */
const signs = 0xe000;
const fields = { applicationId: 0, rolloutId: 1, targetId: 2, action: 3, actor: 4, trigger: 5 } as const satisfies Record<
  keyof AuditFacets,
  number
>;
const fieldMark = 0xe100;
const spanMark = 0xe110;
const longest = 80;

function glued(text: string): string {
  return text.replaceAll(/[\0-/:-@[-`{-\x7f]/g, (sign) => String.fromCharCode(signs + sign.charCodeAt(0)));
}

/** A word asked for, as it stands in the index; empty when it has no letter or digit. */
export function wordToken(word: string): string {
  const begun = word.replace(/^[^\p{L}\p{N}]+/u, '');
  return glued(begun.slice(0, longest));
}

/** Token of one exact field. */
export function facetToken(field: keyof AuditFacets, value: string): string {
  return `${String.fromCharCode(fieldMark + fields[field])}${glued(value.toLowerCase().toWellFormed())}`.replaceAll(/\s/g, '_');
}

/** Lengths of the month, the day and the hour in an ISO time; how many of each a question may name before the next larger is taken. */
const spans = [
  { length: 13, ms: 3_600_000, most: 49 },
  { length: 10, ms: 86_400_000, most: 63 },
  { length: 7, ms: 28 * 86_400_000, most: 400 },
] as const;
const lastTime = 253_402_300_799_999;

/** Token of the month, day or hour (UTC) in which a time (ms) lies. */
function spanToken(at: number, length: number): string {
  const iso = new Date(Math.min(Math.max(at, 0), lastTime)).toISOString();
  return String.fromCharCode(spanMark) + glued(iso.slice(0, length));
}

/** Tokens of the hours, days or months that cover a range (ms, both ends included); empty when it is too long to narrow anything. */
export function spanTokens(from: number, to: number): string[] {
  const span = spans.find(({ ms, most }) => (to - from) / ms < most - 1);
  if (span === undefined) return [];
  const tokens = new Set<string>();
  for (let at = from; at < to; at += span.ms) tokens.add(spanToken(at, span.length));
  return [...tokens.add(spanToken(to, span.length))];
}

/** Everything an entry can be found by, for the index. */
export function indexText(body: AuditBody, words: string): string {
  const found = new Set<string>();
  for (const word of words.split(/\s+/)) {
    for (const part of word.matchAll(/(?<![\p{L}\p{N}])[\p{L}\p{N}]/gu)) found.add(glued(word.slice(part.index, part.index + longest)));
  }
  for (const field of ['applicationId', 'rolloutId', 'targetId', 'action', 'trigger'] as const) {
    const value = body[field];
    if (value !== null) found.add(facetToken(field, value));
  }
  found.add(facetToken('actor', body.actor.name));
  for (const { length } of spans) found.add(spanToken(body.at, length));
  return [...found].join(' ');
}
