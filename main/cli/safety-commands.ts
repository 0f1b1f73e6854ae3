import type { Command } from 'commander';
import type { RetentionPolicy } from '../contract/safety.ts';
import type { CliClient } from './client.ts';
import { exitCodes, print, WrongUsage } from './output.ts';
import { recoverWorkspace } from './recover.ts';
import { orphanLines, recoveryLines, retentionLines, size } from './safety-lines.ts';
import type { Session } from './session.ts';
import { addWorkspaceCommands } from './workspace-commands.ts';

interface RecoverOptions {
  readonly dryRun?: boolean;
  readonly goOn?: boolean;
  readonly restore?: string | true;
  readonly reason?: string;
}

interface RetentionOptions {
  readonly raw?: string;
  readonly rollups?: string;
  readonly notices?: string;
  readonly replaced?: string;
  readonly save?: boolean;
  readonly run?: boolean;
  readonly reason?: string;
}

/** `recover`, `doctor`, `retention` and `workspace`: that nothing is lost, and nothing is kept for no reason. */
export function addSafetyCommands(program: Command, session: Session): void {
  addRecoverCommand(program, session);
  addDoctorCommand(program, session);
  addRetentionCommand(program, session);
  addWorkspaceCommands(program, session);
}

function addRecoverCommand(program: Command, session: Session): void {
  program
    .command('recover')
    .description('salvages a damaged database and keeps the damaged file; nothing runs by itself until it is ended')
    .option('--dry-run', 'only says what could be saved; changes nothing')
    .option('--go-on', 'ends recovery with what was saved')
    .option('--restore [file]', 'ends recovery with a backup: the newest good one, or the one named')
    .option('--reason <text>', 'why; it goes into the audit log')
    .action(async (options: RecoverOptions) => {
      if (options.goOn === true || options.restore !== undefined) await endRecovery(session, options);
      else await session.plain((json) => lookAndRecover(session, options.dryRun === true, json));
    });
}

async function lookAndRecover(session: Session, dryRun: boolean, json: boolean): Promise<void> {
  const folder = session.folder();
  const { recovery, entered } = await recoverWorkspace(folder, dryRun);
  print(json, { recovery, entered: recovery !== null && entered }, () =>
    recovery === null
      ? [`The database in ${folder} is not damaged; there is nothing to recover.`]
      : recoveryLines(recovery, entered, folder),
  );
  if (recovery !== null) process.exitCode = exitCodes.failed;
}

async function endRecovery(session: Session, options: RecoverOptions): Promise<void> {
  await session.run(async (client, json) => {
    const reason = reasonOf(options.reason);
    if (options.goOn === true && options.restore !== undefined) throw new WrongUsage('Choose one of --go-on and --restore.');
    const file = typeof options.restore === 'string' ? options.restore : null;
    const done = await client.call('safety.endRecovery', { choice: options.goOn === true ? 'goOn' : 'restore', file, reason });
    print(json, done, () =>
      done.replaced === null
        ? ['Recovery has ended: Tidegate goes on with what was saved.']
        : [`Recovery has ended: the backup is in place. What was saved is kept as ${done.replaced}.`],
    );
  });
}

function reasonOf(reason: string | undefined): string {
  if (reason === undefined) throw new WrongUsage('Say why with --reason TEXT; it goes into the audit log.');
  return reason;
}

function addDoctorCommand(program: Command, session: Session): void {
  program
    .command('doctor')
    .description('lists rows, files and secrets that nothing needs any more, with their size')
    .option('--clean <kinds>', 'removes these kinds, as the list names them, with commas between')
    .option('--reason <text>', 'why; it goes into the audit log')
    .action(async (options: { clean?: string; reason?: string }) => {
      await session.run(async (client, json) => {
        if (options.clean === undefined) {
          const rows = await client.call('safety.orphans', {});
          print(json, rows, () => orphanLines(rows));
          return;
        }
        const kinds = options.clean.split(',').map((kind) => kind.trim());
        const done = await client.call('safety.cleanOrphans', { kinds, reason: reasonOf(options.reason) });
        print(json, done, () => [`${done.count} removed, about ${size(done.bytes)}`]);
      });
    });
}

function addRetentionCommand(program: Command, session: Session): void {
  program
    .command('retention')
    .description('how long things are kept, and what would go; nothing goes without --run')
    .option('--raw <days>', 'single readings')
    .option('--rollups <days>', 'rollups; "ever" keeps them for good')
    .option('--notices <days>', 'notices that were delivered or given up; "ever" keeps them for good')
    .option('--replaced <days>', 'databases that a restore put aside; "ever" keeps them for good')
    .option('--save', 'keeps the given days as the policy')
    .option('--run', 'removes now what the kept policy lets go')
    .option('--reason <text>', 'why; it goes into the audit log')
    .action(async (options: RetentionOptions) => {
      await session.run(async (client, json) => {
        if (options.run === true) {
          const done = await client.call('safety.prune', { reason: reasonOf(options.reason) });
          print(json, done, () => [`${done.rows} rows and ${done.files} files removed, about ${size(done.bytes)}`]);
          return;
        }
        const policy = await policyFrom(client, options);
        const view =
          options.save === true
            ? await client.call('safety.saveRetention', { policy, reason: reasonOf(options.reason) })
            : await client.call('safety.retention', { policy });
        print(json, view, () => retentionLines(view));
      });
    });
}

async function policyFrom(client: CliClient, options: RetentionOptions): Promise<RetentionPolicy> {
  const { policy } = await client.call('safety.retention', {});
  const raw = daysFrom(options.raw, '--raw', policy.rawReadingsDays);
  if (raw === null) throw new WrongUsage('--raw is a number of days: single readings cannot be kept for good, their rollups are.');
  return {
    rawReadingsDays: raw,
    rollupsDays: daysFrom(options.rollups, '--rollups', policy.rollupsDays),
    noticesDays: daysFrom(options.notices, '--notices', policy.noticesDays),
    replacedDays: daysFrom(options.replaced, '--replaced', policy.replacedDays),
  };
}

function daysFrom(given: string | undefined, option: string, now: number | null): number | null {
  if (given === undefined) return now;
  if (given === 'ever') return null;
  const days = Number(given);
  if (!Number.isInteger(days) || days < 1) throw new WrongUsage(`${option} ${given} is no number of days. Write it like 30, or ever.`);
  return days;
}
