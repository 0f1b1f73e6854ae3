import type { Command } from 'commander';
import { elapsed } from '../commands/rows/words.ts';
import type { NeedRow } from '../contract/fleet.ts';
import type { RolloutRow, StatusRow } from '../contract/shapes.ts';
import { commandWords } from '../store/command-words.ts';
import { verdictMarks } from './marks.ts';
import { print, table } from './output.ts';
import { detailLines, exposureLines } from './rollout-lines.ts';
import type { Session } from './session.ts';

function lane(row: RolloutRow): string[] {
  const share = row.percent === null ? '?' : `${row.percent} %`;
  return [
    row.id,
    `${row.applicationName} ${row.version}`,
    row.targetName,
    row.state,
    share,
    `${verdictMarks[row.verdict]} ${row.verdict}`,
    row.next.sentence,
  ];
}

/** Sources are only asked while something rolls: what they said before is told with its age. */
function sourcesInWords(status: StatusRow): string {
  const answered = status.sources.filter((source) => source.failingSince === null).length;
  const newest = Math.max(0, ...status.sources.map((source) => source.lastOkAt ?? 0));
  const age = newest === 0 ? 'never' : `${elapsed(status.now - newest)} ago`;
  return `${answered} of ${status.sources.length} sources answered when last asked, ${age}`;
}

/** A release that may go on comes with the command that lets it. */
function needLines(need: NeedRow): string[] {
  const line = `needs you: ${need.title} — ${need.text}`;
  return need.kind === 'next' ? [line, `  start it: ${commandWords('go-on', need.rolloutId, '--reason', 'your reason')}`] : [line];
}

function recoveryWarning(folder: string): string[] {
  return [
    'in recovery: the database was damaged, what could be read was saved, and nothing runs by itself',
    `  what was lost, and how to go on: ${commandWords('recover', '--workspace', folder)}`,
  ];
}

const header = ['ID', 'RELEASE', 'TARGET', 'STATE', 'SHARE', 'VERDICT', 'NEXT'];

/** `status` and `rollouts`: what is going on. */
export function addFleetCommands(program: Command, session: Session): void {
  program
    .command('status')
    .description('what needs you, what is rolling, which sources answer')
    .action(async () => {
      await session.run(async (client, json) => {
        const home = await client.call('fleet.home', {});
        const { recovery } = await client.call('safety.recovery', {});
        print(json, recovery === null ? home : { ...home, recovery }, () => [
          ...(recovery === null ? [] : recoveryWarning(session.folder())),
          `${home.status.practice ? 'practice fleet' : 'own platforms'} · ${sourcesInWords(home.status)}`,
          ...home.needs.flatMap(needLines),
          ...(home.rolling.length === 0 ? ['nothing is rolling'] : table([header, ...home.rolling.map(lane)])),
        ]);
      });
    });
  program
    .command('rollouts [rollout]')
    .description('rollouts, newest first; or one of them with what it waits for')
    .option('--all', 'ended ones too', false)
    .action(async (rolloutId: string | undefined, options: { all: boolean }) => {
      await session.run(async (client, json) => {
        if (rolloutId !== undefined) {
          const detail = await client.call('rollouts.get', { rolloutId });
          const { applicationId, version } = detail.rollout;
          const exposure = await client.call('rollouts.exposure', { applicationId, version });
          print(json, { ...detail, exposure }, () => [...detailLines(detail), ...exposureLines(exposure)]);
          return;
        }
        const rows = await client.call('rollouts.list', { state: options.all ? 'all' : 'active' });
        const none = options.all ? 'no rollouts' : `no rollout is active; ended ones too: ${commandWords('rollouts', '--all')}`;
        print(json, rows, () => (rows.length === 0 ? [none] : table([header, ...rows.map(lane)])));
      });
    });
}
