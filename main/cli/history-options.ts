import { extname } from 'node:path';
import ms from 'ms';
import { timeField } from '../core/history/index.ts';
import { WrongUsage } from './output.ts';

/** A time option: ISO 8601 with its zone, ms, s, or how long ago (`30d`). In ms. Throws in words. */
export function timeOption(name: string, text: string, now: number): number {
  const ago = /^\d+(\.\d+)?\s*[a-z]+$/i.test(text) ? ms(text as ms.StringValue) : undefined;
  if (ago !== undefined) return now - ago;
  const read = timeField(name, text, { earliest: Date.UTC(2000), latest: now + 60_000 });
  if (!read.ok) throw new WrongUsage(`${read.message}, or how long ago: 30d.`);
  return read.value;
}

/** A length of time such as `15s`, in ms. Throws in words. */
export function lengthOption(name: string, text: string): number {
  const length = /^\d+(\.\d+)?\s*[a-z]+$/i.test(text) ? ms(text as ms.StringValue) : undefined;
  if (length === undefined || length < 1000) throw new WrongUsage(`${name} is a length of at least 1s, such as 15s or 1m, not ${text}.`);
  return Math.round(length);
}

const formats: Readonly<Record<string, string>> = {
  '.csv': 'csv',
  '.tsv': 'csv',
  '.json': 'json',
  '.jsonl': 'jsonl',
  '.ndjson': 'jsonl',
  '.om': 'openmetrics',
  '.prom': 'openmetrics',
  '.openmetrics': 'openmetrics',
  '.txt': 'openmetrics',
};

/** The form that was asked for, else the one a file's ending tells. Throws with the choices. */
export function formatOption<F extends string>(wanted: string | undefined, file: string | undefined, known: readonly F[]): F {
  const told = wanted ?? (file === undefined ? 'csv' : formats[extname(file).toLowerCase()]);
  const found = known.find((one) => one === told);
  if (found === undefined) throw new WrongUsage(`${wanted ?? file ?? ''} does not say its form. Use --format ${known.join(' | ')}.`);
  return found;
}
