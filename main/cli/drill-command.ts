import type { Command } from 'commander';
import type { DrillReport } from '../drill/report.ts';
import { exitCodes, print, WrongUsage } from './output.ts';
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

/** `drill`: a scenario on the practice fleet, in a workspace that is thrown away afterwards. */
export function addDrillCommand(program: Command, session: Session): void {
  program
    .command('drill <scenario>')
    .description('plays a scenario against the practice fleet on a simulated clock; exit code 0 only when it ends as expected')
    .option('--seed <number>', 'randomness of the drill; the same seed repeats it', '1')
    .action(async (scenario: string, options: { seed: string }) => {
      await session.plain(async (json) => {
        const seed = Number(options.seed);
        if (!Number.isInteger(seed) || seed < 0) throw new WrongUsage(`--seed is a whole number from 0, not ${options.seed}.`);
        // Only here: the practice fleet would make every other command slow to start.
        const { runDrill, UnknownScenario } = await import('../drill/run.ts');
        const { wentWell } = await import('../drill/report.ts');
        const report = await runDrill(scenario, seed).catch((error: unknown) => {
          throw error instanceof UnknownScenario ? new WrongUsage(error.message) : error;
        });
        print(json, report, () => told(report));
        if (!wentWell(report)) process.exitCode = exitCodes.failed;
      });
    });
}
