import { z } from 'zod';
import { didYouMean } from './nearest.ts';
import { shown } from './problem.ts';

/** What zod hands to an error function, as far as it is used here. */
interface Raw {
  readonly code?: string;
  readonly input?: unknown;
}

/** An error text that says what a value must be, and what it is instead. */
function must(be: string): (issue: Raw) => string {
  return (issue) => (issue.input === undefined ? `is missing; add it: ${be}` : `must be ${be}; it is ${shown(issue.input)}`);
}

/** A block of keys in which no other key is allowed. Unknown keys become one line each, in the order of `issue.keys`. */
export function block<T extends z.core.$ZodLooseShape>(shape: T, description: string) {
  const allowed = Object.keys(shape);
  return z
    .strictObject(shape, {
      error: (issue) => {
        if (issue.code !== 'unrecognized_keys') return must(`a block with ${allowed.join(', ')}`)(issue);
        return issue.keys.map((key) => unknownKey(key, allowed)).join('\n');
      },
    })
    .meta({ description });
}

function unknownKey(key: string, allowed: readonly string[]): string {
  return `is not a key of this block.${didYouMean(key, allowed)} Allowed: ${allowed.join(', ')}`;
}

export function text(description: string) {
  return z
    .string({ error: must('a text') })
    .trim()
    .min(1, { error: must('a text that is not empty') })
    .meta({ description });
}

export function yesNo(description: string) {
  return z.boolean({ error: must('true or false') }).meta({ description });
}

export function wholeNumber(description: string, least: number, most: number) {
  const error = must(`a whole number from ${least} to ${most}`);
  return z.int({ error }).min(least, { error }).max(most, { error }).meta({ description });
}

export function number(description: string) {
  const error = must('a number');
  return z.number({ error }).meta({ description });
}

export function fraction(description: string) {
  const error = must('a number from 0 to 1');
  return z.number({ error }).min(0, { error }).max(1, { error }).meta({ description });
}

export function clockTime(description: string) {
  const error = must('a time of day in quotes, such as "18:00"');
  return z
    .string({ error })
    .regex(/^(([01]\d|2[0-3]):[0-5]\d|24:00)$/, { error })
    .meta({ description });
}

export function day(description: string) {
  const error = must('a calendar day such as 2026-12-24');
  return z
    .string({ error })
    .regex(/^\d{4}-\d{2}-\d{2}$/, { error })
    .refine((value) => !Number.isNaN(Date.parse(`${value}T00:00:00Z`)), { error })
    .meta({ description });
}

const durationPattern = /^\d+(\.\d+)?\s?(ms|s|m|min|h|d|w)$/;

/** A length of time with its unit; `durationMs` reads it. */
export function duration(description: string) {
  const error = must('a duration with its unit, such as 15s, 10m or 24h');
  return z
    .string({ error })
    .regex(durationPattern, { error })
    .meta({ description, examples: ['15s', '10m', '24h'] });
}

export function isDuration(value: string): boolean {
  return durationPattern.test(value);
}

const idPattern = /^[A-Za-z][\w-]{0,63}$/;
export const idWords = 'a name of letters, digits, - and _ that starts with a letter';

export function id(description: string) {
  const error = must(idWords);
  return z.string({ error }).regex(idPattern, { error }).meta({ description });
}

export function oneOf<const T extends readonly [string, ...string[]]>(values: T, description: string) {
  const be = values.length === 1 ? values[0] : `one of ${values.join(', ')}`;
  return z.enum(values, { error: (issue) => `${must(be)(issue)}${guess(issue.input, values)}` }).meta({ description });
}

function guess(input: unknown, values: readonly string[]): string {
  const meant = typeof input === 'string' ? didYouMean(input, values) : '';
  return meant === '' ? '' : `.${meant}`;
}

/** A number, or a text that carries its unit. Which units fit is only known with the metric. */
export function amount(description: string, be: string) {
  return z.union([z.number(), z.string()], { error: must(be) }).meta({ description });
}

export function bound(description: string) {
  const be = "a number or a text with a unit, such as 0.02, '2 %' or '200 ms'";
  return z.union([z.number(), z.string(), z.null()], { error: must(be) }).meta({ description });
}

export function list<T extends z.ZodType>(item: T, description: string, least = 0) {
  const error = must(least > 0 ? 'a list with at least one item' : 'a list');
  return z.array(item, { error }).min(least, { error }).meta({ description });
}

export function map<T extends z.ZodType>(value: T, description: string) {
  return z.record(id('Id'), value, { error: must('a block of names, each with its own keys') }).meta({ description });
}

export function json(description: string) {
  return z.record(z.string(), z.json(), { error: must('a block of keys, such as query: …') }).meta({ description });
}
