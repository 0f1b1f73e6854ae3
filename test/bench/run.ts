// `npm run bench`: how fast Tidegate is on this machine.
import { availableParallelism, cpus } from 'node:os';
import { table } from '../../main/cli/output.ts';
import { benchAudit } from './audit.ts';
import { benchBacktest } from './backtest.ts';
import { benchBundle } from './bundle.ts';
import { benchIncident } from './incident.ts';
import { benchStartup } from './startup.ts';
import { type BenchRow, benchStore } from './store.ts';
import { benchSweep } from './sweep.ts';

/** Three significant digits; whole numbers from 100 on. */
function shown(value: number): string {
  return value >= 100 ? Math.round(value).toLocaleString('en-GB') : String(Number(value.toPrecision(3)));
}

/** Name without its numbers: rows that differ in nothing else are one series, and stand in ratio to the first of it. */
function family(row: BenchRow): string {
  return `${row.name.replaceAll(/[\d,.]+/g, '#')} ${row.unit}`;
}

function ratio(rows: readonly BenchRow[], index: number): string {
  const row = rows[index];
  const before = rows[index - 1];
  if (row === undefined || before === undefined || family(before) !== family(row)) return '';
  return `×${shown(row.value / before.value)}`;
}

function print(rows: readonly BenchRow[]): void {
  const lines = rows.map((row, index) => [row.name, shown(row.value).padStart(10), row.unit, ratio(rows, index)]);
  process.stdout.write(`${table(lines).join('\n')}\n\n`);
}

process.stdout.write(`Node ${process.versions.node}, ${availableParallelism()} × ${cpus()[0]?.model.trim() ?? 'unknown processor'}\n`);
process.stdout.write('The last column is the growth against the row above.\n\n');
// `--full` backtests 200 releases instead of 10: some minutes to make them, and about 2 GB of disk.
const full = process.argv.includes('--full');
for (const part of [benchStore, () => benchAudit(), benchSweep, benchIncident, benchBundle, benchStartup, () => benchBacktest(full)])
  print(await part());
