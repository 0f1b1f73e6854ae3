/** A number of a plan file taken apart: `2 %` is 2 and ` %`, `10m` is 10 and `m`. */
export interface Amount {
  readonly number: number;
  readonly unit: string;
  /** Numbers stay numbers when they are written back. */
  readonly bare: boolean;
}

export type Written = string | number;

/** Null where the text is no single number with a unit, such as `1h 30m`. */
export function amountOf(value: Written): Amount | null {
  if (typeof value === 'number') return { number: value, unit: '', bare: true };
  const parts = /^\s*(-?\d+(?:\.\d+)?)(\s*[a-z%/]*)\s*$/i.exec(value);
  if (parts === null) return null;
  return { number: Number(parts[1]), unit: parts[2] ?? '', bare: false };
}

/** As it belongs in a plan file. */
export function written({ number, unit, bare }: Amount): Written {
  return bare ? number : `${number}${unit}`;
}

/** Writes a typed text as the one before was: `3` beside `2 %` is `3 %`. Null when it is no number. */
export function typedAmount(text: string, before: Written | null): Written | null {
  const typed = text.trim();
  if (typed === '') return null;
  const own = amountOf(typed);
  if (own === null) return typed;
  const held = before === null ? null : amountOf(before);
  if (own.unit.trim() !== '') return typed;
  return held === null || held.bare ? own.number : `${own.number}${held.unit}`;
}

export interface Range {
  readonly min: number;
  readonly max: number;
  readonly step: number;
}

/** From nothing to a good way above the written number, in steps a hand can aim at; whole steps for counts, near 100 % as far up as down. */
export function rangeOf({ number, unit }: Amount, key: string): Range {
  if (unit.trim() === '%' && number >= 50 && number < 100)
    return { min: Math.max(0, 2 * number - 100), max: 100, step: niceStep((100 - number) / 10) };
  const counted = key === 'minSamples' || key === 'consecutive';
  const step = counted ? Math.max(1, niceStep(number / 20)) : niceStep(number / 20);
  const reach = counted ? Math.max(number * 3, 10) : number === 0 ? 1 : number * 3;
  return { min: key === 'consecutive' ? 1 : 0, max: Math.ceil(reach / step) * step, step };
}

/** 1, 2 or 5 times a power of ten, at most `about`. */
function niceStep(about: number): number {
  if (!(about > 0)) return 0.1;
  const power = 10 ** Math.floor(Math.log10(about));
  const steps = [5, 2, 1].map((one) => one * power);
  return Number((steps.find((one) => one <= about) ?? power).toPrecision(1));
}

/** Without the dust of floating point. */
export function onStep(value: number, step: number): number {
  return Number((Math.round(value / step) * step).toPrecision(6));
}
