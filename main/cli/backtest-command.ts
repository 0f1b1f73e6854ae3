import { basename } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import type { Command } from 'commander';
import type { AnswerOf, InputOf } from '../contract/index.ts';
import { type OverrideKey, overrideKeys } from '../core/backtest/index.ts';
import { realClock } from '../real-world.ts';
import { backtestLines } from './backtest-table.ts';
import type { CliClient } from './client.ts';
import { timeOption } from './history-options.ts';
import { print, WrongUsage } from './output.ts';
import { planText } from './plan-file.ts';
import type { Session } from './session.ts';

interface BacktestOptions {
  readonly from?: string;
  readonly to?: string;
  readonly compare?: string;
  readonly application?: string;
  readonly set: readonly string[];
}

type Asked = InputOf<'backtests.run'>;
type Overrides = NonNullable<Asked['plan']['overrides']>;

const pollMs = 100;
const tellEveryMs = 1000;

/** `errors.red=2 %`, in one stage `errors@10 %.red=2 %`, of a member `any-of/errors.red=2 %`; nothing after = takes the number out. */
export function overrideOption(text: string): Overrides[number] {
  const equals = text.indexOf('=');
  const name = text.slice(0, equals);
  const dot = name.lastIndexOf('.');
  const key = name.slice(dot + 1);
  const [gate = '', stage] = name.slice(0, dot).split('@');
  const value = text.slice(equals + 1).trim();
  if (equals < 0 || dot < 1 || gate === '' || !isKey(key)) {
    throw new WrongUsage(`--set is written gate.number=value, such as errors.red=2%, not ${text}. Numbers: ${overrideKeys.join(', ')}.`);
  }
  return { gate, stage: stage ?? null, key, value: value === '' ? null : /^\d+(\.\d+)?$/.test(value) ? Number(value) : value };
}

function isKey(word: string): word is OverrideKey {
  return overrideKeys.some((key) => key === word);
}

async function askedOf(file: string, options: BacktestOptions): Promise<Asked> {
  const now = realClock.now();
  const { compare } = options;
  return {
    window: `cli-${process.pid}`,
    plan: { file: basename(file), text: await planText(file), overrides: options.set.map(overrideOption) },
    compare: compare === undefined ? null : { file: basename(compare), text: await planText(compare) },
    applicationId: options.application ?? null,
    from: options.from === undefined ? null : timeOption('--from', options.from, now),
    to: options.to === undefined ? null : timeOption('--to', options.to, now),
  };
}

/** Runs it to its end and tells how far it is; an interrupt ends it on the console as well. */
async function runToEnd(client: CliClient, asked: Asked): Promise<NonNullable<AnswerOf<'backtests.get'>['result']>> {
  const { id } = await client.call('backtests.run', asked);
  const interrupted = (): void => void client.call('backtests.cancel', { id });
  process.once('SIGINT', interrupted);
  try {
    let toldAt = realClock.now();
    for (;;) {
      const job = await client.call('backtests.get', { id });
      if (job.result !== null) return job.result;
      if (job.state !== 'running') throw new Error(job.message ?? 'The backtest was ended before it was done.');
      if (realClock.now() - toldAt >= tellEveryMs) {
        toldAt = realClock.now();
        process.stderr.write(`${job.done} of ${job.total} releases\n`);
      }
      await setTimeout(pollMs);
    }
  } finally {
    process.removeListener('SIGINT', interrupted);
  }
}

/** `plan backtest`: what a plan would have done to past releases. */
export function addBacktestCommand(plan: Command, session: Session): void {
  plan
    .command('backtest <file>')
    .description('says what a plan would have made of past releases: stopped when and by which gate, missed, false alarms')
    .option('--from <time>', 'first time, ISO 8601 or how long ago (default: 90d)')
    .option('--to <time>', 'last time (default: now)')
    .option('--application <id>', 'only this application')
    .option('--compare <file>', 'a second plan to stand beside it')
    .option(
      '--set <gate.number=value>',
      'a changed number, such as errors.red=2%; again for more',
      (one: string, all: string[]) => [...all, one],
      [],
    )
    .action(async (file: string, options: BacktestOptions) => {
      await session.run(async (client, json) => {
        const result = await runToEnd(client, await askedOf(file, options));
        print(json, result, () => backtestLines(result));
      });
    });
}
