import type { z } from 'zod';
import type { Json, JsonObject } from '../core/model/json.ts';
import { damagedValue } from './errors.ts';
import type { Row } from './handles.ts';

/** A column that must be text. */
export function text(row: Row, column: string): string {
  const value = row[column];
  if (typeof value !== 'string') throw damagedValue(`column ${column} holds ${typeof value}, not text`);
  return value;
}

export function textOrNull(row: Row, column: string): string | null {
  return row[column] === null ? null : text(row, column);
}

/** A column that must be a number. */
export function number(row: Row, column: string): number {
  const value = row[column];
  if (typeof value !== 'number') throw damagedValue(`column ${column} holds ${typeof value}, not a number`);
  return value;
}

export function numberOrNull(row: Row, column: string): number | null {
  return row[column] === null ? null : number(row, column);
}

/** A column whose word must be one of a known list. */
export function word<T extends string>(row: Row, column: string, known: readonly T[]): T {
  const value = text(row, column);
  const found = known.find((one) => one === value);
  if (found === undefined) throw damagedValue(`column ${column} holds "${value}" where one of ${known.join(', ')} belongs`);
  return found;
}

/** Whatever `JSON.parse` gives is JSON; only the compiler does not know. */
export function parseJson(written: string): Json {
  return JSON.parse(written) as Json;
}

/** A JSON column whose shape is not this room's to check. */
export function json(row: Row, column: string): Json {
  try {
    return parseJson(text(row, column));
  } catch (error) {
    throw damagedValue(`column ${column} is not readable`, error);
  }
}

function isObject(value: Json): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function jsonObject(row: Row, column: string): JsonObject {
  const value = json(row, column);
  if (!isObject(value)) throw damagedValue(`column ${column} holds no object`);
  return value;
}

/** The text of an object as it is about to be stored, read back. */
export function parseObject(written: string): JsonObject {
  const value = parseJson(written);
  if (!isObject(value)) throw new TypeError('Only objects are stored here.');
  return value;
}

/** A JSON column read through a schema. */
export function shaped<T>(row: Row, column: string, shape: z.ZodType<T>): T {
  const parsed = shape.safeParse(json(row, column));
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw damagedValue(`column ${column} is not as written (${issue?.path.join('.')}: ${issue?.message})`, parsed.error);
}

export function shapedOrNull<T>(row: Row, column: string, shape: z.ZodType<T>): T | null {
  return row[column] === null ? null : shaped(row, column, shape);
}

export function toJson(value: unknown): string {
  return JSON.stringify(value);
}
