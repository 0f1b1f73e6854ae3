import type { FreezeSpec, Plan } from '../model/plan.ts';
import { conclude, type Rule } from './view.ts';

const minuteMs = 60_000;
const dayMinutes = 24 * 60;

/** Calendar day and minute of the day in a time zone. */
interface Wall {
  readonly date: string;
  readonly weekday: number;
  readonly minute: number;
}

const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(zone: string): Intl.DateTimeFormat {
  const known = formats.get(zone);
  if (known !== undefined) return known;
  const made = new Intl.DateTimeFormat('en-CA', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
  });
  formats.set(zone, made);
  return made;
}

function wallOf(at: number, zone: string): Wall {
  const parts = Object.fromEntries(
    formatOf(zone)
      .formatToParts(at)
      .map((part) => [part.type, part.value]),
  );
  const date = `${parts['year']}-${parts['month']}-${parts['day']}`;
  return { date, weekday: weekdayOf(date), minute: Number(parts['hour']) * 60 + Number(parts['minute']) };
}

function weekdayOf(date: string): number {
  return new Date(`${date}T00:00:00Z`).getUTCDay();
}

function dayBefore(wall: Wall): Wall {
  const date = new Date(Date.parse(`${wall.date}T00:00:00Z`) - dayMinutes * minuteMs).toISOString().slice(0, 10);
  return { date, weekday: weekdayOf(date), minute: wall.minute + dayMinutes };
}

function coversDay(freeze: FreezeSpec, { date, weekday }: Wall): boolean {
  if (freeze.days.length > 0 && !freeze.days.includes(weekday)) return false;
  return freeze.dates === null || (date >= freeze.dates.from && date <= freeze.dates.to);
}

/** A freeze that runs over midnight belongs to the day it began on. */
function covers(freeze: FreezeSpec, wall: Wall): boolean {
  const end = freeze.toMinute <= freeze.fromMinute ? freeze.toMinute + dayMinutes : freeze.toMinute;
  const within = (one: Wall): boolean => coversDay(freeze, one) && one.minute >= freeze.fromMinute && one.minute < end;
  return within(wall) || within(dayBefore(wall));
}

/** The freeze that holds at a time, ms; null when none does. */
export function freezeAt(plan: Pick<Plan, 'freezes' | 'zone'>, at: number): FreezeSpec | null {
  if (plan.freezes.length === 0) return null;
  const wall = wallOf(at, plan.zone);
  return plan.freezes.find((freeze) => covers(freeze, wall)) ?? null;
}

const quarterMs = 15 * minuteMs;
/** Looked at by the quarter, so that a short gap between two freezes is found; later ends are found by the hour and then narrowed. */
const nearMs = 14 * dayMinutes * minuteMs;
const longestMs = 400 * dayMinutes * minuteMs;

/** When the freezes let go, ms, to the quarter of an hour; null when they do not within 400 days. */
export function freezeEnds(plan: Pick<Plan, 'freezes' | 'zone'>, at: number): number | null {
  let time = Math.ceil(at / quarterMs) * quarterMs;
  while (time <= at + longestMs) {
    if (freezeAt(plan, time) === null) return earliestFree(plan, at, time);
    time += time < at + nearMs ? quarterMs : 4 * quarterMs;
  }
  return null;
}

function earliestFree(plan: Pick<Plan, 'freezes' | 'zone'>, at: number, free: number): number {
  let end = free;
  while (end - quarterMs > at && freezeAt(plan, end - quarterMs) === null) end -= quarterMs;
  return end;
}

/** Nothing reaches more users during a freeze; what takes a release back is asked long before this. */
export const holdOnFreeze: Rule = (view) => {
  const { plan, now } = view.snapshot;
  const freeze = freezeAt(plan, now);
  if (freeze === null) return null;
  return conclude(view, {
    kind: 'hold',
    cause: 'freeze',
    reason: `${freeze.title}: nothing reaches more users until the freeze is over.`,
    next: 'waits for the end of the freeze',
    nextAt: freezeEnds(plan, now),
  });
};
