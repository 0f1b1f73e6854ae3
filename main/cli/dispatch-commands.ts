import type { Command } from 'commander';
import type { DispatchRow } from '../contract/dispatches.ts';
import type { CliClient } from './client.ts';
import { exitCodes, print } from './output.ts';
import type { Session } from './session.ts';

/** What was sent, and what became of it. */
export function dispatchLine(row: DispatchRow): string {
  const what = row.kind === 'workflow' ? `${row.workflow ?? ''} on ${row.ref ?? ''}` : 'auto-rollback';
  const end = { accepted: 'GitHub accepted it', refused: 'REFUSED', unknown: 'UNKNOWN', intended: 'no answer yet' }[row.state];
  const more = [row.problem, row.runUrl].filter((one) => one !== null).join(' ');
  return `${new Date(row.at).toISOString()}  ${row.repository}: ${what} — ${end}${more === '' ? '' : `: ${more}`}`;
}

interface Sending {
  readonly reason: string;
  readonly repository?: string;
  readonly ref?: string;
  readonly again?: boolean;
}

function withOptions(command: Command): Command {
  return command
    .requiredOption('--reason <text>', 'why; it is sent along and goes into the audit log')
    .option('--repository <owner/name>', 'another repository than that of the application')
    .option('--again', 'also when the same was sent in the last day');
}

async function send(
  client: CliClient,
  json: boolean,
  release: { applicationId: string; version: string },
  workflow: string | null,
  options: Sending,
): Promise<void> {
  const done = await client.call('dispatches.send', {
    ...release,
    kind: workflow === null ? 'repository' : 'workflow',
    workflow,
    ref: options.ref ?? null,
    repository: options.repository ?? null,
    again: options.again === true,
    reason: options.reason,
  });
  print(json, done, () => [dispatchLine(done)]);
  if (done.state !== 'accepted') process.exitCode = exitCodes.failed;
}

/** `dispatch`: tells GitHub about a release (R1.9). */
export function addDispatchCommands(program: Command, session: Session): void {
  const dispatch = program.command('dispatch').description('tells GitHub about a release: send auto-rollback, start a workflow, list');
  withOptions(dispatch.command('send <application> <version>'))
    .description('sends repository_dispatch auto-rollback with version, reason and timestamp')
    .action(async (applicationId: string, version: string, options: Sending) => {
      await session.run(async (client, json) => await send(client, json, { applicationId, version }, null, options));
    });
  withOptions(dispatch.command('workflow <application> <version> <file>'))
    .description('starts a rollback workflow with the inputs version and reason')
    .option('--ref <branch>', 'branch or tag it runs on (default: the default branch)')
    .action(async (applicationId: string, version: string, file: string, options: Sending) => {
      await session.run(async (client, json) => await send(client, json, { applicationId, version }, file, options));
    });
  dispatch
    .command('list <application> <version>')
    .description('what was sent about a release, newest first')
    .action(async (applicationId: string, version: string) => {
      await session.run(async (client, json) => {
        const listed = await client.call('dispatches.list', { applicationId, version });
        const where = listed.repository === null ? [listed.blocked ?? ''] : [`to ${listed.repository} through ${listed.connection ?? ''}`];
        print(json, listed, () => [...where, ...(listed.sent.length === 0 ? ['nothing was sent'] : listed.sent.map(dispatchLine))]);
      });
    });
}
