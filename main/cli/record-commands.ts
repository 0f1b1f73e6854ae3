import { basename } from 'node:path';
import type { Command } from 'commander';
import { explainPlan, readPlan } from '../core/plan/index.ts';
import { commandWords } from '../store/command-words.ts';
import { addAuditCommands } from './audit-commands.ts';
import { addBacktestCommand } from './backtest-command.ts';
import { exitCodes, print } from './output.ts';
import { planText } from './plan-file.ts';
import { addPlanVersionCommands } from './plan-versions.ts';
import { restoreBackup } from './restore.ts';
import type { Session } from './session.ts';

/** `plan`, `audit`, `backup`, `restore` and `open`. */
export function addRecordCommands(program: Command, session: Session): void {
  addPlanCommands(program, session);
  addAuditCommands(program, session);
  program
    .command('backup')
    .description('makes a checked backup of the workspace database')
    .action(async () => {
      await session.run(async (client, json) => {
        const made = await client.call('system.backup', {});
        print(json, made, () => [`${made.file} (${made.bytes} bytes, ${made.intact === false ? 'DAMAGED' : 'intact'})`]);
      });
    });
  program
    .command('restore <file>')
    .description('puts a backup in place; the replaced database is kept beside it')
    .requiredOption('--reason <text>', 'why; it goes into the audit log')
    .action(async (file: string, options: { reason: string }) => {
      await session.plain(async (json) => {
        const done = await restoreBackup(session.folder(), { file, reason: options.reason });
        print(json, done, () => [`restored; the replaced database is ${done.replaced}`]);
      });
    });
}

function addPlanCommands(program: Command, session: Session): void {
  const plan = program.command('plan').description('plan files');
  addPlanVersionCommands(plan, session);
  addBacktestCommand(plan, session);
  plan
    .command('check <file>')
    .description('checks a plan file; problems come with file, line and column')
    .action(async (file: string) => {
      await session.plain(async (json) => {
        const read = readPlan(await planText(file), basename(file));
        const lines = read.ok
          ? [`${file}: no problems (${read.hash.slice(0, 12)})`]
          : read.problems.map((problem) => `${file}:${problem.line ?? 1}:${problem.column ?? 1} ${problem.path} ${problem.message}`);
        print(json, read.ok ? { ok: true, hash: read.hash, problems: [] } : read, () => lines);
        if (!read.ok) process.exitCode = exitCodes.failed;
      });
    });
  plan
    .command('explain <file>')
    .description('prints a plan file in plain words')
    .action(async (file: string) => {
      await session.plain(async (json) => {
        const read = readPlan(await planText(file), basename(file));
        if (!read.ok) throw new Error(`${file} is not a valid plan. What is wrong, line by line: ${commandWords('plan', 'check', file)}`);
        print(json, { name: read.plan.name, hash: read.hash, explanation: explainPlan(read.plan) }, () => explainPlan(read.plan));
      });
    });
}
