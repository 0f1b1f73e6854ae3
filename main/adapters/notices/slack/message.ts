import type { Notice, Severity } from '../../../core/model/notice.ts';

/** Limits of Block Kit, in characters as sent. A message above some 13,000 was refused although each part fitted. */
const longest = { text: 3000, header: 150, section: 3000, body: 9000, context: 300, buttonText: 75, buttonUrl: 3000 };
const mostButtons = 5;

const marks: Readonly<Record<Severity, string>> = {
  info: ':information_source:',
  warning: ':large_orange_diamond:',
  error: ':small_red_triangle:',
  critical: ':rotating_light:',
};

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };

/** Text that fits, as it is or with an ellipsis; never half a character or half an entity. */
function fitted(text: string, length: number, sign: (sign: string) => string): string {
  const signs = Array.from(text, sign);
  if (signs.join('').length <= length) return signs.join('');
  let kept = '';
  for (const one of signs) {
    if (kept.length + one.length > length - 1) break;
    kept += one;
  }
  return `${kept}…`;
}

function plain(text: string, length: number): string {
  return fitted(text.replaceAll(/\s+/g, ' ').trim(), length, (sign) => sign);
}

/** Slack reads `&`, `<` and `>` as markup: escaped, a release named `<!channel>` wakes nobody. */
export function escaped(text: string, length: number): string {
  return fitted(text, length, (sign) => entities[sign] ?? sign);
}

/** A long body in parts that each fit a section, broken at a line end where one is near. */
function sections(body: string): string[] {
  const parts: string[] = [];
  let part = '';
  for (const sign of escaped(body, longest.body).match(/&(?:amp|lt|gt);|./gsu) ?? []) {
    if (part.length + sign.length > longest.section) {
      const lineEnd = part.lastIndexOf('\n');
      const at = lineEnd > longest.section / 2 ? lineEnd : part.length;
      parts.push(part.slice(0, at));
      part = part.slice(at).replace(/^\n/, '');
    }
    part += sign;
  }
  return [...parts, part].filter((one) => one.trim() !== '');
}

/** Buttons only open web addresses; one that does not, such as a deep link, would make Slack refuse the whole message. */
function buttons(links: Notice['links']): unknown[] {
  return links
    .filter((link) => /^https?:\/\//i.test(link.href) && URL.canParse(link.href) && link.href.length <= longest.buttonUrl)
    .slice(0, mostButtons)
    .map((link) => ({
      type: 'button',
      text: { type: 'plain_text', text: plain(link.text, longest.buttonText) || 'Open' },
      url: link.href,
    }));
}

/** A notice as Block Kit within Slack's limits; `text` is what notifications and screen readers get. */
export function slackMessage(notice: Notice): { readonly text: string; readonly blocks: readonly unknown[] } {
  const title = notice.title.trim() || 'Tidegate';
  const links = buttons(notice.links);
  return {
    text: `${marks[notice.severity]} ${escaped(title, longest.text)}`,
    blocks: [
      { type: 'header', text: { type: 'plain_text', text: plain(title, longest.header) } },
      ...sections(notice.body).map((text) => ({ type: 'section', text: { type: 'mrkdwn', text } })),
      ...(links.length === 0 ? [] : [{ type: 'actions', elements: links }]),
      { type: 'context', elements: [{ type: 'mrkdwn', text: `${marks[notice.severity]} ${escaped(notice.dedupKey, longest.context)}` }] },
    ],
  };
}
