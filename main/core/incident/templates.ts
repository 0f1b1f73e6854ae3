/** When in an incident a message is written, and whom it is for. */
export const messageMoments = ['start', 'update', 'resolved'] as const;
export type MessageMoment = (typeof messageMoments)[number];
export const audiences = ['internal', 'status page', 'users', 'other'] as const;
export type Audience = (typeof audiences)[number];

export interface MessageTemplate {
  readonly name: string;
  readonly moment: MessageMoment | null;
  readonly audience: Audience;
  readonly subject: string;
  readonly body: string;
}

const audienceOf: Readonly<Record<string, Audience>> = { internal: 'internal', 'status-page': 'status page', users: 'users' };

/**
 * A template from its file: `start-users.md` is for users at the start; another name is for whoever it says. The first heading is the
 * subject, the rest the text.
 */
export function readTemplate(file: string, text: string): MessageTemplate {
  const name = file.replace(/\.md$/, '');
  const [, first = '', rest = ''] = /^([a-z]+)-(.+)$/.exec(name) ?? [];
  const moment = messageMoments.find((one) => one === first) ?? null;
  const lines = text
    .replace(/^\uFEFF/, '')
    .replaceAll('\r\n', '\n')
    .split('\n');
  const at = lines.findIndex((line) => line.trim() !== '');
  const heading = /^#\s+(.+)$/.exec(lines[at]?.trim() ?? '')?.[1]?.trim() ?? null;
  return {
    name,
    moment,
    audience: audienceOf[moment === null ? name : rest] ?? 'other',
    subject: heading ?? name,
    body: lines
      .slice(heading === null ? 0 : at + 1)
      .join('\n')
      .trim(),
  };
}
