import type { Reading } from '../model/reading.ts';
import type { TimeRange } from './row.ts';

const decimal = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;
const zoned = /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})$/i;
/** A number of seconds reaches this in the year 5138, one of milliseconds reached it in 1973. */
const firstMs = 1e11;
const longestLabel = 200;

/** Either the value, or what is wrong with it in words. */
export type Field<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly message: string };

function good<T>(value: T): Field<T> {
  return { ok: true, value };
}

function bad(message: string): { readonly ok: false; readonly message: string } {
  return { ok: false, message };
}

/** A text from a file as it can stand in a message: short, on one line. */
export function quoted(text: string): string {
  return JSON.stringify(text.length > 40 ? `${text.slice(0, 40)}…` : text);
}

/** A finite number. `name` says which field it is. */
export function numberField(name: string, text: string): Field<number> {
  const trimmed = text.trim();
  if (decimal.test(trimmed)) {
    const value = Number(trimmed);
    return Number.isFinite(value) ? good(value) : bad(`${name} ${quoted(trimmed)} is too large a number`);
  }
  if (trimmed === '') return bad(`${name} is empty. Write a number, or leave the row out`);
  if (/^[+-]?(nan|inf(inity)?)$/i.test(trimmed)) return bad(`${name} is ${trimmed}, which is no measured value. Leave the row out`);
  if (/^[+-]?\d+,\d+$/.test(trimmed)) return bad(`${name} ${quoted(trimmed)} has a decimal comma. Write a point`);
  return bad(`${name} ${quoted(trimmed)} is not a number`);
}

/** How many observations stand behind a value; empty says nobody knows. */
export function samplesField(text: string): Field<number | null> {
  if (text.trim() === '') return good(null);
  const read = numberField('samples', text);
  if (read.ok && read.value < 0) return bad(`samples ${quoted(text.trim())} is below zero`);
  return read;
}

/** A time as ms UTC: a number of seconds or milliseconds, told apart by size, or ISO 8601 with its zone. */
export function timeField(name: string, text: string, range: TimeRange): Field<number> {
  const trimmed = text.trim();
  if (trimmed === '') return bad(`${name} is empty. Write ms, s, or a time such as 2026-03-01T10:00:00Z`);
  const ms = timeOf(trimmed);
  if (ms === null) return bad(`${name} ${quoted(trimmed)} is not a time. Write ms, s, or ISO 8601 with its zone: 2026-03-01T10:00:00Z`);
  if (ms > range.latest) return bad(`${name} ${quoted(trimmed)} lies in the future. Check its unit (s or ms) and its zone`);
  if (ms < range.earliest) return bad(`${name} ${quoted(trimmed)} lies before the year 2000. Check its unit (s or ms)`);
  return good(ms);
}

function timeOf(text: string): number | null {
  if (decimal.test(text)) {
    const value = Number(text);
    return Number.isFinite(value) ? Math.round(Math.abs(value) < firstMs ? value * 1000 : value) : null;
  }
  if (!zoned.test(text)) return null;
  const parsed = Date.parse(text.replace(' ', 'T'));
  return Number.isNaN(parsed) ? null : parsed;
}

/** A label; empty says the file does not tell. */
export function labelField(name: string, text: string): Field<string> {
  if (text.length > longestLabel) return bad(`${name} is longer than ${longestLabel} characters`);
  return good(text === '' ? '*' : text);
}

/** The texts of one reading. */
export interface RawReading {
  readonly release: string;
  readonly channel: string;
  readonly platform: string;
  readonly ts: string;
  readonly value: string;
  readonly samples: string;
}

/** The reading that the texts mean, or all that is wrong with them. Millions of rows come through here: no list is made for a good one. */
export function readingField(raw: RawReading, range: TimeRange, timeName: string): Field<Reading> {
  const release = labelField('release', raw.release);
  const channel = labelField('channel', raw.channel);
  const platform = labelField('platform', raw.platform);
  const ts = timeField(timeName, raw.ts, range);
  const value = numberField('value', raw.value);
  const samples = samplesField(raw.samples);
  if (release.ok && channel.ok && platform.ok && ts.ok && value.ok && samples.ok) {
    const labels = { release: release.value, channel: channel.value, platform: platform.value };
    return good({ labels, ts: ts.value, value: value.value, samples: samples.value });
  }
  const wrong = [release, channel, platform, ts, value, samples].flatMap((field) => (field.ok ? [] : [field.message]));
  return bad(wrong.join('; '));
}
