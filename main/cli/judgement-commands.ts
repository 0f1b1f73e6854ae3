import type { Command } from 'commander';
import type { AnswerOf } from '../contract/index.ts';
import { durationInWords } from '../core/words.ts';
import { realClock, realSleep } from '../real-world.ts';
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

/** A console that looks within this is waited for, ms; a later look is announced instead. */
const patienceMs = 6000;

/** The rollout as it stands after the press was looked at, or when it will be: what it waited for before is no answer to it. */
async function told(client: CliClient, rolloutId: string, json: boolean): Promise<void> {
  await client.settle();
  const pressed = await client.call('rollouts.get', { rolloutId });
  const detail = await afterLook(client, pressed);
  const note = lookNote(client, pressed.looksAt, detail.looksAt);
  print(json, detail, () => [...note, ...detailLines(detail)]);
}

type Detail = AnswerOf<'rollouts.get'>;

async function afterLook(client: CliClient, pressed: Detail): Promise<Detail> {
  const { looksAt, rollout } = pressed;
  if (client.address === null || looksAt === null || looksAt - realClock.now() > patienceMs) return pressed;
  const until = realClock.now() + patienceMs;
  let detail = pressed;
  while (detail.looksAt === looksAt && realClock.now() < until) {
    await realSleep(250);
    detail = await client.call('rollouts.get', { rolloutId: rollout.id });
  }
  return detail;
}

/** Empty once it was looked at after the press, and when it is over. */
function lookNote(client: CliClient, pressedAt: number | null, nowAt: number | null): string[] {
  if (pressedAt === null || nowAt === null || nowAt !== pressedAt) return [];
  if (client.address === null) return ['Recorded. No console runs; it is looked at once one does. Until then this is how it stood before:'];
  const left = Math.max(1000, pressedAt - realClock.now());
  return [`Recorded. It will be looked at within ${durationInWords(left)}. Until then this is how it stood before:`];
}
