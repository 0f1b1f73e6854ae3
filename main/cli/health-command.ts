import { type Command, Option } from 'commander';
import { elapsed } from '../commands/rows/words.ts';
import { type HealthClusters, type HealthOverview, type HealthPanels, healthRanges, type HealthRange } from '../contract/health.ts';
import { formatValue } from '../core/gates/index.ts';
import { verdictMarks } from './marks.ts';
import { print, table } from './output.ts';
import type { Session } from './session.ts';

interface Options {
  readonly app?: string;
  readonly range: HealthRange;
}

/** Clusters printed; the rest is counted. */
const mostClusters = 10;

/** `health`: is all well, which versions are out, how do their metrics stand, what goes wrong. */
export function addHealthCommand(program: Command, session: Session): void {
  program
    .command('health')
    .description('overall health, versions, metrics against their alert lines, errors by cause')
    .option('--app <id>', 'one application only')
    .addOption(new Option('--range <time>', 'how far to look back').choices(healthRanges).default('1h'))
    .action(async ({ app, range }: Options) => {
      await session.run(async (client, json) => {
        const filter = { applicationId: app ?? null, range };
        const overview = await client.call('health.overview', filter);
        const panels = await client.call('health.panels', { ...filter, buckets: 10 });
        const clusters = await client.call('health.clusters', filter);
        print(json, { overview, panels: panels.panels.map(newestOnly), clusters }, () => [
          ...overallLines(overview),
          ...section('versions', versionLines(overview)),
          ...section('metrics', panelLines(panels)),
          ...section('errors by cause', clusterLines(clusters)),
        ]);
      });
    });
}

/** Without the points of its chart: what a script wants is the value and its lines. */
function newestOnly({ release: _release, previous: _previous, ...panel }: HealthPanels['panels'][number]): object {
  return panel;
}

function section(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : ['', `${title}:`, ...lines];
}

function overallLines({ overall, to }: HealthOverview): string[] {
  const mark = overall.kind === 'idle' ? '' : `${verdictMarks[overall.kind]} `;
  const blind = overall.blindSince === null ? '' : ` — can't see for ${elapsed(to - overall.blindSince)}`;
  return [`${mark}${overall.words}${blind}`, ...overall.reasons.map((one) => `  ${verdictMarks[one.kind]} ${one.text}`)];
}

function versionLines({ active, to }: HealthOverview): string[] {
  return table(
    active.map((row) => [
      `  ${row.applicationName} ${row.version}`,
      row.targetName,
      row.role,
      row.percent === null ? '?' : `${row.percent} %`,
      row.verdict === null ? 'not judged' : `${verdictMarks[row.verdict]} ${row.verdict}`,
      row.since === null ? '' : `for ${elapsed(to - row.since)}`,
    ]),
  );
}

function panelLines({ panels, to }: HealthPanels): string[] {
  return table(
    panels.map((row) => [
      `  ${row.applicationName} ${row.version}`,
      row.targetName ?? row.surface ?? '',
      row.title,
      formatValue(row.latest, row.unit),
      row.verdict === null ? '' : `${verdictMarks[row.verdict]} ${row.verdict}`,
      row.bounds === '' ? 'no alert line' : row.bounds,
      row.latestAt === null ? 'never read' : `${elapsed(to - row.latestAt)} ago`,
    ]),
  );
}

function clusterLines({ rows, more }: HealthClusters): string[] {
  const shown = rows
    .slice(0, mostClusters)
    .flatMap((row) => [
      `  ${row.total} × ${row.name === '' ? '' : `${row.name}: `}${row.title} (${row.applicationName}, ${row.age === 'unknown' ? 'first version' : row.age})`,
      `      ${row.versions.map((one) => `${one.version} ${one.count}`).join(', ')}`,
      ...(row.hint === null ? [] : [`      ${row.hint}`]),
    ]);
  const errors = more.errors + rows.slice(mostClusters).reduce((sum, row) => sum + row.total, 0);
  return errors === 0 ? shown : [...shown, `  and ${errors} errors of other causes`];
}
