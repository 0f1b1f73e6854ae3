import { type AuditFacets, facetToken, spanTokens, wordToken } from './audit-tokens.ts';
import type { Reader, Value } from './handles.ts';
import { number, text } from './row.ts';

/** What the log is narrowed to. Times in ms, both ends included. */
export interface AuditFilter extends AuditFacets {
  readonly before?: number | null;
  readonly limit?: number;
  readonly text?: string;
  readonly from?: number | null;
  readonly to?: number | null;
}

/** Source of entries that fit, with `audit.seq` as the order, and the values it needs. */
export interface AuditQuery {
  readonly source: string;
  readonly values: readonly Value[];
}

const facets = ['applicationId', 'rolloutId', 'targetId', 'action', 'actor', 'trigger'] as const satisfies readonly (keyof AuditFacets)[];
const joined = 'audit_index CROSS JOIN audit ON audit.seq = audit_index.rowid';
const quoted = (token: string): string => `"${token}"`;

/** Characters up to which the index has beginnings of words of its own. */
const indexedBeginning = 5;
/** Beyond this many words with one beginning, asking for the beginning is no slower than naming them. */
const mostNamed = 32;

/**
 * Words that begin with a token. The index puts the entries of a long beginning together before it gives the first one, while those of
 * named words come one by one: where few words begin so, they are named.
 */
function beginningWith(reader: Reader, token: string): string {
  if (token.length <= indexedBeginning) return `${quoted(token)}*`;
  const rows = reader.all('SELECT term FROM audit_term WHERE term >= ? AND term < ? LIMIT ?', token, `${token}\u{10ffff}`, mostNamed + 1);
  if (rows.length > mostNamed) return `${quoted(token)}*`;
  if (rows.length === 0) return quoted(token);
  return `(${rows.map((row) => quoted(text(row, 'term'))).join(' OR ')})`;
}

/** The question to the index, or null when nothing can be asked of it. */
function matching(reader: Reader, filter: AuditFilter): string | null {
  const parts = facets.flatMap((field) => {
    const value = filter[field];
    return value === null || value === undefined || value === '' ? [] : [quoted(facetToken(field, value))];
  });
  for (const word of wordsIn(filter)) {
    const token = wordToken(word);
    if (token !== '') parts.push(beginningWith(reader, token));
  }
  const spans = spansOf(reader, filter);
  if (spans.length > 0) parts.push(`(${spans.map(quoted).join(' OR ')})`);
  return parts.length === 0 ? null : parts.join(' AND ');
}

function wordsIn(filter: AuditFilter): string[] {
  return (filter.text ?? '').toLowerCase().toWellFormed().split(/\s+/).filter(Boolean);
}

function isSet(time: number | null | undefined): time is number {
  return time !== null && time !== undefined;
}

/** Hours, days or months that cover the range; its open ends are those of the log. */
function spansOf(reader: Reader, { from, to }: AuditFilter): string[] {
  if (!isSet(from) && !isSet(to)) return [];
  const first = reader.one('SELECT at FROM audit ORDER BY at LIMIT 1');
  const last = reader.one('SELECT at FROM audit ORDER BY at DESC LIMIT 1');
  if (first === null || last === null) return [];
  const begin = Math.max(from ?? 0, number(first, 'at'));
  const end = Math.min(to ?? Number.MAX_SAFE_INTEGER, number(last, 'at'));
  return begin > end ? [] : spanTokens(begin, end);
}

/** Where entries that fit a filter are found. `paged` heeds `before` and has all of an entry; else it may be the index alone. */
export function auditQuery(reader: Reader, filter: AuditFilter, paged: boolean): AuditQuery {
  const match = matching(reader, filter);
  const parts: [string, Value][] = match === null ? [] : [['audit_index MATCH ?', match]];
  if (paged && isSet(filter.before)) parts.push([match === null ? 'audit.seq < ?' : 'audit_index.rowid < ?', filter.before]);
  if (isSet(filter.from)) parts.push(['audit.at >= ?', filter.from]);
  if (isSet(filter.to)) parts.push(['audit.at <= ?', filter.to]);
  // Words of signs alone are not in the index.
  for (const word of wordsIn(filter)) if (wordToken(word) === '') parts.push(['instr(audit.words, ?) > 0', word]);
  const indexed = paged || parts.some(([sql]) => sql.includes('audit.')) ? joined : 'audit_index';
  const source = match === null ? 'audit' : indexed;
  const where = parts.length === 0 ? '' : ` WHERE ${parts.map(([sql]) => sql).join(' AND ')}`;
  return { source: `${source}${where}`, values: parts.map(([, value]) => value) };
}

/** Column to order by: the index answers in its own order without sorting. */
export function orderOf(query: AuditQuery): string {
  return query.source.startsWith('audit_index') ? 'audit_index.rowid' : 'audit.seq';
}
