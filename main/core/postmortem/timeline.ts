import type { Actor } from '../model/actor.ts';
import { counted, listInWords, sentence } from '../words.ts';
import type { PostmortemRecord, RecordedAction, RecordedDecision } from './record.ts';
import { clock, plainLine, roleOf, withoutNames } from './words.ts';

export interface TimelineLine {
  readonly at: number;
  readonly text: string;
}

/** Decisions of one sweep over several targets fall within this time, ms. */
const sameMomentMs = 2000;

export interface TogetherDecision extends RecordedDecision {
  readonly targets: readonly string[];
}

/** Decisions in their order, with what was decided for several targets at once told once; waiting is no event. */
export function decisionsTogether(decisions: readonly RecordedDecision[]): readonly TogetherDecision[] {
  const lines: TogetherDecision[] = [];
  for (const decision of decisions.filter(({ kind }) => kind !== 'wait').toSorted((a, b) => a.at - b.at)) {
    const index = lines.findIndex((line) => isSame(line, decision));
    const line = lines[index];
    if (line === undefined) lines.push({ ...decision, targets: [decision.target] });
    else if (!line.targets.includes(decision.target)) lines[index] = { ...line, targets: [...line.targets, decision.target] };
  }
  return lines;
}

function isSame(a: RecordedDecision, b: RecordedDecision): boolean {
  return Math.abs(a.at - b.at) < sameMomentMs && a.kind === b.kind && a.reason === b.reason && a.actor.name === b.actor.name;
}

const verbs: Readonly<Record<string, string>> = {
  start: 'started the rollout',
  advance: 'let it go on',
  hold: 'held the share',
  pause: 'paused the release',
  resume: 'let it go on again',
  rollback: 'took it back',
  complete: 'completed the rollout',
  cancel: 'cancelled the rollout',
  acceptDrift: 'accepted what the platform shows',
  restoreDrift: 'restored what had been written',
  approve: 'approved a stage',
  signoff: 'signed off',
  recapture: 'took the baselines again',
  automation: 'changed the automation',
  retry: 'tried a write again',
};

/** `Tidegate took it back (on web and desktop): Error rate …`, without names of people. */
export function decisionInWords(decision: TogetherDecision, people: readonly Actor[]): string {
  const who = decision.recommendation ? `${roleOf(decision.actor)} recommended` : roleOf(decision.actor);
  const did = decision.recommendation ? `: ${decision.kind}` : ` ${verbs[decision.kind] ?? decision.kind}`;
  const where = decision.targets.length === 0 ? '' : ` (on ${listInWords(decision.targets.map(plainLine))})`;
  return `${atHead(who)}${did}${where}: ${sentence(plainLine(withoutNames(decision.reason, people)))}`;
}

function atHead(text: string): string {
  return `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`;
}

function actionLines(action: RecordedAction): TimelineLine[] {
  const what = `${plainLine(action.target)}, ${plainLine(action.says)}`;
  const tries = action.attempts > 1 ? ` after ${counted(action.attempts, 'call')}` : '';
  const sent = action.sentAt === null ? [] : [{ at: action.sentAt, text: `Sent to the platform: ${what}.` }];
  if (action.finishedAt === null) return sent;
  if (action.state === 'confirmed') return [...sent, { at: action.finishedAt, text: `Confirmed by reading back${tries}: ${what}.` }];
  return [
    ...sent,
    { at: action.finishedAt, text: `Ended as ${action.state}${tries}: ${what}. ${sentence(plainLine(action.problem ?? ''))}` },
  ];
}

/** Everybody the record names. */
export function peopleOf(record: PostmortemRecord): readonly Actor[] {
  const actors = [...record.decisions, ...record.entries].map(({ actor }) => actor);
  return [...new Map(actors.map((actor) => [actor.name, actor])).values()];
}

/** Everything that has a time, oldest first. */
export function timelineOf(record: PostmortemRecord): readonly TimelineLine[] {
  const people = peopleOf(record);
  const lines: TimelineLine[] = [
    { at: record.openedAt, text: `The incident was opened as ${record.severity}.` },
    ...(record.closedAt === null ? [] : [{ at: record.closedAt, text: 'The incident was closed.' }]),
    ...decisionsTogether(record.decisions).map((decision) => ({ at: decision.at, text: decisionInWords(decision, people) })),
    ...record.actions.flatMap(actionLines),
    ...record.entries.map(({ at, kind, actor, text }) => ({
      at,
      text: `${atHead(kind)} by ${roleOf(actor)}: ${sentence(plainLine(withoutNames(text, people)))}`,
    })),
  ];
  return lines.toSorted((a, b) => a.at - b.at);
}

/** Lines of a long timeline that are written out; a post-mortem with more is read by nobody. */
const most = 200;

/** The timeline as a Markdown list, one heading per day. */
export function timelineMarkdown(lines: readonly TimelineLine[]): string {
  const shown = lines.slice(0, most);
  const days = Map.groupBy(shown, ({ at }) => new Date(at).toISOString().slice(0, 10));
  const parts = [...days].map(([day, ofDay]) => `**${day}**\n\n${ofDay.map(({ at, text }) => `- ${clock(at)} ${text}`).join('\n')}`);
  const rest = lines.length - shown.length;
  return [...parts, ...(rest > 0 ? [`${rest} more ${rest === 1 ? 'line is' : 'lines are'} in the incident itself.`] : [])].join('\n\n');
}
