import { type Command, Option } from 'commander';
import type { AnswerOf } from '../contract/index.ts';
import { severities } from '../core/model/incident.ts';
import { type TimelineKind, timelineKinds } from '../core/model/incident-entry.ts';
import { print, WrongUsage } from './output.ts';
import type { Session } from './session.ts';

const why = '--reason <text>';
const whyWords = 'why; it goes into the audit log';

function stateLine(row: AnswerOf<'incidents.acknowledge'>): string {
  const name = row.version === null ? row.applicationName : `${row.applicationName} ${row.version}`;
  const due = new Date(row.dueAt).toISOString();
  const state =
    row.closedAt !== null
      ? 'closed'
      : row.acknowledgedBy === null
        ? `open, to be acknowledged until ${due}`
        : `open, ${row.acknowledgedBy.name} has it`;
  return `${row.id}: ${row.severity} ${name}, ${state}: ${row.title}`;
}

/** `incident open`, `ack`, `severity`, `close`: who has it, and how bad it is. */
export function addIncidentStateCommands(incident: Command, session: Session): void {
  addOpening(incident, session);
  addChanging(incident, session);
}

function addOpening(incident: Command, session: Session): void {
  incident
    .command('open <application> [version]')
    .description('opens an incident by hand; what the gates have read is frozen with it')
    .addOption(new Option('--severity <level>', 'how bad it is').choices(severities).default('P1'))
    .requiredOption('--title <text>', 'what is wrong')
    .requiredOption(why, whyWords)
    .action(async (applicationId: string, version: string | undefined, options: { severity: string; title: string; reason: string }) => {
      const { title, reason } = options;
      const severity = severities.find((one) => one === options.severity) ?? 'P1';
      await session.run(async (client, json) => {
        const row = await client.call('incidents.open', { applicationId, version: version ?? null, severity, title, reason });
        print(json, row, () => [stateLine(row)]);
      });
    });
  incident
    .command('ack <id>')
    .description('says that you have it; the clock stops')
    .action(async (incidentId: string) => {
      await session.run(async (client, json) => {
        const row = await client.call('incidents.acknowledge', { incidentId });
        print(json, row, () => [stateLine(row)]);
      });
    });
}

function addChanging(incident: Command, session: Session): void {
  incident
    .command('severity <id> <level>')
    .description(`changes how bad it is: ${severities.join(', ')}`)
    .requiredOption(why, whyWords)
    .action(async (incidentId: string, level: string, { reason }: { reason: string }) => {
      const severity = severities.find((one) => one === level);
      await session.run(async (client, json) => {
        if (severity === undefined) throw new WrongUsage(`${level} is no severity: choose one of ${severities.join(', ')}.`);
        const row = await client.call('incidents.setSeverity', { incidentId, severity, reason });
        print(json, row, () => [stateLine(row)]);
      });
    });
  incident
    .command('close <id>')
    .description('ends it; its record stays')
    .requiredOption(why, whyWords)
    .action(async (incidentId: string, { reason }: { reason: string }) => {
      await session.run(async (client, json) => {
        const row = await client.call('incidents.close', { incidentId, reason });
        print(json, row, () => [stateLine(row)]);
      });
    });
}

function kindsOf(names: readonly string[] | undefined): TimelineKind[] | null {
  if (names === undefined) return null;
  return names.map((name) => {
    const kind = timelineKinds.find((one) => one === name);
    if (kind === undefined) throw new WrongUsage(`${name} is no kind of entry: choose from ${timelineKinds.join(', ')}.`);
    return kind;
  });
}

function timelineLines({ rows, pinned, total }: AnswerOf<'incidents.timeline'>): string[] {
  const pins = new Set(pinned.map((row) => row.id));
  const lines = rows.map((row) => {
    const by = [row.targetName, row.actor === null || row.actor.kind === 'system' ? null : row.actor.name].filter((one) => one !== null);
    const head = `${new Date(row.at).toISOString()}  ${pins.has(row.id) ? '*' : ' '} ${row.title}${by.length === 0 ? '' : ` (${by.join(', ')})`}`;
    return row.text === '' ? head : `${head}\n${row.text.replaceAll(/^/gm, ' '.repeat(28))}`;
  });
  return rows.length < total ? [...lines, `${rows.length} of ${total}; see more with --offset and --limit`] : lines;
}

interface TimelineOptions {
  readonly kind?: string[];
  readonly offset: string;
  readonly limit: string;
}

function wholeNumber(text: string, option: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new WrongUsage(`${option} is a whole number, not ${text}.`);
  return Number(text);
}

/** `incident timeline` and `incident note`: the story, and what a person adds to it. */
export function addTimelineCommands(incident: Command, session: Session): void {
  incident
    .command('timeline <id>')
    .description('what was measured, decided, done and written, oldest first; * stands before what is pinned')
    .option('--kind <kind...>', `only these: ${timelineKinds.join(', ')}`)
    .option('--offset <count>', 'leaves out the oldest', '0')
    .option('--limit <count>', 'at most so many, up to 500', '200')
    .action(async (incidentId: string, options: TimelineOptions) => {
      await session.run(async (client, json) => {
        const [offset, limit] = [wholeNumber(options.offset, '--offset'), wholeNumber(options.limit, '--limit')];
        const page = await client.call('incidents.timeline', { incidentId, kinds: kindsOf(options.kind), offset, limit });
        print(json, page, () => timelineLines(page));
      });
    });
  incident
    .command('note <id> <text...>')
    .description('writes a note into the timeline; Markdown works')
    .action(async (incidentId: string, words: string[]) => {
      await session.run(async (client, json) => {
        const kept = await client.call('incidents.note', { incidentId, text: words.join(' ') });
        print(json, kept, () => [`kept as ${kept.entryId}`]);
      });
    });
}
