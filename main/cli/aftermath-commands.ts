import { readFile } from 'node:fs/promises';
import type { Command } from 'commander';
import { audiences } from '../core/incident/templates.ts';
import { alertActs } from '../core/model/notice.ts';
import { postmortemHtml, withCharts } from '../core/postmortem/index.ts';
import type { CliClient } from './client.ts';
import { fileSink } from './history-export.ts';
import { exitCodes, print, table, WrongUsage } from './output.ts';
import type { Session } from './session.ts';

interface MessageOptions {
  readonly template?: string;
  readonly subject?: string;
  readonly text?: string;
  readonly audience?: string;
  readonly send?: string;
  readonly alert?: string;
}

interface PostmortemOptions {
  readonly out?: string;
  readonly html?: boolean;
  readonly draft?: boolean;
  readonly save?: string;
}

/** A word of a list, or wrong usage that names the list. */
function oneOf<T extends string>(known: readonly T[], word: string | undefined, option: string): T | null {
  if (word === undefined) return null;
  const found = known.find((one) => one === word);
  if (found === undefined) throw new WrongUsage(`${option} ${word} is not known. Known: ${known.join(', ')}.`);
  return found;
}

async function receiverNamed(client: CliClient, name: string): Promise<string> {
  const receivers = await client.call('messages.receivers', {});
  const found = receivers.find((one) => one.name === name || one.connectionId === name);
  if (found !== undefined) return found.connectionId;
  const known =
    receivers.length === 0 ? 'There is none yet: add one in Connections.' : `Known: ${receivers.map((one) => one.name).join(', ')}.`;
  throw new WrongUsage(`No connection that tells people is named ${name}. ${known}`);
}

interface Written {
  readonly template: string | null;
  readonly audience: (typeof audiences)[number];
  readonly subject: string;
  readonly body: string;
  readonly unknown: readonly string[];
}

async function writtenMessage(client: CliClient, incidentId: string, options: MessageOptions): Promise<Written> {
  const audience = oneOf(audiences, options.audience, '--audience');
  if (options.template === undefined && options.text === undefined)
    throw new WrongUsage('Name a template with --template, or write the message with --text. `incident templates` lists the templates.');
  const draft = options.template === undefined ? null : await client.call('messages.draft', { incidentId, template: options.template });
  const subject = options.subject ?? draft?.subject;
  if (subject === undefined) throw new WrongUsage('A message without a template needs a --subject.');
  return {
    template: draft?.name ?? null,
    audience: audience ?? draft?.audience ?? 'other',
    subject,
    body: options.text ?? draft?.body ?? '',
    unknown: options.text === undefined ? (draft?.unknown ?? []) : [],
  };
}

async function message(client: CliClient, json: boolean, incidentId: string, options: MessageOptions): Promise<void> {
  const { unknown, ...written } = await writtenMessage(client, incidentId, options);
  const alert = oneOf(alertActs, options.alert, '--alert');
  if (options.send === undefined) {
    const note = unknown.length === 0 ? [] : ['', `not known: ${unknown.join(', ')}`];
    print(json, { ...written, unknown, state: 'notSent' }, () => [
      written.subject,
      '',
      written.body,
      ...note,
      '',
      'nothing was sent; send it with --send CONNECTION',
    ]);
    return;
  }
  if (unknown.length > 0)
    throw new WrongUsage(`The record does not know ${unknown.join(', ')}. Nothing was sent; write the message yourself with --text.`);
  const connectionId = await receiverNamed(client, options.send);
  const outcome = await client.call('messages.send', { incidentId, ...written, connectionId, alert });
  print(json, outcome, () => [`${outcome.state}: ${outcome.says}`]);
  if (outcome.state !== 'sent') process.exitCode = exitCodes.failed;
}

function addMessageCommands(incident: Command, session: Session): void {
  incident
    .command('templates')
    .description('templates of messages, those of the workspace folder templates first')
    .action(async () => {
      await session.run(async (client, json) => {
        const rows = await client.call('messages.templates', {});
        print(json, rows, () => table(rows.map((row) => [row.name, row.audience, row.origin, row.subject])));
      });
    });
  incident
    .command('message <id>')
    .description('fills a message in from an incident and prints it; with --send tells people and records what became of it')
    .option('--template <name>', 'a template, such as start-users')
    .option('--subject <text>', 'another subject')
    .option('--text <text>', 'another text')
    .option('--audience <whom>', `whom it is for: ${audiences.join(', ')}`)
    .option('--send <connection>', 'a connection that tells people')
    .option('--alert <act>', `what it does to the page, at services that page: ${alertActs.join(', ')}`)
    .action(async (id: string, options: MessageOptions) => {
      await session.run((client, json) => message(client, json, id, options));
    });
}

async function savedWording(client: CliClient, incidentId: string, file: string): Promise<number> {
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    throw new WrongUsage(`${file} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  });
  const { wordings } = await client.call('postmortems.get', { incidentId });
  return (await client.call('postmortems.save', { incidentId, text, basedOn: wordings[0]?.version ?? 0 })).version;
}

async function postmortem(client: CliClient, json: boolean, incidentId: string, options: PostmortemOptions): Promise<void> {
  if (options.save !== undefined) {
    const version = await savedWording(client, incidentId, options.save);
    print(json, { version }, () => [`saved as wording ${version}`]);
    return;
  }
  const view = await client.call('postmortems.get', { incidentId });
  const { incident, evidence } = await client.call('incidents.get', { incidentId });
  const markdown = options.draft === true ? view.draft : (view.text ?? view.draft);
  const title = `Post-mortem: ${incident.applicationName} ${incident.version ?? ''}`.trim();
  const page = (): string =>
    options.html === true ? postmortemHtml(title, markdown, evidence.series) : withCharts(markdown, evidence.series);
  if (options.out === undefined) {
    print(json, { ...view, markdown }, () => [options.html === true ? page() : markdown]);
    return;
  }
  const sink = await fileSink(options.out);
  try {
    await sink.write(page());
    await sink.done();
  } catch (error) {
    await sink.failed();
    throw error;
  }
  print(json, { file: options.out, wording: view.wordings[0]?.version ?? null }, () => [`written to ${options.out}`]);
}

function addPostmortemCommands(program: Command, session: Session): void {
  const command = program
    .command('postmortem <id>')
    .description('the post-mortem of an incident in Markdown: the newest wording, else the draft from the record')
    .option('--out <file>', 'write it to a file, charts drawn in')
    .option('--html', 'as a page that prints, which needs nothing else')
    .option('--draft', 'the draft from the record, whatever was saved')
    .option('--save <file>', 'keep the text of a file as a new wording')
    .action(async (id: string, options: PostmortemOptions) => {
      await session.run((client, json) => postmortem(client, json, id, options));
    });
  command
    .command('close <id>')
    .description('says that nothing is left to learn or to decide; the reminder ends')
    .requiredOption('--reason <text>', 'why it can be closed')
    .action(async (incidentId: string, { reason }: { readonly reason: string }) => {
      await session.run(async (client, json) => {
        await client.call('postmortems.close', { incidentId, reason });
        print(json, { closed: true }, () => ['the post-mortem is closed']);
      });
    });
}

/** `incident message`, `incident templates` and `postmortem`: what is told and learnt after a release was taken back. */
export function addAftermathCommands(program: Command, session: Session): void {
  const incident = program.commands.find((one) => one.name() === 'incident');
  if (incident !== undefined) addMessageCommands(incident, session);
  addPostmortemCommands(program, session);
}
