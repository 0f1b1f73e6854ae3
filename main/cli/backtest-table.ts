import type { BacktestReleaseRow, BacktestReportRow, BacktestResult, PastRow } from '../contract/backtests.ts';
import type { BacktestClass } from '../core/model/backtest.ts';
import { aboutInWords, durationInWords } from '../core/words.ts';
import { table } from './output.ts';

const classWords: Readonly<Record<BacktestClass, string>> = {
  caughtEarlier: 'caught earlier',
  caughtSame: 'caught at the same time',
  caughtLater: 'caught later',
  missed: 'missed',
  falseAlarm: 'false alarm',
  letThrough: 'rightly let through',
  unknown: 'not known: it never ended',
  noReadings: 'no readings kept',
};

const whole = new Intl.NumberFormat('en-GB', { maximumFractionDigits: 0 });

function minute(at: number): string {
  return new Date(at).toISOString().slice(0, 16).replace('T', ' ');
}

function really(past: PastRow): string {
  if (past.outcome === 'completed') return 'completed';
  const at = past.decidedAt === null ? '' : ` ${minute(past.decidedAt)}`;
  return past.outcome === 'rolledBack' ? `rolled back${at}` : past.outcome;
}

function wouldHave({ replay }: BacktestReleaseRow): string {
  const { stop, paused } = replay;
  const halted = paused === null ? '' : `pause ${minute(paused.at)} by ${paused.title}`;
  if (stop === null) return halted === '' ? 'let it through' : halted;
  const by = stop.through === null ? stop.title : `${stop.title} on another target`;
  return `${stop.recommendation ? 'ask to roll back' : 'roll back'} ${minute(stop.at)} at ${stop.percent} % by ${by}`;
}

function heldWords({ held }: BacktestReleaseRow['replay']): string {
  const total = held.yellow + held.blind + held.thin;
  return total === 0 ? '—' : durationInWords(total);
}

function releaseLines(result: BacktestResult, report: BacktestReportRow): string[] {
  const rows = result.past.flatMap((past, index) => {
    const release = report.releases[index];
    if (release === undefined) return [];
    const saved = release.savedMs === 0 ? '—' : durationInWords(release.savedMs);
    const spared = release.usersSpared === null ? '?' : whole.format(release.usersSpared);
    const name = `${past.applicationName} ${past.version}`;
    return [[name, past.targetName, really(past), wouldHave(release), classWords[release.class], saved, spared, heldWords(release.replay)]];
  });
  return table([['RELEASE', 'TARGET', 'REALLY', 'THIS PLAN WOULD', 'SO', 'SAVED', 'USERS SPARED', 'HELD'], ...rows]);
}

function gateLines(report: BacktestReportRow): string[] {
  const rows = report.gates.map((gate) => [
    `${gate.title}${gate.shadow ? ' (shadow)' : ''}`,
    String(gate.alarms),
    String(gate.trueAlarms),
    String(gate.falseAlarms),
    String(gate.first),
  ]);
  return table([['GATE', 'ALARMS', 'TRUE', 'FALSE', 'FIRST'], ...rows]);
}

const totalNames = ['caughtEarlier', 'caughtSame', 'caughtLater', 'missed', 'falseAlarm', 'letThrough', 'unknown', 'noReadings'] as const;

function totals(report: BacktestReportRow): [string, string][] {
  const { totals: all } = report;
  const held = all.held.yellow + all.held.blind + all.held.thin;
  return [
    ['releases', String(all.releases)],
    ['stopped', String(all.stopped)],
    ...totalNames.map((kind): [string, string] => [classWords[kind], String(all.classes[kind] ?? 0)]),
    ['time saved', durationInWords(all.savedMs)],
    ['users spared', aboutInWords(all.usersSpared)],
    ['user minutes spared', aboutInWords(all.userMinutesSpared)],
    ['held', durationInWords(held)],
  ];
}

/** Two plans side by side: their totals, and the releases of which they make something else. */
function comparison(result: BacktestResult, other: BacktestReportRow): string[] {
  const [left, right] = [totals(result.plan), totals(other)];
  const rows = left.map(([name, value], index) => [name, value, right[index]?.[1] ?? '']);
  const differing = result.past.flatMap((past, index) => {
    const [a, b] = [result.plan.releases[index], other.releases[index]];
    if (a === undefined || b === undefined || wouldHave(a) === wouldHave(b)) return [];
    return [[`${past.applicationName} ${past.version}`, past.targetName, really(past), wouldHave(a), wouldHave(b)]];
  });
  return [
    ...table([['', result.plan.plan, other.plan], ...rows]),
    '',
    ...(differing.length === 0
      ? ['both make the same of every release']
      : table([['RELEASE', 'TARGET', 'REALLY', result.plan.plan.toUpperCase(), other.plan.toUpperCase()], ...differing])),
  ];
}

/** A backtest as people read it. */
export function backtestLines(result: BacktestResult): string[] {
  const { plan, compare, warnings } = result;
  const head = `${plan.plan} (${plan.hash.slice(0, 12)}) over ${plan.totals.releases} rollouts, ${minute(result.from)} to ${minute(result.to)} UTC`;
  const notes = warnings.map((one) => `note: ${one}`);
  if (plan.totals.releases === 0) return [head, ...notes];
  if (compare !== null) return [head, ...notes, '', ...comparison(result, compare)];
  return [head, ...notes, '', ...releaseLines(result, plan), '', ...gateLines(plan), '', ...table(totals(plan))];
}
