import type { Command } from 'commander';
import type { ContainmentRow, ContainmentView, WayBackRow } from '../contract/containment.ts';
import { isSettled, measuredInWords } from '../core/containment/index.ts';
import { counted, durationInWords } from '../core/words.ts';
import { commandWords } from '../store/command-words.ts';
import { exitCodes, print, WrongUsage } from './output.ts';
import { settledActions } from './press-commands.ts';
import type { Session } from './session.ts';
import { addSettleCommands } from './settle-commands.ts';

function wayLine(row: WayBackRow): string {
  const kept = row.kept === null ? '' : row.kept ? ', kept' : ', NOT kept';
  return `${row.available ? 'yes' : 'no '}  ${row.title}, promised in ${durationInWords(row.promiseMs)}: ${row.says} ${measuredInWords(row.measured)}${kept}`;
}

/** One line per target, with what is left to do where it is not contained. */
export function containmentLines({ says, targets }: ContainmentView): string[] {
  return [says, ...targets.flatMap(targetLines)];
}

function targetLines(row: ContainmentRow): string[] {
  const took = row.tookMs === null ? '' : ` in ${durationInWords(row.tookMs)}`;
  const stay =
    row.users === null ? 'how many users have it is not known' : `${row.usersAtMost ? 'at most ' : ''}${counted(row.users, 'user')} on it`;
  const head = `  ${row.targetName}: ${row.standing}${took} — ${row.says} (${stay})`;
  const then = row.advice ? [`    then: ${row.advice.says} (reissue)`] : [];
  if (isSettled(row.standing)) return [head, ...then];
  return [head, ...row.next.map((rung) => `    possible: ${rung.act} — ${rung.says}`), ...answers(row), ...then];
}

/** The commands that answer what a target waits for. */
function answers({ rolloutId, standing, settles, next }: ContainmentRow): string[] {
  const [best] = next;
  const to = best?.toVersion ?? null;
  const reason = ['--reason', 'WHY'];
  return [
    ...(best === undefined
      ? []
      : [`do it: ${commandWords('contain', rolloutId, best.op, ...(to === null ? [] : ['--to', to]), ...reason)}`]),
    ...(standing === 'open' ? [] : [`carry on: ${commandWords('carry-on', rolloutId, ...reason)}`]),
    ...(settles === null
      ? []
      : [
          `${settles === 'left' ? 'leave it as it is' : 'keep that it was taken back there'}: ${commandWords('settle', rolloutId, ...reason)}`,
        ]),
  ].map((line) => `    ${line}`);
}

/** `ways-back`, `containment` and `contain`: what can be taken back how fast, how far it has come, and the next best act. */
export function addContainmentCommands(program: Command, session: Session): void {
  program
    .command('ways-back <application> <version>')
    .description('the three ways to take a release back, with the time each promises and the time it really took')
    .action(async (applicationId: string, version: string) => {
      await session.run(async (client, json) => {
        const ways = await client.call('rollouts.waysBack', { applicationId, version });
        print(json, ways, () => ways.map(wayLine));
        if (!ways.some((way) => way.available)) process.exitCode = exitCodes.failed;
      });
    });
  program
    .command('containment [application] [version]')
    .description('which targets of a release are contained and how, and what is left to do on the others; without a release: what is open')
    .action(async (applicationId: string | undefined, version: string | undefined) => {
      await session.run(async (client, json) => {
        if (applicationId === undefined) {
          const open = await client.call('rollouts.containments', {});
          print(json, open, () => (open.length === 0 ? ['nothing is being taken back'] : open.flatMap(releaseLines)));
          if (open.some((one) => !one.settled)) process.exitCode = exitCodes.failed;
          return;
        }
        if (version === undefined) throw new WrongUsage(`Name the version of ${applicationId} too, or no application at all.`);
        const state = await client.call('rollouts.containment', { applicationId, version });
        print(json, state, () => containmentLines(state));
        if (!state.contained) process.exitCode = exitCodes.failed;
      });
    });
  addContain(program, session);
  addSettleCommands(program, session);
}

function releaseLines(view: ContainmentView): string[] {
  const [says = '', ...rest] = containmentLines(view);
  return [`${view.applicationName} ${view.version}: ${says}`, ...rest];
}

const acts = ['rollback', 'halt', 'unpublish'] as const;

function addContain(program: Command, session: Session): void {
  program
    .command('contain <rollout> <act>')
    .description('contains one target by another act than the one that was refused: rollback, halt or unpublish')
    .requiredOption('--reason <text>', 'why; it goes into the audit log')
    .option('--to <version>', 'for a rollback: the version to return to (default: what the platform has)')
    .action(async (rolloutId: string, act: string, options: { reason: string; to?: string }) => {
      await session.run(async (client, json) => {
        const op = acts.find((one) => one === act);
        if (op === undefined) throw new WrongUsage(`The act is one of ${acts.join(', ')}, not ${act}.`);
        const { rollout } = await client.call('rollouts.get', { rolloutId });
        const { decisionId } = await client.call('rollouts.contain', {
          rolloutId,
          op,
          toVersion: options.to ?? null,
          reason: options.reason,
        });
        await client.settle();
        await settledActions(client, rollout.applicationId, rollout.version, decisionId);
        const state = await client.call('rollouts.containment', { applicationId: rollout.applicationId, version: rollout.version });
        print(json, state, () => containmentLines(state));
        const own = state.targets.find((row) => row.rolloutId === rolloutId);
        if (own?.standing !== 'contained') process.exitCode = exitCodes.failed;
      });
    });
}
