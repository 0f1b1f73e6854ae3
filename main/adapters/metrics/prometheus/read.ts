import type { JsonObject } from '../../../core/model/json.ts';
import type { Reading } from '../../../core/model/reading.ts';
import { readingsIn, withSamples } from './answer.ts';
import { ask, type Path, type PrometheusContext } from './ask.ts';
import { Query } from './query.ts';

/** The server refuses more than 11,000 steps at once; fewer keep an answer of many series small enough to hold. */
const stepsAtOnce = 2000;
const mostChunks = 20;
const shortestStepMs = 1000;

/** Seconds, as the API wants them: milliseconds would be accepted too, and answered with nothing. */
export function seconds(ms: number): string {
  return (ms / 1000).toFixed(3);
}

async function askBoth(
  context: PrometheusContext,
  path: Path,
  resolved: JsonObject,
  form: Readonly<Record<string, string>>,
): Promise<readonly Reading[]> {
  const { query, samples, scale } = Query.parse(resolved);
  const [values, counts] = await Promise.all([
    ask(context, path, { query, ...form }),
    samples === undefined ? Promise.resolve(null) : ask(context, path, { query: samples, ...form }),
  ]);
  const readings = readingsIn(values, scale);
  if (counts === null || readings.length === 0) return readings;
  return withSamples(readings, readingsIn(counts, 1));
}

/** Values now, one per series. */
export async function readNow(context: PrometheusContext, resolved: JsonObject): Promise<readonly Reading[]> {
  return await askBoth(context, 'query', resolved, { time: seconds(context.now()) });
}

/** Parts of a range that the server answers one by one. A range that ends in the future would repeat its last value there. */
export function chunksOf(from: number, to: number, stepMs: number, now: number): { start: number; end: number; step: number }[] {
  const end = Math.min(to, now);
  if (end < from) return [];
  const step = Math.ceil(Math.max(stepMs, shortestStepMs, (end - from) / (stepsAtOnce * mostChunks - 1)));
  const chunks: { start: number; end: number; step: number }[] = [];
  for (let start = from; start <= end; start += step * stepsAtOnce) {
    chunks.push({ start, end: Math.min(end, start + step * (stepsAtOnce - 1)), step });
  }
  return chunks;
}

/** Past values between two times, ms; a step too fine for the length is made coarser. */
export async function readRange(
  context: PrometheusContext,
  resolved: JsonObject,
  from: number,
  to: number,
  stepMs: number,
): Promise<readonly Reading[]> {
  const found: Reading[] = [];
  for (const { start, end, step } of chunksOf(from, to, stepMs, context.now())) {
    const form = { start: seconds(start), end: seconds(end), step: seconds(step) };
    found.push(...(await askBoth(context, 'query_range', resolved, form)));
  }
  return found;
}
