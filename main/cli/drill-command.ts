import { basename } from 'node:path';
import type { Command } from 'commander';
import type { DrillPreparation, DrillRow } from '../contract/drills.ts';
import { durationInWords } from '../core/words.ts';
import type { DrillReport } from '../drill/report.ts';
import { exitCodes, print, table, WrongUsage } from './output.ts';
import { planText } from './plan-file.ts';
import type { Session } from './session.ts';

function told(report: DrillReport): string[] {
  const ms = (value: number | null, unit: string): string => (value === null ? '—' : `${value} ms ${unit}`);
  return [
    `${report.scenario} (seed ${report.seed}): ${report.outcome}, expected ${report.expected}`,
    `detected in ${ms(report.detectedMs, 'simulated')}, sent in ${ms(report.sentMs, 'real')}, contained in ${ms(report.containedMs, 'real')}`,
    `at most ${report.exposedUsersMax} users had it; double acts ${report.doubleActs}; audit ${report.auditVerified ? 'verified' : 'BROKEN'}`,
    ...report.untruths.map((untruth) => `NOT SO: ${untruth}`),
    ...report.actions.map(
      (action) => `  ${action.target}: ${action.operation} — ${action.result}${action.readBack === null ? '' : `, ${action.readBack}`}`,
    ),
  ];
}

const tellEveryMs = 5000;

/** Says on stderr now and then how far a drill is, so that a long plan does not look stuck. */
function tellsPassed(lastsMs: () => number): (simulatedMs: number) => void {
  let last = performance.now();
  return (simulatedMs) => {
    if (performance.now() - last < tellEveryMs) return;
    last = performance.now();
    process.stderr.write(`${durationInWords(simulatedMs)} of the plan played, which needs ${durationInWords(lastsMs())} or more\n`);
  };
}

function preparationLines({ targets, judging, blind, leftOut, metrics, lastsMs }: DrillPreparation): string[] {
  return [
    `on ${targets.join(', ')}; judged by ${judging.join(', ')}; all stages need ${durationInWords(lastsMs)} or more`,
    ...metrics.filter((metric) => metric.use !== 'asked').map((metric) => `  ${metric.title}: ${metric.says}`),
    ...blind.map((title) => `  ${title}: blind here, so that it only watches`),
    ...leftOut.map((sentence) => `  left out: ${sentence}`),
  ];
}

function seconds(ms: number | null): string {
  return ms === null ? '—' : `${(ms / 1000).toFixed(1)} s`;
}

function recordLines(rows: readonly DrillRow[]): string[] {
  if (rows.length === 0) return ['no drill was played so far: open Fire drills in the console'];
  const head = ['when', 'who', 'scenario', 'plan', 'to press', 'press to contained', 'fault to contained', 'users', 'result'];
  const lines = rows.map((row) => [
    new Date(row.startedAt).toISOString(),
    row.person,
    row.scenario,
    row.planName,
    seconds(row.pressMs),
    seconds(row.containedMs),
    seconds(row.totalMs),
    String(row.exposedUsersMax),
    row.state,
  ]);
  return table([head, ...lines]);
}

/** `drills`: what people rehearsed, apart from everything real. */
function addRecordCommand(program: Command, session: Session): void {
  program
    .command('drills')
    .description('the record of fire drills that people played, newest first')
    .option('--csv', 'print it as CSV')
    .action(async (options: { csv?: boolean }) => {
      await session.run(async (client, json) => {
        if (options.csv === true) {
          process.stdout.write((await client.call('drills.csv', {})).text);
          return;
        }
        const rows = await client.call('drills.list', {});
        print(json, rows, () => recordLines(rows));
      });
    });
}

/** `drill`: a scenario on the practice fleet, in a workspace that is thrown away afterwards. */
export function addDrillCommand(program: Command, session: Session): void {
  addRecordCommand(program, session);
  program
    .command('drill <scenario>')
    .description('plays a scenario against the practice fleet on a simulated clock; exit code 0 only when it ends as expected')
    .option('--seed <number>', 'randomness of the drill; the same seed repeats it', '1')
    .option('--plan <file>', 'a plan of your own instead of the one of the scenario, its sources mapped onto the practice fleet')
    .action(async (scenario: string, options: { seed: string; plan?: string }) => {
      await session.plain(async (json) => {
        const seed = Number(options.seed);
        if (!Number.isInteger(seed) || seed < 0) throw new WrongUsage(`--seed is a whole number from 0, not ${options.seed}.`);
        // Only here: the practice fleet would make every other command slow to start.
        const { runDrill, UnknownScenario, UnplayablePlan } = await import('../drill/run.ts');
        const { wentWell } = await import('../drill/report.ts');
        const met: DrillPreparation[] = [];
        const { plan } = options;
        const own =
          plan === undefined
            ? null
            : {
                file: basename(plan),
                text: await planText(plan),
                prepared: (it: DrillPreparation) => void met.push(it),
                passed: tellsPassed(() => met[0]?.lastsMs ?? 0),
              };
        const report = await runDrill(scenario, seed, undefined, own).catch((error: unknown) => {
          throw error instanceof UnknownScenario || error instanceof UnplayablePlan ? new WrongUsage(error.message) : error;
        });
        const [preparation] = met;
        print(json, preparation === undefined ? report : { ...report, preparation }, () => [
          ...(preparation === undefined ? [] : preparationLines(preparation)),
          ...told(report),
        ]);
        if (!wentWell(report)) process.exitCode = exitCodes.failed;
      });
    });
}
