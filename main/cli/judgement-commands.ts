import type { Command } from 'commander';
import type { CliClient } from './client.ts';
import { print, WrongUsage } from './output.ts';
import { detailLines } from './rollout-lines.ts';
import type { Session } from './session.ts';

interface SignoffOptions {
  readonly reason: string;
  readonly go?: boolean;
  readonly value?: string;
  readonly note?: string;
}

const why = ['--reason <text>', 'why; it goes into the audit log'] as const;

/** `approve`, `signoff` and `baseline`: what only people can say. */
export function addJudgementCommands(program: Command, session: Session): void {
  program
    .command('approve <rollout>')
    .description('says yes to entering the next stage; with the last yes needed it is entered by itself')
    .requiredOption(...why)
    .action(async (rolloutId: string, { reason }: { reason: string }) => {
      await session.run(async (client, json) => {
        await client.call('rollouts.approve', { rolloutId, reason });
        await told(client, rolloutId, json);
      });
    });
  program
    .command('signoff <rollout> <item>')
    .description('gives a go or a no-go for an item of the present stage; a later answer replaces it')
    .option('--go', 'it may go on')
    .option('--no-go', 'it may not: the share stays where it is')
    .option('--value <number>', 'the number the item asks for, such as an NPS; its bound decides')
    .option('--note <text>', 'the evidence it rests on')
    .requiredOption(...why)
    .action(async (rolloutId: string, signoff: string, options: SignoffOptions) => {
      await session.run(async (client, json) => {
        const go = goOf(options);
        const value = valueOf(options);
        await client.call('rollouts.signOff', { rolloutId, signoff, go, value, note: options.note ?? '', reason: options.reason });
        await told(client, rolloutId, json);
      });
    });
  program
    .command('baseline <rollout>')
    .description('takes the baselines of a rollout again, of one metric or of all; the old one stays when nothing is found')
    .option('--metric <id>', 'only this metric')
    .requiredOption(...why)
    .action(async (rolloutId: string, { reason, metric }: { reason: string; metric?: string }) => {
      await session.run(async (client, json) => {
        await client.call('rollouts.recapture', { rolloutId, metric: metric ?? null, reason });
        await told(client, rolloutId, json);
      });
    });
}

function goOf({ go }: SignoffOptions): boolean {
  if (go === undefined) throw new WrongUsage('Say which it is: --go or --no-go.');
  return go;
}

function valueOf({ value }: SignoffOptions): number | null {
  if (value === undefined) return null;
  const number = Number(value);
  if (value.trim() === '' || !Number.isFinite(number)) throw new WrongUsage(`--value takes a number, and ${value} is none.`);
  return number;
}

async function told(client: CliClient, rolloutId: string, json: boolean): Promise<void> {
  await client.settle();
  const detail = await client.call('rollouts.get', { rolloutId });
  print(json, detail, () => detailLines(detail));
}
