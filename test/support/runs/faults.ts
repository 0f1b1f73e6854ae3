import { type FaultReport, faultRun } from '../engine/faults.ts';

/** Takes a release back under faults as many times as asked for (default 1000), and prints what came of it; fails when anything was done twice, lost or said wrongly. */
const runs = Number(process.argv[2] ?? '1000');
const from = Number(process.argv[3] ?? '0');
const met = new Map<string, number>();
const sums = { faults: 0, kills: 0, doubleActs: 0, lostAudit: 0, untruths: 0, unknownOnce: 0, unknownLeft: 0, unsettled: 0 };

function add(report: FaultReport): void {
  for (const one of report.struck) met.set(one, (met.get(one) ?? 0) + 1);
  sums.faults += report.struck.length;
  sums.kills += report.kills;
  sums.doubleActs += report.doubleActs;
  sums.lostAudit += report.lostAudit.length;
  sums.untruths += report.untruths.length;
  sums.unknownOnce += report.unknownOnce;
  sums.unknownLeft += report.unknownLeft;
  sums.unsettled += report.settled ? 0 : 1;
  const bad = report.doubleActs > 0 || report.lostAudit.length > 0 || report.untruths.length > 0 || !report.settled;
  if (bad) process.stdout.write(`FAIL ${JSON.stringify(report)}\n`);
}

const started = performance.now();
for (let seed = from; seed < from + runs; seed += 1) add(await faultRun(seed));
for (const [name, count] of [...met].toSorted(([a], [b]) => a.localeCompare(b))) process.stdout.write(`${name}: ${count}\n`);
process.stdout.write(`${runs} runs in ${((performance.now() - started) / 1000).toFixed(1)} s: ${JSON.stringify(sums)}\n`);
process.exitCode = sums.doubleActs + sums.lostAudit + sums.untruths + sums.unsettled === 0 ? 0 : 1;
