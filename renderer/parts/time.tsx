import { Tooltip } from '@mantine/core';
import { absolute, clockTime, countdown, relative } from '../format.ts';
import { useNow } from '../stores/clock.ts';

/** `14 min ago`, ticking; the absolute time with its zone on hover and focus. */
export function RelativeTime({ at }: { readonly at: number }) {
  const now = useNow();
  return (
    <Tooltip label={absolute(at)}>
      <time dateTime={new Date(at).toISOString()}>{relative(at, now)}</time>
    </Tooltip>
  );
}

/** `03:41` or `Mon 09:00`; the absolute time with its zone on hover and focus. */
export function ClockTime({ at }: { readonly at: number }) {
  const now = useNow();
  return (
    <Tooltip label={absolute(at)}>
      <time dateTime={new Date(at).toISOString()}>{clockTime(at, now)}</time>
    </Tooltip>
  );
}

const nearMs = 10 * 60_000;

/** When something is due: `in 8 s` when near, `at 03:41` or `on Mon 09:00` when further off, `now` when it is time. */
export function whenDue(at: number, now: number): string {
  const left = at - now;
  if (left <= 500) return 'now';
  if (left < nearMs) return `in ${countdown(left)}`;
  const time = clockTime(at, now);
  return `${time.includes(' ') ? 'on' : 'at'} ${time}`;
}

/** Ticking form of `whenDue`. */
export function DueTime({ at }: { readonly at: number }) {
  const now = useNow();
  return (
    <Tooltip label={absolute(at)}>
      <time dateTime={new Date(at).toISOString()}>{whenDue(at, now)}</time>
    </Tooltip>
  );
}
