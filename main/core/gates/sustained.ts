import type { GateSpec, MetricSpec } from '../model/plan.ts';
import type { Point } from '../model/reading.ts';
import { counted, durationInWords } from '../words.ts';
import { isOver } from './kind.ts';
import { type Pool, pool, sliceWithin } from './window.ts';

/** Whether a breach has lasted as long as its gate asks for. `at` is the earliest time it could have, ms. */
export interface Lasting {
  readonly enough: boolean;
  readonly words: string;
  readonly at: number | null;
}

/** An unbroken run of readings over a line, counted back from the newest. Times in ms. */
interface Run {
  readonly checks: number;
  readonly since: number | null;
  readonly until: number | null;
}

/**
 * How long a breach of `line` has lasted over the readings: the windowed value is taken again at each reading's own time.
 * A hole longer than `freshMs` ends the run, because nobody saw the release then.
 */
export function lastingOf(
  gate: GateSpec,
  metric: MetricSpec,
  line: number,
  points: readonly Point[],
  everyMs: number,
  freshMs: number,
): Lasting {
  if (gate.consecutive <= 1 && gate.forMs === 0) return { enough: true, words: '', at: null };
  return judgeRun(gate, runOf(gate, metric, line, points, freshMs), everyMs);
}

/** The same for a source that answers with nothing since `since`, where the plan reads nothing as zero. */
export function lastingSilence(gate: GateSpec, since: number, now: number, everyMs: number): Lasting {
  return judgeRun(gate, { checks: Math.floor((now - since) / everyMs), since, until: now }, everyMs);
}

/** Of more readings than this a breach is followed back only as far as its gate asks, so that no sweep is held up. */
const countedInFull = 3000;

function runOf(gate: GateSpec, metric: MetricSpec, line: number, points: readonly Point[], freshMs: number): Run {
  const times = [...new Set(points.map((point) => point.ts))].toReversed();
  let checks = 0;
  let since: number | null = null;
  for (const time of times) {
    const value = windowAt(points, time, gate, metric)?.value ?? null;
    if (value === null || !isOver(value, line, gate.direction, gate.inclusive)) break;
    if (since !== null && since - time > freshMs) break;
    since = time;
    checks += 1;
    const asked = checks >= gate.consecutive && (times[0] ?? time) - time >= gate.forMs;
    if (asked && points.length > countedInFull) break;
  }
  return { checks, since, until: times[0] ?? null };
}

/** A query that looks back by itself is its newest reading: the rest of a long window need not be touched. */
function windowAt(points: readonly Point[], time: number, gate: GateSpec, metric: MetricSpec): Pool | null {
  return pool(sliceWithin(points, time, metric.aggregate === 'last' ? Math.min(1, gate.windowMs) : gate.windowMs), metric.aggregate);
}

function judgeRun(gate: GateSpec, run: Run, everyMs: number): Lasting {
  const lastedMs = run.since === null || run.until === null ? 0 : run.until - run.since;
  if (gate.forMs > 0 && lastedMs < gate.forMs) {
    const words = `for ${durationInWords(lastedMs)} of ${durationInWords(gate.forMs)}`;
    return { enough: false, words, at: run.since === null ? null : run.since + gate.forMs };
  }
  if (run.checks < gate.consecutive) {
    const words = `in ${run.checks} of ${counted(gate.consecutive, 'check')} in a row`;
    return { enough: false, words, at: run.until === null ? null : run.until + (gate.consecutive - run.checks) * everyMs };
  }
  if (gate.forMs > 0) return { enough: true, words: `for ${durationInWords(lastedMs)}`, at: null };
  return { enough: true, words: gate.consecutive > 1 ? `in ${counted(gate.consecutive, 'check')} in a row` : '', at: null };
}
