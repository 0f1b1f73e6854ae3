import type { Command } from 'commander';
import type { ReissueRow, RevertRow } from '../contract/github-acts.ts';
import type { CliClient } from './client.ts';
import { exitCodes, print, WrongUsage } from './output.ts';
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

/** `revert-pr` and `reissue`: what follows a release that was taken back, on GitHub. */
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
  addReissue(program, session);
}

const stepMarks: Readonly<Record<ReissueRow['steps'][number]['state'], string>> = {
  done: 'done   ',
  next: 'NEXT   ',
  waiting: 'waits  ',
  refused: 'REFUSED',
};

/** Where a re-issue stands, step by step. */
export function reissueLines(row: ReissueRow, dryRun: boolean): string[] {
  const files = [...row.files, ...row.manifests].map((one) => `      ${one.name}: ${one.verdict} — ${one.says}`);
  return [
    `${row.repository}: the code of ${row.goodVersion} as ${row.newVersion}, for those who have ${row.badVersion}`,
    ...row.steps.flatMap((step) => [`  ${stepMarks[step.state]}  ${step.title}: ${step.says}`, ...(step.id === 'files' ? files : [])]),
    ...(row.draftUrl === null ? [] : [`  ${row.draftUrl}`]),
    ...row.doubts.map((doubt) => `  make sure: ${doubt}`),
    ...(dryRun
      ? ['What users will see:', ...row.users.map((line) => `  ${line}`), 'Calls it would make:', ...row.calls.map((call) => `  ${call}`)]
      : []),
  ];
}

interface ReissueOptions {
  readonly reason: string;
  readonly as?: string;
  readonly percent?: string;
  readonly good?: string;
  readonly target?: string;
  readonly sure?: boolean;
  readonly dryRun?: boolean;
}

function addReissue(program: Command, session: Session): void {
  program
    .command('reissue <application> <version>')
    .description('issues the last good desktop version again under a higher number, so that those who have a bad release leave it')
    .requiredOption('--reason <text>', 'why; it goes into the audit log')
    .option('--as <version>', 'the higher number (default: the next free one)')
    .option('--percent <share>', 'publishes at this share once every step is done; without it nothing is published')
    .option('--good <version>', 'version whose code is good (default: the one before)')
    .option('--target <id>', 'desktop target (default: the one that had the release)')
    .option('--sure', 'you made sure of what cannot be found out from here')
    .option('--dry-run', 'says where it stands and prints the exact calls; sends nothing')
    .action(async (applicationId: string, version: string, options: ReissueOptions) => {
      await session.run(async (client, json) => {
        const row = await reissued(client, applicationId, version, options);
        print(json, row, () => reissueLines(row, options.dryRun === true));
        const short =
          options.percent === undefined || options.dryRun === true
            ? row.blocked !== null
            : row.publishedPercent !== Number(options.percent);
        if (short) process.exitCode = exitCodes.failed;
      });
    });
}

/** One step further, and published when that was asked for and nothing is missing. */
async function reissued(client: CliClient, applicationId: string, version: string, options: ReissueOptions): Promise<ReissueRow> {
  const percent = options.percent === undefined ? null : Number(options.percent);
  if (percent !== null && !(Number.isInteger(percent) && percent >= 1 && percent <= 100))
    throw new WrongUsage(`--percent is a whole number from 1 to 100, not ${options.percent}.`);
  const release = { applicationId, version, goodVersion: options.good ?? null, targetId: options.target ?? null };
  const wish = { ...release, newVersion: options.as ?? null };
  if (options.dryRun === true) return await client.call('github.reissuePlan', { ...wish, check: true });
  const plan = await client.call('github.prepareReissue', { ...wish, reason: options.reason });
  if (percent === null || plan.blocked !== null) return plan;
  const publish = { ...release, newVersion: plan.newVersion, percent, sure: options.sure === true, reason: options.reason };
  return (await client.call('github.publishReissue', publish)).reissue;
}
