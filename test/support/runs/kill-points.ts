import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runKilledDrill } from '../../../main/drill/killed.ts';
import { scenarioNamed } from '../../../main/drill/run.ts';
import { seededRandom } from '../../../main/drill/sim-clock.ts';

/** Kills the engine with SIGKILL at random points of `bad-release` (default 100 runs) and counts what went wrong after the restart. */
const runs = Number(process.argv[2] ?? '100');
const random = seededRandom(Number(process.argv[3] ?? '1'));
/** About as many requests as one run makes until everything is taken back. */
const requests = 150;
let wrong = 0;
for (let run = 1; run <= runs; run += 1) {
  const folder = await mkdtemp(join(tmpdir(), 'tidegate-kill-'));
  const point = { after: 'requests' as const, count: 1 + Math.floor(random() * requests), delayMs: Math.floor(random() * 40) };
  try {
    const report = await runKilledDrill(scenarioNamed('bad-release'), run, folder, point);
    const good = report.outcome === 'rolledBack' && report.doubleActs === 0 && report.auditVerified;
    if (!good) wrong += 1;
    process.stdout.write(
      `${good ? 'ok  ' : 'FAIL'} run ${run}: killed at request ${point.count} + ${point.delayMs} ms → ${report.outcome}, double acts ${report.doubleActs}, audit ${report.auditVerified}\n`,
    );
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
process.stdout.write(`${wrong} of ${runs} runs went wrong\n`);
process.exitCode = wrong === 0 ? 0 : 1;
