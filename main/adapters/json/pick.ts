import { JSONPathEnvironment, JSONPathError } from 'json-p3';
import { z } from 'zod';
import { AdapterError } from '../errors.ts';
import type { Document } from './fetch-document.ts';

const paths = new JSONPathEnvironment();
/** A JSONPath (RFC 9535). */
export const JsonPath = z.string().superRefine((path, context) => {
  try {
    paths.compile(path);
  } catch (error) {
    if (!(error instanceof JSONPathError)) throw error;
    context.addIssue({ code: 'custom', message: `${path} is not a JSONPath: ${error.message}` });
  }
});

const decimal = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;
const zoned = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})$/i;
/** A time further ahead of now than clocks differ is a wrong unit or zone, ms. */
const furthestAheadMs = 5 * 60_000;

/** Everything a path finds. */
export function select(document: Document, path: string): Document[] {
  try {
    return paths
      .query(path, document)
      .values()
      .filter((value): value is Document => value !== undefined);
  } catch (error) {
    if (!(error instanceof JSONPathError)) throw error;
    throw new AdapterError('invalid', `The JSONPath ${path} cannot be followed: ${error.message}. Correct it in the plan.`);
  }
}

/** The one value a path finds; null when there is none or it is null. Several are a mistake, never a choice. */
export function single(document: Document, path: string): Document {
  const found = select(document, path);
  if (found.length > 1)
    throw new AdapterError(
      'invalid',
      `The JSONPath ${path} finds ${found.length} values. Name the rows with items in the plan, or narrow the path.`,
    );
  return found[0] ?? null;
}

/** Null is no data; anything else must be one finite number, or text that is fully one. */
export function numberAt(document: Document, path: string): number | null {
  const found = single(document, path);
  if (found === null) return null;
  const value = typeof found === 'string' && decimal.test(found.trim()) ? Number(found) : found;
  if (typeof value === 'number' && Number.isFinite(value)) return value;
  throw new AdapterError('invalid', `The JSONPath ${path} finds ${kindOf(found)} instead of a number. Correct it in the plan.`);
}

/** A label as text; `*` when the source does not say. */
export function labelAt(document: Document, path: string | undefined): string {
  const found = path === undefined ? null : single(document, path);
  if (found === null || found === '') return '*';
  if (typeof found === 'string' || typeof found === 'number') return String(found);
  throw new AdapterError('invalid', `The JSONPath ${path ?? ''} finds ${kindOf(found)} instead of a label. Correct it in the plan.`);
}

/** A time as ms: a number is s, ms, µs or ns by its size, text is ISO 8601 with its zone. Null when there is none. */
export function timeAt(document: Document, path: string, now: number): number | null {
  const found = single(document, path);
  if (found === null) return null;
  const time = timeOf(found);
  if (time === null)
    throw new AdapterError(
      'invalid',
      `The JSONPath ${path} finds ${kindOf(found)} instead of a time: a number, or ISO 8601 text with its zone.`,
    );
  if (time <= now + furthestAheadMs) return time;
  throw new AdapterError(
    'invalid',
    `The JSONPath ${path} finds a time in the future (${new Date(Math.min(time, 8.64e15)).toISOString()}). Check the clocks and the zone.`,
  );
}

function timeOf(found: Document): number | null {
  if (typeof found === 'string' && zoned.test(found.trim())) {
    const parsed = Date.parse(found.trim());
    return Number.isNaN(parsed) ? null : parsed;
  }
  const value = typeof found === 'string' && decimal.test(found.trim()) ? Number(found) : found;
  if (typeof value !== 'number' || !Number.isFinite(value) || value <= 0) return null;
  if (value < 1e11) return Math.round(value * 1000);
  if (value < 1e14) return Math.round(value);
  return Math.round(value < 1e17 ? value / 1e3 : value / 1e6);
}

/** What was found, in words. */
export function kindOf(found: Document): string {
  if (Array.isArray(found)) return 'a list';
  if (typeof found === 'object') return 'an object';
  return JSON.stringify(found).slice(0, 60);
}
