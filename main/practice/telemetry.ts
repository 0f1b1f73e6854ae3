import type { World } from './state.ts';
import type { Group } from './traffic/group.ts';

/** An event as applications send it to a console about themselves. */
export interface FleetEvent {
  readonly application: string;
  readonly release: string;
  readonly channel: string;
  readonly platform: string;
  readonly ts: number;
  readonly kind: 'error' | 'session' | 'crash' | 'safeMode' | 'swUpdate';
  readonly count: number;
  readonly ok?: boolean;
  readonly name?: string;
  readonly message?: string;
  readonly stack?: string;
}

interface Cause {
  /** Part of the errors, 0–1. */
  readonly share: number;
  readonly name: string;
  /** `#` is another number each time, as in life. */
  readonly message: string;
  readonly stack?: string;
  readonly platform?: string;
}

/** What goes wrong on any day: the network, a busy backend. */
const usual: readonly Cause[] = [
  { share: 0.5, name: 'TypeError', message: 'Failed to fetch' },
  { share: 0.3, name: 'HttpError', message: 'Request failed with status code 503 for order #' },
  { share: 0.2, name: 'TimeoutError', message: 'timeout of #00 ms exceeded' },
];

/** What a release that turned bad throws besides. */
const broken: readonly Cause[] = [
  {
    share: 0.56,
    name: 'TypeError',
    message: "Cannot read properties of undefined (reading 'session')",
    stack: 'TypeError\n    at SessionPanel.render (https://app.example/assets/app.3f2a91c0.js:10:2204)',
  },
  { share: 0.2, name: 'HttpError', message: 'Request failed with status code 401 for user #' },
  { share: 0.12, name: 'SqliteError', message: 'no such table: session_v2', platform: 'desktop' },
  { share: 0.12, name: 'SqliteError', message: 'no such table: session_v2', platform: 'mobile' },
  {
    share: 0.12,
    name: 'ChunkLoadError',
    message: 'Loading chunk # failed. (https://app.example/assets/chunk.#.js)',
    platform: 'web',
  },
  { share: 0.12, name: 'TypeError', message: 'Failed to fetch' },
];

/** A release is broken once it fails more of its requests than this, 0–1. */
const brokenFrom = 0.02;
/** Parts of sessions, 0–1. */
const updatesPerSession = 0.05;
const parts = { well: { safeMode: 0.002, updateFails: 0.01 }, broken: { safeMode: 0.07, updateFails: 0.22 } };

type Counted = Pick<Group['counts'], 'errors' | 'requests' | 'sessions' | 'crashes'>;

/** Tells what the applications of a fleet report about themselves since it was last asked; the first time nothing. */
export function createTelemetry(world: World): () => FleetEvent[] {
  const before = new Map<string, Counted>();
  let first = true;
  let told = 0;
  return () => {
    const events = Object.entries(world.state.groups).flatMap(([key, group]) => {
      const last = before.get(key) ?? (first ? group.counts : { errors: 0, requests: 0, sessions: 0, crashes: 0 });
      before.set(key, { ...group.counts });
      return eventsOf(group, last, world.now(), () => (told += 1));
    });
    first = false;
    return events;
  };
}

function eventsOf(group: Group, last: Counted, ts: number, next: () => number): FleetEvent[] {
  const { application, release, platform, counts } = group;
  const errors = counts.errors - last.errors;
  const sessions = counts.sessions - last.sessions;
  const bad = errors / Math.max(1, counts.requests - last.requests) > brokenFrom;
  const base = { application, release, channel: 'stable', platform, ts };
  const causes = (bad ? broken : usual).filter((cause) => cause.platform === undefined || cause.platform === platform);
  const { safeMode, updateFails } = bad ? parts.broken : parts.well;
  const updates = platform === 'web' ? spread(sessions * updatesPerSession, next()) : 0;
  const failed = spread(updates * updateFails, next());
  return [
    ...causes.map((cause) => ({ ...base, ...errorOf(cause, next()), count: spread(errors * cause.share, next()) })),
    { ...base, kind: 'session' as const, count: sessions },
    { ...base, kind: 'crash' as const, count: counts.crashes - last.crashes },
    { ...base, kind: 'safeMode' as const, count: spread(sessions * safeMode, next()) },
    { ...base, kind: 'swUpdate' as const, ok: true, count: updates - failed },
    { ...base, kind: 'swUpdate' as const, ok: false, count: failed },
  ].filter((event) => event.count >= 1);
}

function errorOf({ name, message, stack }: Cause, number: number): Pick<FleetEvent, 'kind' | 'name' | 'message' | 'stack'> {
  const text = message.replaceAll('#', String(100 + ((number * 37) % 900)));
  return { kind: 'error', name, message: text, ...(stack === undefined ? {} : { stack }) };
}

/** A part of an event comes as a whole one now and then, so that rare things happen at their rate. */
function spread(expected: number, turn: number): number {
  const whole = Math.floor(expected);
  // Steps of the golden ratio cover 0–1 evenly whatever the rhythm of calls is.
  return whole + ((turn * 0.618_034) % 1 < expected - whole ? 1 : 0);
}
