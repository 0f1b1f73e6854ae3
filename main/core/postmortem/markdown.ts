import { durationInWords, listInWords, sentence } from '../words.ts';
import { recoveryTime } from '../recovery/index.ts';
import { followUps, openQuestions, wentWell } from './findings.ts';
import type { PostmortemRecord, TargetReach } from './record.ts';
import { decisionInWords, decisionsTogether, peopleOf, timelineMarkdown, timelineOf } from './timeline.ts';
import { inUnit, moment, plainLine, usersInWords, withoutNames } from './words.ts';

function section(title: string, body: string): string {
  return `## ${title}\n\n${body}`;
}

function list(lines: readonly string[], none: string): string {
  return lines.length === 0 ? none : lines.map((line) => `- ${line}`).join('\n');
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

function nameOf({ application, version }: PostmortemRecord): string {
  return version === null ? plainLine(application) : `${plainLine(application)} ${plainLine(version)}`;
}

function facts(record: PostmortemRecord): string {
  const took = recoveryTime(record.recovery);
  const targets = record.reach.map(({ target }) => plainLine(target));
  return table(
    ['What', 'By the record'],
    [
      ['Release', record.version === null ? 'no release is known to have caused it' : nameOf(record)],
      ['Before it', record.previousVersion === null ? 'no version is recorded' : plainLine(record.previousVersion)],
      ['Severity', record.severity],
      ['Opened', `${moment(record.openedAt)} UTC`],
      ['Closed', record.closedAt === null ? 'still open' : `${moment(record.closedAt)} UTC`],
      ['Targets', targets.length === 0 ? 'none recorded' : listInWords(targets)],
      ['Recovery time', took === null ? 'not known' : durationInWords(took)],
    ],
  );
}

function reachRow({ target, usersMax, usersNow, percentMax, percentNow, source }: TargetReach): string[] {
  const cell = (users: number | null, percent: number | null): string =>
    `${users === null ? 'not known' : usersInWords(users)}${percent === null ? '' : ` (${Math.round(percent * 100) / 100} %)`}`;
  return [plainLine(target), cell(usersMax, percentMax), cell(usersNow, percentNow), plainLine(source)];
}

function impact({ reach, reachSays }: PostmortemRecord): string {
  const numbers = reach.length === 0 ? 'No target is recorded.' : table(['Target', 'Most', 'Now', 'Source'], reach.map(reachRow));
  return `- At the worst: ${sentence(plainLine(reachSays.most))}\n- Now: ${sentence(plainLine(reachSays.now))}\n\n${numbers}`;
}

/** Where a chart stands in the text: an image whose address names the series. The file that is handed out holds the drawing itself. */
function charts(record: PostmortemRecord): string {
  const drawn = record.series.filter(({ points }) => points.length > 0);
  if (drawn.length === 0) return 'No readings were frozen when the incident opened.';
  return drawn
    .map(({ gate, title, red, unit }) => {
      const bound = red === null ? 'no red bound' : `red bound ${inUnit(red, unit)}`;
      return `![${plainLine(title)}, ${bound}](chart:${encodeURIComponent(gate)})`;
    })
    .join('\n\n');
}

function recovery(record: PostmortemRecord): string {
  return table(
    ['Moment', 'Time (UTC)', 'Took', 'From the record'],
    record.recovery.map(({ moment: name, at, tookMs, says }) => [
      name,
      at === null ? 'not known' : moment(at),
      tookMs === null ? '' : durationInWords(tookMs),
      plainLine(says),
    ]),
  );
}

function decisions(record: PostmortemRecord): string {
  const people = peopleOf(record);
  const lines = decisionsTogether(record.decisions).map((one) => `${moment(one.at)}: ${decisionInWords(one, people)}`);
  return list(lines.slice(-40), 'No decision was recorded.');
}

function verdicts(record: PostmortemRecord): string {
  const bad = record.verdicts.filter(({ kind }) => kind === 'red' || kind === 'emergency');
  return bad.map(({ title, kind, reason }) => `- ${plainLine(title)} was ${kind}: ${sentence(plainLine(reason))}`).join('\n');
}

function whatHappened(record: PostmortemRecord): string {
  const title = sentence(plainLine(withoutNames(record.title, peopleOf(record))));
  const red = verdicts(record);
  return red === '' ? title : `${title}\n\n${red}`;
}

function followUpTable(record: PostmortemRecord): string {
  const rows = [...followUps(record), ''].map((what) => [what, '', '']);
  return table(['What', 'Owner (initials)', 'By'], rows);
}

/**
 * The draft of a post-mortem from the record alone, in Markdown. People stand as their roles: how the release reached users and how it
 * was seen matters, not whose hand it was. Only a follow-up has an owner, by initials, because somebody has to do it. Who pressed
 * what stays in the audit log.
 */
export function postmortemMarkdown(record: PostmortemRecord): string {
  const practice = record.practice ? '\n\n**Practice fleet: no real user was affected.**' : '';
  return `${[
    `# Post-mortem: ${nameOf(record)}`,
    `Draft from the record of Tidegate. All times are UTC. People stand as their roles; follow-ups have an owner by initials.${practice}`,
    section('What happened', whatHappened(record)),
    section('Facts', facts(record)),
    section('Impact', impact(record)),
    section('Readings', charts(record)),
    section('Recovery', recovery(record)),
    section('Timeline', timelineMarkdown(timelineOf(record))),
    section('Decisions', decisions(record)),
    section('What went well', list(wentWell(record), 'The record shows nothing of it. Add what you saw.')),
    section('Open questions', list(openQuestions(record), 'None.')),
    section('Follow-ups', followUpTable(record)),
  ].join('\n\n')}\n`;
}
