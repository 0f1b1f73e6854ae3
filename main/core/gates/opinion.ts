import type { Verdict } from '../model/verdict.ts';
import { counted, durationInWords } from '../words.ts';
import { formatDifference, formatValue } from './format.ts';
import { isOver } from './kind.ts';
import { gateRule } from './list.ts';
import { type Sight, verdictOf } from './sight.ts';
import type { Lasting } from './sustained.ts';
import type { Pool } from './window.ts';
import { type BoundName, boundWords, sideWords } from './words.ts';

/** Judges a value that was read, or the zero a silence stands for (`silent`). Rules 4 and 5 of `judgeGate`. */
export function opinionOf(sight: Sight, seen: Pool, lasting: (line: number) => Lasting, silent: boolean): Verdict {
  if (isOver(seen.value, lineOf(sight, 'emergency'), sight.gate.direction)) return breach(sight, seen, 'emergency');
  const red = lineOf(sight, 'red');
  if (red !== null && isOver(seen.value, red, sight.gate.direction)) return breach(sight, seen, 'red', lasting(red));
  return (silent ? null : tooEarly(sight, seen)) ?? calm(sight, seen);
}

function lineOf({ gate, input }: Sight, name: BoundName): number | null {
  const bound = gate[name];
  return bound === null ? null : gateRule(gate.kind).line(bound, gate.direction, input.baseline?.value ?? null);
}

/** `the red bound of 5 %`, `the red bound of 492 ms (base +20 %)`. */
function boundOf(sight: Sight, name: BoundName): string {
  const { gate, metric } = sight;
  const words = boundWords(gate, metric, gate[name] ?? 0);
  const where = gateRule(gate.kind).needsBaseline ? `${formatValue(lineOf(sight, name), metric.unit)} (${words})` : words;
  return `the ${name} bound of ${where}`;
}

function breach(sight: Sight, seen: Pool, name: 'red' | 'emergency', lasting?: Lasting): Verdict {
  const { gate, metric } = sight;
  const over = `${formatValue(seen.value, metric.unit)}, ${sideWords[gate.direction].bad} ${boundOf(sight, name)}`;
  const events = badEvents(sight, seen);
  if (events !== null && events < gate.minEvents) {
    return verdictOf(sight, 'thin', `${over}, with ${events} of ${counted(gate.minEvents, 'bad event')}`, null, seen);
  }
  if (lasting !== undefined && !lasting.enough) return verdictOf(sight, 'yellow', `${over} ${lasting.words}`, lasting.at, seen);
  const lasted = lasting === undefined || lasting.words === '' ? '' : ` ${lasting.words}`;
  return verdictOf(sight, name, `${over}${lasted}`, null, seen);
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
  if (input.now >= fullAt) return null;
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
  return verdictOf(sight, 'thin', words, Math.ceil(startedAt + gate.minSamples / perMs), seen);
}

function calm(sight: Sight, seen: Pool): Verdict {
  const { gate, metric } = sight;
  const value = formatValue(seen.value, metric.unit);
  const side = sideWords[gate.direction];
  if (isOver(seen.value, lineOf(sight, 'yellow'), gate.direction)) {
    return verdictOf(sight, 'yellow', `${value}, ${side.bad} ${boundOf(sight, 'yellow')}`, null, seen);
  }
  const name = gate.yellow !== null ? 'yellow' : gate.red !== null ? 'red' : 'emergency';
  const distance = formatDifference(Math.abs((lineOf(sight, name) ?? seen.value) - seen.value), metric.unit);
  return verdictOf(sight, 'green', `${value}, ${distance} ${side.good} ${boundOf(sight, name)}`, null, seen);
}
