import type { Incident } from '../core/model/incident.ts';
import type { Notice, Severity } from '../core/model/notice.ts';
import type { Connection } from '../core/model/connection.ts';
import { transaction } from '../store/open.ts';
import { keepsAlerts } from '../adapters/notices/index.ts';
import type { EngineDeps } from './deps.ts';
import { enter, told } from './incident-room.ts';
import { alertKeyOf } from './notify.ts';
import { type Press, PressRefused } from './press.ts';
import { noteHealth } from './poll-platforms.ts';
import { problemOf } from './problems.ts';

/** A message as a person leaves it. `audience` and `moment` are words of its template. */
export interface Message {
  readonly template: string | null;
  readonly moment: string | null;
  readonly audience: string;
  readonly subject: string;
  readonly body: string;
  readonly alert: NonNullable<Notice['alert']>['act'] | null;
}

/** What became of a message. */
export interface MessageOutcome {
  readonly entryId: string;
  readonly state: 'copied' | 'sent' | 'failed' | 'unknown';
  readonly says: string;
}

const severityOf: Readonly<Record<string, Severity>> = { start: 'error', update: 'warning' };

/** Whether a service pages people, so that a message has to say what it does to the page. */
export function pages(connection: Pick<Connection, 'adapter'>): boolean {
  return keepsAlerts(connection.adapter);
}

/** Writes into the timeline and the audit log what became of a message. Belongs inside the caller's transaction. */
export function recordMessage(
  deps: EngineDeps,
  incident: Incident,
  message: Message,
  press: Press,
  outcome: { readonly state: MessageOutcome['state']; readonly says: string; readonly to: string | null },
): MessageOutcome {
  const { template, audience, subject, body, alert } = message;
  const { state, says, to } = outcome;
  const whom = audience === 'other' ? '' : ` for ${audience}`;
  const ends = {
    copied: 'copied',
    sent: `sent through ${to}`,
    failed: `not sent through ${to}`,
    unknown: `through ${to}, arrival not known`,
  };
  const entry = enter(deps, incident, 'message', press, {
    title: `Message${whom} ${ends[state]}: ${subject}`,
    text: state === 'failed' || state === 'unknown' ? `${says}\n\n${body}` : body,
    template,
    audience,
    state,
    to,
    alert,
  });
  told(deps, incident, { ...press, reason: subject }, `incident.message.${state}`, {
    incident: incident.id,
    entry: entry.id,
    audience,
    to,
    alert,
  });
  return { entryId: entry.id, state, says };
}

/**
 * Sends a message once and says what became of it: accepted, refused, or not known. Never tries again by itself: a message that came
 * twice to all users does more harm than one that a person sends again. `kept` runs in the transaction that records the outcome.
 * Throws `PressRefused` before anything is sent.
 */
export async function sendMessage(
  deps: EngineDeps,
  incident: Incident,
  connection: Connection,
  message: Message,
  press: Press,
  kept: (outcome: MessageOutcome) => void,
): Promise<MessageOutcome> {
  if (pages(connection) && message.alert === null)
    throw new PressRefused(
      'refused',
      `${connection.name} pages people. Say whether the message triggers, acknowledges or resolves the page.`,
    );
  const begun = { incident: incident.id, to: connection.name };
  transaction(deps.store.writer, () => told(deps, incident, { ...press, reason: message.subject }, 'incident.message.begun', begun));
  const { problem, ...outcome } = await tried(deps, incident, connection, message);
  return transaction(deps.store.writer, () => {
    noteHealth(deps, connection.id, problem);
    const recorded = recordMessage(deps, incident, message, press, { ...outcome, to: connection.name });
    kept(recorded);
    return recorded;
  });
}

/** The first sentence of a problem: what follows says what Tidegate does about writes to platforms, which a message is not. */
function firstSentence(text: string): string {
  return /^.*?[.](?=\s|$)/s.exec(text)?.[0] ?? text;
}

async function tried(deps: EngineDeps, incident: Incident, connection: Connection, message: Message) {
  const { applicationId, version } = incident;
  const alert =
    message.alert === null || !pages(connection)
      ? {}
      : { alert: { key: alertKeyOf({ applicationId, version: version ?? incident.id }), act: message.alert } };
  const id = deps.newId('msg');
  const notice: Notice = {
    severity: severityOf[message.moment ?? ''] ?? 'info',
    title: message.subject,
    body: message.body,
    links: [],
    dedupKey: `tidegate:${incident.id}:message:${id}`,
    ...alert,
  };
  try {
    await deps.desk.send(connection, notice, { id, at: deps.clock.now() });
    return { state: 'sent', says: `${connection.name} accepted it.`, problem: null } as const;
  } catch (error) {
    const problem = problemOf(error);
    if (problem.kind !== 'unknownOutcome') return { state: 'failed', says: `Nobody was told. ${problem.message}`, problem } as const;
    const says = `${firstSentence(problem.message)} Whether it arrived is not known: look there before you send it again.`;
    return { state: 'unknown', says, problem } as const;
  }
}
