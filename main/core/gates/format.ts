import type { MetricUnit } from '../model/plan.ts';

const formats = [0, 1, 2].map((digits) => new Intl.NumberFormat('en-GB', { maximumFractionDigits: digits }));

/** A number with thousands separators and about three significant figures: small ones keep up to two decimals. */
function plain(value: number): string {
  const size = Math.abs(value);
  const digits = size >= 100 ? 0 : size >= 10 ? 1 : 2;
  return (formats[digits]?.format(value) ?? String(value)).replace('-', '−');
}

const byteSteps = ['B', 'kB', 'MB', 'GB', 'TB'] as const;

function bytes(value: number): string {
  const step = Math.min(Math.floor(Math.log10(Math.max(Math.abs(value), 1)) / 3), byteSteps.length - 1);
  return `${plain(value / 1000 ** step)} ${byteSteps[step]}`;
}

/** Too small to show in two decimals, yet not nothing: says so instead of claiming zero. */
function percent(value: number): string {
  const points = value * 100;
  return points > 0 && points < 0.005 ? '< 0.01 %' : `${plain(points)} %`;
}

const formatters: Record<MetricUnit, (value: number) => string> = {
  rate: percent,
  ms: (value) => `${plain(value)} ms`,
  count: plain,
  perMinute: (value) => `${plain(value)}/min`,
  score: plain,
  bytes,
};

/** A value with its unit as people read it: `0.42 %`, `412 ms`, `1,204`; a missing one is `—`. */
export function formatValue(value: number | null, unit: MetricUnit): string {
  return value === null ? '—' : formatters[unit](value);
}

/** A difference of two values: rates differ in points, not percent. */
export function formatDifference(difference: number, unit: MetricUnit): string {
  if (unit !== 'rate') return formatters[unit](difference);
  const points = difference * 100;
  return Math.abs(points) >= 1 ? `${points.toFixed(1)} points` : `${plain(points)} points`;
}
