import type { Verdict } from '../model/verdict.ts';
import { counted, durationInWords } from '../words.ts';
import { doubtOf, enoughAt, type Interval, intervalOf } from './evidence.ts';
import { formatDifference, formatValue } from './format.ts';
import { isOver } from './kind.ts';
import { gateRule } from './list.ts';
import { type Sight, verdictOf } from './sight.ts';
import type { Lasting } from './sustained.ts';
import type { Pool } from './window.ts';
import { type BoundName, boundNames, boundWords, sideWords } from './words.ts';

/**
 * Judges a value that was read, or the zero a silence stands for (`silent`). Rules 4 and 5 of `judgeGate`. With an interval, red needs
 * its near end beyond the bound and green its far end inside: the value itself lies between them, so it can at most hold.
 */
export function opinionOf(sight: Sight, seen: Pool, lasting: (line: number) => Lasting, silent: boolean): Verdict {
  const doubt = silent ? null : doubtOf(sight);
  const interval = silent ? null : intervalOf(sight, seen);
  const verdict = doubt === null ? judged(sight, seen, interval, lasting, silent) : doubted(sight, seen, doubt);
  return { ...verdict, interval: interval === null ? null : { low: interval.low, high: interval.high } };
}

function judged(sight: Sight, seen: Pool, interval: Interval | null, lasting: (line: number) => Lasting, silent: boolean): Verdict {
  const few = tooFewEvents(sight, seen, interval);
  if (few !== null) return few;
  const near = nearEnd(sight, seen, interval);
  if (isBeyond(sight, near, 'emergency')) return breach(sight, seen, near, 'emergency');
  const red = lineOf(sight, 'red');
  if (red !== null && isBeyond(sight, near, 'red')) return breach(sight, seen, near, 'red', lasting(red));
  if (interval !== null && isBeyond(sight, seen.value, 'red')) return maybe(sight, seen, interval);
  return (silent ? null : tooEarly(sight, seen)) ?? calm(sight, seen, interval);
}

/** The value red is held against: as it is, or the end of its interval that speaks for the release. */
function nearEnd({ gate }: Sight, seen: Pool, interval: Interval | null): number {
  if (interval === null) return seen.value;
  return gate.direction === 'above' ? interval.low : interval.high;
}

/** The rank test does not tell the release from the version before: whatever the means say, there is no breach to speak of. */
function doubted(sight: Sight, seen: Pool, doubt: string): Verdict {
  const value = formatValue(seen.value, sight.metric.unit);
  const reference = formatValue(sight.reference, sight.metric.unit);
  return tooEarly(sight, seen) ?? verdictOf(sight, 'green', `${value} against ${reference}, ${doubt}`, null, seen);
}

/** Over red as it stands, but chance alone could have put it there. */
function maybe(sight: Sight, seen: Pool, interval: Interval): Verdict {
  const over = `${formatValue(seen.value, sight.metric.unit)}, ${sideOfBound(sight, 'bad')} ${boundOf(sight, 'red')}`;
  return verdictOf(sight, 'yellow', `${over}, but it may be as ${rangeInWords(sight, interval)}`, null, seen);
}

function rangeInWords({ gate, metric }: Sight, { low, high }: Interval): string {
  const end = gate.direction === 'above' ? `low as ${formatValue(low, metric.unit)}` : `high as ${formatValue(high, metric.unit)}`;
  return `${end} (${formatValue(gate.confidence, 'rate')} sure)`;
}

function isBeyond(sight: Sight, value: number, name: BoundName): boolean {
  return isOver(value, lineOf(sight, name), sight.gate.direction, sight.gate.inclusive);
}

/** `over`, or `at or over` for an inclusive bound. */
function sideOfBound({ gate }: Sight, side: 'bad' | 'good'): string {
  const words = sideWords[gate.direction][side];
  return gate.inclusive && side === 'bad' ? `at or ${words}` : words;
}

function lineOf({ gate, reference }: Sight, name: BoundName): number | null {
  const bound = gate[name];
  return bound === null ? null : gateRule(gate.kind).line(bound, gate.direction, reference);
}

/** `the red bound of 5 %`, `the red bound of 492 ms (base +20 %)`. */
function boundOf(sight: Sight, name: BoundName): string {
  const { gate, metric } = sight;
  const words = boundWords(gate, metric, gate[name] ?? 0);
  const where = gateRule(gate.kind).reference !== 'none' ? `${formatValue(lineOf(sight, name), metric.unit)} (${words})` : words;
  return `the ${name} bound of ${where}`;
}

function breach(sight: Sight, seen: Pool, near: number, name: 'red' | 'emergency', lasting?: Lasting): Verdict {
  const { gate, metric } = sight;
  // A sequence speaks of everything since the start, so it may be sure of what the present window does not show.
  const value = isBeyond(sight, seen.value, name)
    ? formatValue(seen.value, metric.unit)
    : `${formatValue(seen.value, metric.unit)} now, but ${gate.direction === 'above' ? 'at least' : 'at most'} ${formatValue(near, metric.unit)} since the start (${formatValue(gate.confidence, 'rate')} sure)`;
  const over = `${value}, ${sideOfBound(sight, 'bad')} ${boundOf(sight, name)}`;
  if (lasting !== undefined && !lasting.enough) return verdictOf(sight, 'yellow', `${over} ${lasting.words}`, lasting.at, seen);
  const lasted = lasting === undefined || lasting.words === '' ? '' : ` ${lasting.words}`;
  return verdictOf(sight, name, `${over}${lasted}`, null, seen);
}

