import type { Command } from 'commander';
import { createTwoFilesPatch } from 'diff';
import type { PlanVersionRow } from '../contract/plans.ts';
import type { CliClient } from './client.ts';
import { print, table, WrongUsage } from './output.ts';
import type { Session } from './session.ts';

/** `plan list`, `plan versions` and `plan diff`: the plans of a workspace and the texts they have had. */
export function addPlanVersionCommands(plan: Command, session: Session): void {
  plan
    .command('list')
    .description('lists the plans of the workspace and the presets')
    .action(async () => {
      await session.run(async (client, json) => {
        const rows = await client.call('plans.list', {});
        const lines = rows.map((row) => [row.file, row.origin, row.hash.slice(0, 12), problemWords(row.problems.length), row.description]);
        print(json, rows, () => table([['file', 'origin', 'version', 'problems', 'what for'], ...lines]));
      });
    });
  plan
    .command('versions <file>')
    .description('lists every text a plan file has had, newest first, and how many rollouts ran under it')
    .action(async (file: string) => {
      await session.run(async (client, json) => {
        const rows = await client.call('plans.versions', { file });
        print(json, rows, () => table([['version', 'saved', 'by', 'lines', 'rollouts', ''], ...rows.map(versionCells)]));
      });
    });
  plan
    .command('diff <file> [from] [to]')
    .description('shows what is different between two versions; without them, what the newest one changed')
    .action(async (file: string, from: string | undefined, to: string | undefined) => {
      await session.run(async (client, json) => {
        const [before, after] = await twoVersions(client, file, from, to);
        const patch = createTwoFilesPatch(nameOf(before), nameOf(after), before.text, after.text);
        print(json, { from: before.hash, to: after.hash, patch }, () =>
          before.text === after.text ? ['no difference'] : patch.trimEnd().split('\n').slice(1),
        );
      });
    });
}

function problemWords(count: number): string {
  return count === 0 ? 'none' : String(count);
}

function versionCells({ hash, at, actor, changed, rollouts, current }: PlanVersionRow): string[] {
  const lines = changed === null ? 'first' : `+${changed.added} -${changed.removed}`;
  const by = actor === null ? 'outside Tidegate' : actor.name;
  return [hash.slice(0, 12), new Date(at).toISOString(), by, lines, String(rollouts.total), current ? 'in the file now' : ''];
}

interface Version {
  readonly file: string;
  readonly hash: string;
  readonly text: string;
}

function nameOf({ file, hash }: Version): string {
  return `${file}@${hash.slice(0, 12)}`;
}

/** The two versions asked for; what is left out is the one in the file now, and the one before it. */
async function twoVersions(client: CliClient, file: string, from?: string, to?: string): Promise<readonly [Version, Version]> {
  const rows = await client.call('plans.versions', { file });
  const before = from ?? rows[1]?.hash;
  const after = to ?? rows[0]?.hash;
  if (before === undefined || after === undefined) throw new WrongUsage(`${file} has one version only, so there is nothing to compare.`);
  return [await client.call('plans.version', { file, hash: before }), await client.call('plans.version', { file, hash: after })];
}
