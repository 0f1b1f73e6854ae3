import type { Command } from 'commander';
import type { AnswerOf } from '../contract/index.ts';
import { hookShapes } from '../core/model/hook.ts';
import type { CliClient } from './client.ts';
import { print, table, WrongUsage } from './output.ts';
import type { Session } from './session.ts';

type Listed = AnswerOf<'hooks.list'>;
type Made = AnswerOf<'hooks.create'>;

function timeOrDash(at: number | null): string {
  return at === null ? '—' : new Date(at).toISOString();
}

function refusedLines(refusals: Listed['elsewhere'], indent: string): string[] {
  return refusals.map((one) => `${indent}refused ${one.count}: ${one.says}, last ${timeOrDash(one.lastAt)}`);
}

function listLines({ hooks, elsewhere }: Listed): string[] {
  const head = ['name', 'application', 'shape', 'used', 'last used', 'refused', 'id'];
  const rows = hooks.map((hook) => [
    hook.name,
    hook.applicationName,
    hook.shape,
    String(hook.used),
    timeOrDash(hook.lastUsedAt),
    String(hook.refused),
    hook.id,
  ]);
  return [
    ...(hooks.length === 0 ? ['no webhooks: the door takes none'] : table([head, ...rows])),
    ...hooks.flatMap((hook) => [
      ...(hook.secretKept ? [] : [`${hook.name}: its secret is not in the vault of this machine; rotate it`]),
      ...refusedLines(hook.refusals, `  ${hook.name}: `),
    ]),
    ...refusedLines(elsewhere, 'at other addresses: '),
  ];
}

function secretLines(client: CliClient, { hook, secret }: Made): string[] {
  const where = client.address === null ? `${hook.path} at the address of the console` : `${client.address.url}${hook.path}`;
  return [
    `${hook.name}: post to ${where} as ${hook.shape === 'github' ? 'GitHub does, content type application/json' : 'Standard Webhooks says'}`,
    secret === null ? 'The secret was shown at the first press. Rotate the webhook for a new one.' : `secret (shown once): ${secret}`,
  ];
}

/** Id of a hook by its name or id. */
async function hookNamed(client: CliClient, name: string): Promise<string> {
  const { hooks } = await client.call('hooks.list', {});
  const found = hooks.find((hook) => hook.name === name || hook.id === name);
  if (found !== undefined) return found.id;
  throw new WrongUsage(`There is no webhook ${name}. There are: ${hooks.map((hook) => hook.name).join(', ') || 'none'}.`);
}

function addCreate(hooks: Command, session: Session): void {
  hooks
    .command('create <name>')
    .description('makes a webhook for an application and shows its secret once')
    .requiredOption('--application <id>', 'whose releases it may take back')
    .option('--shape <shape>', 'github (repository_dispatch delivery) or standard (Standard Webhooks)', 'github')
    .action(async (name: string, options: { application: string; shape: string }) => {
      await session.run(async (client, json) => {
        const shape = hookShapes.find((one) => one === options.shape);
        if (shape === undefined) throw new WrongUsage(`--shape is github or standard, not ${options.shape}.`);
        const made = await client.call('hooks.create', { name, applicationId: options.application, shape });
        print(json, made, () => secretLines(client, made));
      });
    });
}

/** `hooks`: ways in for programs that sign what they send (R1.9). */
export function addHookCommands(program: Command, session: Session): void {
  const hooks = program.command('hooks').description('webhooks that take a release back: list, create, rotate, remove');
  hooks
    .command('list', { isDefault: true })
    .description('every webhook with its last use and what it refused')
    .action(async () => {
      await session.run(async (client, json) => {
        const listed = await client.call('hooks.list', {});
        print(json, listed, () => listLines(listed));
      });
    });
  addCreate(hooks, session);
  hooks
    .command('rotate <name>')
    .description('gives a webhook a new secret and shows it once')
    .requiredOption('--reason <text>', 'why; it goes into the audit log')
    .option('--keep-former <hours>', 'how long the former secret is taken too, 0 to 24 h', '0')
    .action(async (name: string, options: { reason: string; keepFormer: string }) => {
      await session.run(async (client, json) => {
        const keepFormerHours = Number(options.keepFormer);
        if (!Number.isInteger(keepFormerHours) || keepFormerHours < 0 || keepFormerHours > 24)
          throw new WrongUsage(`--keep-former is a number of hours from 0 to 24, not ${options.keepFormer}.`);
        const made = await client.call('hooks.rotate', { hookId: await hookNamed(client, name), keepFormerHours, reason: options.reason });
        print(json, made, () => secretLines(client, made));
      });
    });
  hooks
    .command('remove <name>')
    .description('removes a webhook; whatever is still posted to it is refused')
    .requiredOption('--reason <text>', 'why; it goes into the audit log')
    .action(async (name: string, options: { reason: string }) => {
      await session.run(async (client, json) => {
        await client.call('hooks.remove', { hookId: await hookNamed(client, name), reason: options.reason });
        print(json, { removed: name }, () => [`${name} is removed`]);
      });
    });
}
