import ms from 'ms';
import type { GateKind, MetricUnit } from '../model/plan.ts';
import { isDuration } from './fields.ts';
import { shown } from './problem.ts';

/** A bound as a number in the metric's unit, or what is wrong with it. */
export type BoundRead = { readonly ok: true; readonly value: number } | { readonly ok: false; readonly message: string };

/** How one kind of amount is written: the words for a message, and the reader of a text with a unit. */
interface Writing {
  readonly how: string;
  read(text: string): number | null;
  /** What is wrong with the number itself; null when nothing is. */
  wrong(value: number): string | null;
}

const byteUnits: Readonly<Record<string, number>> = { B: 1, kB: 1e3, MB: 1e6, GB: 1e9, TB: 1e12 };

function withUnit(pattern: RegExp, factor: (unit: string) => number): (text: string) => number | null {
  return (text) => {
    const [, digits, unit] = pattern.exec(text.trim()) ?? [];
    return digits === undefined || unit === undefined ? null : Number(digits) * factor(unit);
  };
}

const positive = (value: number): string | null => (value < 0 ? 'cannot be negative' : null);

/** The value of a duration text that passed the schema, ms. */
export function durationMs(text: string): number {
  // The schema's pattern is narrower than what ms reads, so the type says less than is known.
  return ms(text.replace(' ', '') as ms.StringValue);
}

const relative: Writing = {
  how: "a change such as 0.2 or '20 %'",
  read: withUnit(/^\+?(\d+(?:\.\d+)?)\s?(%)$/, () => 0.01),
  wrong(value) {
    if (value < 0) return 'cannot be negative: direction says which side is bad';
    return value > 10 ? `would mean a change of ${value * 100} %; write it as a fraction or with %, such as '20 %'` : null;
  },
};
const rate: Writing = {
  how: "a rate from 0 to 1 such as 0.02, or '2 %'",
  read: withUnit(/^(\d+(?:\.\d+)?)\s?(%)$/, () => 0.01),
  wrong: (value) => (value < 0 || value > 1 ? 'is no rate: rates go from 0 to 1; write a percentage with %' : null),
};
const rateDifference: Writing = {
  ...rate,
  how: "a difference such as 0.002 or '0.2 points'",
  read: withUnit(/^\+?(\d+(?:\.\d+)?)\s?(%|points?)$/, () => 0.01),
};
const plain: Writing = { how: 'a plain number', read: () => null, wrong: () => null };

const byUnit: Record<MetricUnit, Writing> = {
  rate,
  ms: {
    how: "milliseconds such as 200, or '200 ms' or '3 s'",
    read: (text) => (isDuration(text) ? durationMs(text) : null),
    wrong: positive,
  },
  bytes: {
    how: "bytes, or a size such as '200 MB'",
    read: withUnit(/^(\d+(?:\.\d+)?)\s?([kMGT]?B)$/, (unit) => byteUnits[unit] ?? 1),
    wrong: positive,
  },
  perMinute: {
    how: "a number per minute such as 5 or '5/min'",
    read: withUnit(/^(\d+(?:\.\d+)?)\s?(\/\s?min)$/, () => 1),
    wrong: positive,
  },
  count: plain,
  score: plain,
};

/** Kinds whose bound is a relative change, and those whose bound is a difference. */
export const relativeKinds: readonly GateKind[] = ['baselineRatio', 'growthRatio', 'canaryVsControl'];
const deltaKinds: readonly GateKind[] = ['baselineDelta', 'growth'];

/** Reads a bound of a gate: numbers as they are, texts with the unit that fits the metric. Rates 0–1, durations in ms. */
export function readBound(raw: number | string, unit: MetricUnit, kind: GateKind): BoundRead {
  const writing = relativeKinds.includes(kind) ? relative : deltaKinds.includes(kind) && unit === 'rate' ? rateDifference : byUnit[unit];
  const value = typeof raw === 'number' ? raw : writing.read(raw);
  if (value === null) return { ok: false, message: `must be ${writing.how}; it is ${shown(raw)}` };
  const wrong = deltaKinds.includes(kind) && value < 0 ? 'cannot be negative: direction says which side is bad' : writing.wrong(value);
  if (wrong !== null) return { ok: false, message: `${wrong}; it is ${shown(raw)}` };
  // 0.2 * 0.01 and the like leave digits behind that nobody wrote.
  return { ok: true, value: Number(value.toPrecision(12)) };
}

/** Reads a share of users, percent in (0, 100]. */
export function readPercent(raw: number | string): BoundRead {
  const value = typeof raw === 'number' ? raw : withUnit(/^(\d+(?:\.\d+)?)\s?(%)$/, () => 1)(raw);
  if (value === null) return { ok: false, message: `must be a share such as 10 or 10 %; it is ${shown(raw)}` };
  if (value > 0 && value <= 100) return { ok: true, value };
  return { ok: false, message: `must be more than 0 and at most 100; it is ${shown(raw)}` };
}
