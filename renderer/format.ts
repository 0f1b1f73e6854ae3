import dayjs from 'dayjs';
import type { MetricUnit } from '../main/core/model/plan.ts';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/** Unit and number stay on one line. */
const space = '\u00a0';

const whole = new Intl.NumberFormat('en-GB', { maximumFractionDigits: 0 });
const oneDigit = new Intl.NumberFormat('en-GB', { maximumFractionDigits: 1 });
const fixedDigit = new Intl.NumberFormat('en-GB', { minimumFractionDigits: 1, maximumFractionDigits: 1 });
const twoDigits = new Intl.NumberFormat('en-GB', { maximumFractionDigits: 2 });

/** Percent 0–100 as `10.4 %`; `—` when unknown. */
export function percent(value: number | null): string {
  if (value === null) return '—';
  const digits = value !== 0 && Math.abs(value) < 1 ? twoDigits : oneDigit;
  return `${digits.format(value)}${space}%`;
}

/** A count with thousands separators; `—` when unknown. */
export function count(value: number | null): string {
  return value === null ? '—' : whole.format(value);
}

/** `4,180 users`, `1 user`, or `unknown users`. */
export function users(value: number | null): string {
  if (value === null) return `unknown${space}users`;
  return `${whole.format(value)}${space}${Math.round(value) === 1 ? 'user' : 'users'}`;
}

/** A name or reason as it heads a line: `web` as `Web`; names with capitals of their own, as `iOS`, stay. */
export function atHead(text: string): string {
  const [word = ''] = text.split(' ', 1);
  return word === word.toLowerCase() ? `${text.charAt(0).toUpperCase()}${text.slice(1)}` : text;
}

/** A ready sentence as it follows a colon: `Up to 3 users.` as `up to 3 users.` */
export function afterColon(text: string): string {
  return keepUnits(`${text.charAt(0).toLowerCase()}${text.slice(1)}`);
}

/** Keeps numbers and their units of a ready sentence on one line. */
export function keepUnits(text: string): string {
  return text.replace(/(\d) (?=(?:%|ms|s|min|h|d|users?|KB|MB|GB)(?![a-z]))/g, `$1${space}`);
}

/** A length of time in its two largest fitting words: `8 s`, `14 min`, `5 h 20 min`, `2 d 4 h`. Milliseconds in. */
export function duration(ms: number): string {
  const value = Math.max(0, ms);
  if (value < minute) return `${Math.round(value / 1000)}${space}s`;
  if (value < hour) return `${Math.floor(value / minute)}${space}min`;
  if (value < day) {
    const rest = Math.floor((value % hour) / minute);
    return `${Math.floor(value / hour)}${space}h${rest > 0 && value < 10 * hour ? ` ${rest}${space}min` : ''}`;
  }
  const rest = Math.floor((value % day) / hour);
  return `${Math.floor(value / day)}${space}d${rest > 0 && value < 7 * day ? ` ${rest}${space}h` : ''}`;
}

/** Like `duration`, with seconds while there are only a few minutes left: `2 min 08 s`. */
export function countdown(ms: number): string {
  if (ms < minute || ms >= 10 * minute) return duration(ms);
  const seconds = Math.ceil(ms / 1000);
  return `${Math.floor(seconds / 60)}${space}min ${String(seconds % 60).padStart(2, '0')}${space}s`;
}

/** `14 min ago`, `in 8 s`, `now`. */
export function relative(at: number, now: number): string {
  const distance = now - at;
  if (Math.abs(distance) < 1000) return 'now';
  return distance > 0 ? `${duration(distance)} ago` : `in ${duration(-distance)}`;
}

/** `03:41` today, `Mon 09:00` within a week, `12 Mar 09:00` further off; local time. */
export function clockTime(at: number, now: number): string {
  const time = dayjs(at);
  if (time.isSame(dayjs(now), 'day')) return time.format('HH:mm');
  if (Math.abs(at - now) < 6 * day) return time.format('ddd HH:mm');
  return time.format(time.isSame(dayjs(now), 'year') ? 'D MMM HH:mm' : 'D MMM YYYY');
}

/** `03:31:52` for logs of one day. */
export function clockSeconds(at: number): string {
  return dayjs(at).format('HH:mm:ss');
}

/** `Tue 12 March`, over the lines of one day. */
export function dayOf(at: number): string {
  return dayjs(at).format('ddd D MMMM');
}

/** Local date and time with the zone, for hovers: `Tue 12 March 2024, 03:31:52 GMT+1`. */
export function absolute(at: number): string {
  const zone = new Intl.DateTimeFormat('en-GB', { timeZoneName: 'short' }).formatToParts(at).find((part) => part.type === 'timeZoneName');
  return `${dayjs(at).format('ddd D MMMM YYYY, HH:mm:ss')} ${zone?.value ?? ''}`.trim();
}

/** A size in bytes as `1.2 MB`. */
export function bytes(value: number): string {
  const units = ['B', 'KB', 'MB', 'GB', 'TB'];
  let rest = value;
  let index = 0;
  while (rest >= 1024 && index < units.length - 1) {
    rest /= 1024;
    index += 1;
  }
  return `${oneDigit.format(rest)}${space}${units[index] ?? 'B'}`;
}

/** A metric's value in its unit: rates become percents, durations ms or s. */
export function metricValue(value: number | null, unit: MetricUnit): string {
  if (value === null) return '—';
  if (unit === 'rate') return Math.abs(value) < 0.01 ? percent(value * 100) : `${fixedDigit.format(value * 100)}${space}%`;
  if (unit === 'ms') return value >= 10_000 ? `${oneDigit.format(value / 1000)}${space}s` : `${whole.format(value)}${space}ms`;
  if (unit === 'perMinute') return `${oneDigit.format(value)}${space}/min`;
  if (unit === 'bytes') return bytes(value);
  return oneDigit.format(value);
}
