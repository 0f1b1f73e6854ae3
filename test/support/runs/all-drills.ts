import { wentWell } from '../../../main/drill/report.ts';
import { runDrill } from '../../../main/drill/run.ts';
import { listScenarios } from '../../../main/practice/scenarios.ts';

/** Every scenario with as many seeds as asked for (default 10), seed by seed, so that a run cut short has seen all scenarios; prints a row each and fails when one does not end as expected. */
const seeds = Number(process.argv[2] ?? '10');
/** Only these scenarios, when any are named. */
const named = process.argv.slice(3);
const scenarios = listScenarios().filter((scenario) => named.length === 0 || named.includes(scenario.id));
let failed = 0;
for (let seed = 1; seed <= seeds; seed += 1) {
  for (const scenario of scenarios) {
    const started = performance.now();
    const report = await runDrill(scenario.id, seed);
    const good = wentWell(report);
    if (!good) failed += 1;
    const seconds = ((performance.now() - started) / 1000).toFixed(1);
    const figures = `detected ${report.detectedMs ?? '—'} ms, sent ${report.sentMs ?? '—'} ms, contained ${report.containedMs ?? '—'} ms, exposed ${report.exposedUsersMax}`;
    process.stdout.write(
      `${good ? 'ok  ' : 'FAIL'} ${scenario.id} seed ${seed}: ${report.outcome} (${figures}, double acts ${report.doubleActs}, audit ${report.auditVerified}, ${seconds} s)${report.untruths.map((one) => `, NOT SO ${one}`).join('')}\n`,
    );
  }
}
process.stdout.write(`${failed} of ${seeds * scenarios.length} drills failed\n`);
process.exitCode = failed === 0 ? 0 : 1;
