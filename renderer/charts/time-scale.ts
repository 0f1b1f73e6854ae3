import dayjs from 'dayjs';

const minute = 60_000;
const steps = [
  10_000,
  30_000,
  minute,
  2 * minute,
  5 * minute,
  10 * minute,
  15 * minute,
  30 * minute,
  60 * minute,
  120 * minute,
  180 * minute,
  360 * minute,
  720 * minute,
  1440 * minute,
  2880 * minute,
];

/** Round times inside [from, to], at most about `wanted` of them, ms. */
export function timeTicks(from: number, to: number, wanted: number): number[] {
  const span = Math.max(to - from, 1);
  const step = steps.find((candidate) => span / candidate <= wanted) ?? Math.ceil(span / wanted / (1440 * minute)) * 1440 * minute;
  // Round in local time, so that a day starts at midnight here.
  const shift = dayjs(from).utcOffset() * minute;
  const first = Math.ceil((from + shift) / step) * step - shift;
  const ticks: number[] = [];
  for (let at = first; at <= to; at += step) ticks.push(at);
  return ticks;
}

/** A tick in the shortest form that still tells it from its neighbours. */
export function tickText(at: number, from: number, to: number): string {
  const span = to - from;
  if (span <= 10 * minute) return dayjs(at).format('HH:mm:ss');
  if (span <= 1440 * minute) return dayjs(at).format('HH:mm');
  return dayjs(at).format(span <= 4 * 1440 * minute ? 'ddd HH:mm' : 'D MMM');
}