/** Beyond a bound, but by so few bad events that it says nothing yet; null when there are enough, or when it is beyond none. */
function tooFewEvents(sight: Sight, seen: Pool, interval: Interval | null): Verdict | null {
  const { gate } = sight;
  const sure = interval !== null && gate.evidence === 'sequential' && interval.bad >= gate.minEvents;
  // Few bad events in the window say nothing against many since the start.
  if (sure && boundNames.some((one) => one !== 'yellow' && isBeyond(sight, nearEnd(sight, seen, interval), one))) return null;
  const name = boundNames.toReversed().find((one) => isBeyond(sight, seen.value, one));
  const events = badEvents(sight, seen);
  if (name === undefined || events === null || events >= gate.minEvents) return null;
  const over = `${formatValue(seen.value, sight.metric.unit)}, ${sideOfBound(sight, 'bad')} ${boundOf(sight, name)}`;
  return verdictOf(sight, 'thin', `${over}, with ${events} of ${counted(gate.minEvents, 'bad event')}`, null, seen);
}

/** A 95th percentile says that one observation in twenty is at least as slow. */
const slowShare = 0.05;

/**
 * Bad events behind a value: failures of a failure rate, misses of a success rate, the slow requests above a 95th percentile.
 * Null when they cannot be counted.
 */
function badEvents({ gate, metric }: Sight, seen: Pool): number | null {
  if (seen.samples === null) return null;
  if (metric.unit === 'ms') return Math.floor(seen.samples * slowShare);
  if (metric.unit !== 'rate') return null;
  return Math.round((gate.direction === 'above' ? seen.value : 1 - seen.value) * seen.samples);
}

/** Why a value that breaches nothing does not count as good yet; null when it does. */
function tooEarly(sight: Sight, seen: Pool): Verdict | null {
  const { gate, input } = sight;
  const startedAt = input.startedAt ?? input.now;
  if (gate.minSamples > 0 && seen.samples === null) {
    return verdictOf(sight, 'thin', `the source gives no sample counts, and ${gate.minSamples} are asked for`, null, seen);
  }
  if (seen.samples !== null && seen.samples < gate.minSamples) return thin(sight, seen, seen.samples, startedAt);
  const fullAt = startedAt + gate.windowMs;
  // Growth is measured from the start: its window is the time it looks back at most.
  if (input.now >= fullAt || gateRule(gate.kind).reference === 'first') return null;
  const reason = `the window of ${durationInWords(gate.windowMs)} is full in ${durationInWords(fullAt - input.now)}`;
  return verdictOf(sight, 'pending', reason, fullAt, seen);
}

/** Too few samples, with the time at which today's traffic would bring enough: a full window holds no more than its length allows. */
function thin(sight: Sight, seen: Pool, samples: number, startedAt: number): Verdict {
  const { gate, input } = sight;
  const words = `${formatValue(Math.floor(samples), 'count')} of ${counted(gate.minSamples, 'sample')}`;
  const perMs = samples / Math.max(1, Math.min(input.now - startedAt, gate.windowMs));
  const inFullWindow = perMs * gate.windowMs;
  if (inFullWindow < gate.minSamples) {
    const reason = `${words}; at this traffic a window of ${durationInWords(gate.windowMs)} holds about ${formatValue(Math.round(inFullWindow), 'count')}`;
    return verdictOf(sight, 'thin', reason, null, seen);
  }
  return verdictOf(sight, 'thin', words, Math.ceil(startedAt + gate.minSamples / perMs) + sight.metric.lagMs, seen);
}

function calm(sight: Sight, seen: Pool, interval: Interval | null): Verdict {
  const { gate, metric } = sight;
  const value = formatValue(seen.value, metric.unit);
  if (isBeyond(sight, seen.value, 'yellow')) {
    return verdictOf(sight, 'yellow', `${value}, ${sideOfBound(sight, 'bad')} ${boundOf(sight, 'yellow')}`, null, seen);
  }
  const name = gate.yellow !== null ? 'yellow' : gate.red !== null ? 'red' : 'emergency';
  if (gate.evidence !== 'raw' && interval === null) {
    return verdictOf(sight, 'thin', `${value}, and the source gives no sample counts to tell how sure that is`, null, seen);
  }
  const far = interval === null ? seen.value : gate.direction === 'above' ? interval.high : interval.low;
  if (interval !== null && isBeyond(sight, far, name)) return unsure(sight, seen, interval, name);
  const distance = formatDifference(Math.abs((lineOf(sight, name) ?? seen.value) - seen.value), metric.unit);
  return verdictOf(sight, 'green', `${value}, ${distance} ${sideOfBound(sight, 'good')} ${boundOf(sight, name)}`, null, seen);
}

/** Good as it stands, but with so few samples the truth may lie beyond the bound. */
function unsure(sight: Sight, seen: Pool, interval: Interval, name: BoundName): Verdict {
  const { gate, metric, input } = sight;
  const far = gate.direction === 'above' ? interval.high : interval.low;
  const reason = `${formatValue(seen.value, metric.unit)} of ${counted(Math.floor(interval.samples), 'sample')} may still be ${formatValue(far, metric.unit)} (${formatValue(gate.confidence, 'rate')} sure), ${sideOfBound(sight, 'bad')} ${boundOf(sight, name)}`;
  return verdictOf(sight, 'thin', reason, enoughAt(sight, interval, lineOf(sight, name), input.startedAt ?? input.now), seen);
}
