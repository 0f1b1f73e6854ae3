import type { Notice } from '../../../core/model/notice.ts';
import type { Telling } from '../port.ts';

/** Receivers are promised less than 20 KB. */
const longest = { title: 500, body: 6000, link: 1000 };
const mostLinks = 5;

function cut(text: string, length: number): string {
  const line = text.toWellFormed();
  return line.length <= length ? line : `${line.slice(0, length - 1).toWellFormed()}…`;
}

/** What kind of message a notice is: the end of an alert, its acknowledgement, news, or trouble. */
function typeOf(notice: Notice): string {
  if (notice.alert?.act === 'resolve') return 'alert.resolved';
  if (notice.alert?.act === 'acknowledge') return 'alert.acknowledged';
  return notice.severity === 'info' ? 'notice.info' : 'alert.triggered';
}

/** A notice as the body of a Standard Webhooks message; the very same text at every try. */
export function webhookMessage(notice: Notice, telling: Telling): string {
  const data = {
    severity: notice.severity,
    title: cut(notice.title, longest.title),
    body: cut(notice.body, longest.body),
    links: notice.links.filter((link) => link.href.length <= longest.link).slice(0, mostLinks),
    dedupKey: notice.dedupKey,
    alert: notice.alert?.key ?? notice.dedupKey,
  };
  return JSON.stringify({ type: typeOf(notice), timestamp: new Date(telling.at).toISOString(), data });
}
