import type { Command } from 'commander';
import type { ActionRow } from '../contract/shapes.ts';
import type { CliClient } from './client.ts';
import { exitCodes, print } from './output.ts';
import { addJudgementCommands } from './judgement-commands.ts';
import { rolloutLine } from './rollout-lines.ts';
import type { Session } from './session.ts';

const presses = [
  ['promote', 'rollouts.promote', 'moves a rollout to its next stage now, or completes it'],
  ['hold', 'rollouts.hold', 'freezes the share of a rollout; red still rolls back'],
  ['resume', 'rollouts.resume', 'lets a held rollout go on'],
] as const;

const overrideHelp = 'also where the release could not be taken back; the reason is recorded with it';

/** `promote`, `hold`, `resume`, `go-on`, `stay` and `rollback`: the same presses as in the window. */
export function addPressCommands(program: Command, session: Session): void {
  addJudgementCommands(program, session);
  for (const [name, call, description] of presses) {
    const command = program
      .command(`${name} <rollout>`)
      .description(description)
      .requiredOption('--reason <text>', 'why; it goes into the audit log');
    if (name === 'promote') command.option('--override', overrideHelp);
    command.action(async (rolloutId: string, options: { reason: string; override?: boolean }) => {
      await session.run(async (client, json) => {
        await client.call(call, { rolloutId, reason: options.reason, ...(options.override === true ? { override: true } : {}) });
        await client.settle();
        const { rollout } = await client.call('rollouts.get', { rolloutId });
        print(json, rollout, () => [rolloutLine(rollout)]);
      });
    });
  }
  addChannelCommands(program, session);
  addRollback(program, session);
}

function addChannelCommands(program: Command, session: Session): void {
  program
    .command('go-on <rollout>')
    .description('starts the release of a completed rollout on the next channel its plan names')
    .requiredOption('--reason <text>', 'why; it goes into the audit log')
    .option('--override', overrideHelp)
    .action(async (rolloutId: string, options: { reason: string; override?: boolean }) => {
      await session.run(async (client, json) => {
        const started = await client.call('channels.goOn', { rolloutId, reason: options.reason, override: options.override === true });
        print(json, started, () => [
          `${started.id}: ${started.applicationName} ${started.version} on ${started.targetName} under ${started.planName}`,
        ]);
      });
    });
  program
    .command('stay <rollout>')
    .description('leaves the release of a completed rollout on its channel; the next one is offered no more')
    .requiredOption('--reason <text>', 'why; it goes into the audit log')
    .action(async (rolloutId: string, options: { reason: string }) => {
      await session.run(async (client, json) => {
        await client.call('channels.stay', { rolloutId, reason: options.reason });
        print(json, { rolloutId }, () => [`${rolloutId} stays on its channel`]);
      });
    });
}

function addRollback(program: Command, session: Session): void {
  program
    .command('rollback <application> <version>')
    .description('takes a release back on every target, or on the named ones')
    .requiredOption('--reason <text>', 'why; it goes into the audit log')
    .option('--to <version>', 'version to return to (default: the one before)')
    .option('--target <id...>', 'only these targets')
    .action(async (applicationId: string, version: string, options: { reason: string; to?: string; target?: string[] }) => {
      await session.run(async (client, json) => {
        const input = { applicationId, version, reason: options.reason, toVersion: options.to ?? null, targetIds: options.target ?? null };
        const { decisionId } = await client.call('rollouts.rollback', input);
        await client.settle();
        const actions = await settledActions(client, applicationId, version, decisionId);
        print(json, { decisionId, actions }, () => actions.map(actionLine));
        if (actions.some((action) => action.state !== 'confirmed')) process.exitCode = exitCodes.failed;
      });
    });
}

function actionLine(action: ActionRow): string {
  return `${action.targetName}: ${action.says} — ${action.state}${action.readBack === null ? '' : `, now ${action.readBack}`}${action.problem === null ? '' : `: ${action.problem.message}`}`;
}

const waitMs = 90_000;

/** The actions of a decision once none is on its way any more, or after a bounded wait as they are. */
export async function settledActions(client: CliClient, applicationId: string, version: string, decisionId: string): Promise<ActionRow[]> {
  const until = performance.now() + waitMs;
  for (;;) {
    const all = await client.call('rollouts.list', { state: 'all' });
    const own = all.filter((row) => row.applicationId === applicationId && row.version === version);
    const details = await Promise.all(own.map((row) => client.call('rollouts.get', { rolloutId: row.id })));
    const actions = details.flatMap((detail) => detail.actions).filter((action) => action.decisionId === decisionId);
    const open = actions.some((action) => action.state === 'intended' || action.state === 'sent' || action.state === 'unknown');
    if (!open || performance.now() > until) return actions;
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
}
