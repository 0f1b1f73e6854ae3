import type { Command } from 'commander';
import type { AnswerOf } from '../contract/index.ts';
import { print, table, WrongUsage } from './output.ts';
import type { Session } from './session.ts';

interface Of {
  readonly incident?: string;
}

function listLines({ rows, problems, folder }: AnswerOf<'playbooks.list'>): string[] {
  const cells = rows.map((row) => [
    row.name,
    row.title,
    row.done > 0 ? `${row.done} of ${row.steps} steps` : `${row.steps} steps`,
    row.why,
  ]);
  return [
    ...(rows.length === 0 ? ['no playbooks'] : table(cells)),
    ...problems.map(({ file, line, message }) => `cannot be used: ${file} line ${line}: ${message}`),
    `your own: Markdown files in ${folder}`,
  ];
}

function stepLines(block: Extract<AnswerOf<'playbooks.get'>['blocks'][number], { readonly kind: 'step' }>): string {
  const text = block.text.replaceAll('\n', '\n        ');
  const line = `${String(block.number).padStart(3)} [${block.done === null ? ' ' : 'x'}] ${text}`;
  if (block.done !== null) return `${line}\n        ${block.done.actor.name}, ${new Date(block.done.at).toISOString()}`;
  return block.undone === null ? line : `${line}\n        not done after all, ${block.undone.actor.name}: ${block.undone.reason}`;
}

function pageLines({ playbook, blocks, unknown, places }: AnswerOf<'playbooks.get'>): string[] {
  const linked = Object.entries(places).filter(
    ([name, path]) => path !== null && blocks.some(({ text }) => text.includes(`(tidegate:${name})`)),
  );
  return [
    playbook.title,
    ...(playbook.about === '' ? [] : [playbook.about]),
    '',
    ...blocks.map((block) => (block.kind === 'text' ? `${block.text}\n` : stepLines(block))),
    ...(linked.length === 0 ? [] : ['', ...linked.map(([name, path]) => `tidegate:${name} opens tidegate:/${path ?? ''}`)]),
    ...(unknown.length === 0 ? [] : [`no value is known for ${unknown.join(', ')}`]),
  ];
}

/** `playbook list` and `playbook show`, and `incident tick` on the command of incidents. */
export function addPlaybookCommands(program: Command, incident: Command, session: Session): void {
  const playbook = program.command('playbook').description('playbooks for incidents: those that ship with Tidegate, and your own');
  playbook
    .command('list')
    .description('every playbook; with an incident, those that fit it first')
    .option('--incident <id>', 'for this incident')
    .action(async ({ incident: incidentId }: Of) => {
      await session.run(async (client, json) => {
        const answer = await client.call('playbooks.list', { incidentId: incidentId ?? null });
        print(json, answer, () => listLines(answer));
      });
    });
  playbook
    .command('show <name>')
    .description('the steps of a playbook, filled in from an incident')
    .option('--incident <id>', 'with the values and ticks of this incident')
    .action(async (name: string, { incident: incidentId }: Of) => {
      await session.run(async (client, json) => {
        const page = await client.call('playbooks.get', { name, incidentId: incidentId ?? null });
        print(json, page, () => pageLines(page));
      });
    });
  incident
    .command('tick <id> <step>')
    .description('ticks a step, written as playbook/number: server-errors/2')
    .option('--undo', 'takes the tick back; needs a reason')
    .option('--reason <text>', 'why it is not done after all', '')
    .action(async (incidentId: string, wanted: string, options: { undo?: boolean; reason: string }) => {
      await session.run(async (client, json) => {
        const [name = '', step = '', ...rest] = wanted.split('/');
        if (name === '' || step === '' || rest.length > 0)
          throw new WrongUsage(`${wanted} names no step. Write the playbook and the number of the step: server-errors/2`);
        const done = options.undo !== true;
        const answer = await client.call('playbooks.tick', { incidentId, playbook: name, step, done, reason: options.reason });
        print(json, answer, () => [`step ${answer.number} of ${name} is ${answer.done ? 'done' : 'not done after all'}`]);
      });
    });
}
