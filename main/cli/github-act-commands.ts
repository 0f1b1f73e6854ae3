import type { Command } from 'commander';
import type { RevertRow } from '../contract/github-acts.ts';
import { exitCodes, print } from './output.ts';
import type { Session } from './session.ts';

/** What a revert is, or would be, line by line. */
export function revertLines(row: RevertRow): string[] {
  const { pull, repository, base, files, warnings, calls } = row;
  const look = files.filter((file) => file.state === 'newer').map((file) => `  look at: ${file.path}`);
  return [
    `${repository}, onto ${base}: ${row.says}`,
    ...(pull === null ? [] : [`  ${pull.title}: ${pull.url}`]),
    ...look.slice(0, 20),
    ...(look.length > 20 ? [`  and ${look.length - 20} more`] : []),
    ...warnings.map((warning) => `  note: ${warning}`),
    ...(calls.length === 0 ? [] : ['Calls it would make:', ...calls.map((call) => `  ${call}`)]),
  ];
}

interface RevertOptions {
  readonly reason: string;
  readonly to?: string;
  readonly base?: string;
  readonly dryRun?: boolean;
}

/** `revert-pr`: what follows a release that was taken back, on GitHub. */
export function addGithubActCommands(program: Command, session: Session): void {
  program
    .command('revert-pr <application> <version>')
    .description('prepares a draft pull request on GitHub that reverts a release which was taken back, or finds the one that is there')
    .requiredOption('--reason <text>', 'why; it goes into the pull request and the audit log')
    .option('--to <version>', 'version to return to (default: the one before)')
    .option('--base <branch>', 'branch that has the release (default: the default branch)')
    .option('--dry-run', 'says what it would do and prints the exact calls; sends nothing')
    .action(async (applicationId: string, version: string, options: RevertOptions) => {
      await session.run(async (client, json) => {
        const wish = { applicationId, version, toVersion: options.to ?? null, base: options.base ?? null };
        if (options.dryRun === true) {
          const plan = await client.call('github.revertPlan', wish);
          print(json, plan, () => revertLines(plan));
          if (plan.blocked !== null) process.exitCode = exitCodes.failed;
          return;
        }
        const done = await client.call('github.prepareRevert', { ...wish, reason: options.reason });
        print(json, done, () => [done.made ? 'Prepared.' : 'It was there already; nothing was sent.', ...revertLines(done.revert)]);
      });
    });
}
