import { textHash } from '../../../core/hash.ts';
import { type Notice, severities, type Severity } from '../../../core/model/notice.ts';
import type { Telling } from '../port.ts';

/** Limits of the Events API v2, in characters. */
const longest = { key: 255, summary: 1024, body: 20_000, linkText: 200 };
const mostLinks = 10;

export interface PagerdutyEvent {
  /** Path under the host: an alert, or a change that is noted without paging. */
  readonly path: '/v2/enqueue' | '/v2/change/enqueue';
  readonly body: Readonly<Record<string, unknown>>;
}

/** Whether a notice of this severity pages, where paging begins at `from`. */
export function pages(severity: Severity, from: Severity): boolean {
  return severities.indexOf(severity) >= severities.indexOf(from);
}

/** A key that fits: a longer one is cut, and told apart by its hash. */
export function fittingKey(key: string): string {
  return key.length <= longest.key ? key : `${key.slice(0, longest.key - 17)}:${textHash(key).slice(0, 16)}`;
}

function cut(text: string, length: number): string {
  const line = text.toWellFormed();
  return line.length <= length ? line : `${line.slice(0, length - 1).toWellFormed()}…`;
}

function linksOf(notice: Notice): Readonly<Record<string, unknown>> {
  const links = notice.links
    .filter((link) => /^https?:\/\//i.test(link.href) && URL.canParse(link.href))
    .slice(0, mostLinks)
    .map((link) => ({ href: link.href, text: cut(link.text, longest.linkText) }));
  return links.length === 0 ? {} : { links };
}

/** A notice as PagerDuty takes it. One below `from` is noted on the timeline of the service and wakes nobody. */
export function pagerdutyEvent(notice: Notice, routingKey: string, from: Severity, telling: Telling): PagerdutyEvent {
  const key = fittingKey(notice.alert?.key ?? notice.dedupKey);
  const act = notice.alert?.act ?? 'trigger';
  if (act !== 'trigger') return { path: '/v2/enqueue', body: { routing_key: routingKey, event_action: act, dedup_key: key } };
  const summary = cut(notice.title.trim() || 'Tidegate', longest.summary);
  const common = { summary, source: cut(sourceOf(key), longest.key), timestamp: new Date(telling.at).toISOString() };
  const custom_details = { body: cut(notice.body, longest.body), notice: notice.dedupKey };
  if (!pages(notice.severity, from)) {
    return { path: '/v2/change/enqueue', body: { routing_key: routingKey, payload: { ...common, custom_details }, ...linksOf(notice) } };
  }
  const payload = { ...common, severity: notice.severity, custom_details };
  return {
    path: '/v2/enqueue',
    body: { routing_key: routingKey, event_action: 'trigger', dedup_key: key, client: 'Tidegate', payload, ...linksOf(notice) },
  };
}

/** `tidegate:harbor:2.4.1` is about `tidegate:harbor`. */
function sourceOf(key: string): string {
  return key.split(':').slice(0, 2).join(':');
}
