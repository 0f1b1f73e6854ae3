import type { Context, MiddlewareHandler } from 'hono';
import { getCookie } from 'hono/cookie';
import type { KeyRing, Pass } from './keys.ts';

export const sessionCookie = 'tidegate_session';

export type DoorEnv = { Variables: { pass: Pass } };

/** Refuses requests meant for another host: a web page cannot reach the console by pointing a name at loopback. */
export function hostGuard(allowed: () => readonly string[]): MiddlewareHandler {
  return async (c, next) => {
    const host = c.req.header('host') ?? '';
    if (!allowed().includes(host.toLowerCase())) {
      return c.json(
        {
          ok: false,
          problem: { code: 'refused', message: `Host ${host || '(none)'} is not served here. Use the address the console printed.` },
        },
        421,
      );
    }
    const origin = c.req.header('origin');
    if (origin !== undefined && !allowed().some((one) => origin === `http://${one}` || origin === `https://${one}`)) {
      return c.json({ ok: false, problem: { code: 'refused', message: `Requests from ${origin} are not accepted.` } }, 403);
    }
    await next();
    return undefined;
  };
}

/** The key a request carries: as a bearer token, else in its session cookie. */
function keyOf(c: Context): string | null {
  const bearer = /^Bearer (.+)$/.exec(c.req.header('authorization') ?? '')?.[1];
  return bearer ?? getCookie(c, sessionCookie) ?? null;
}

/** Lets a request in with a session cookie or a bearer key, and notes what that key may do. */
export function keyGuard(keys: KeyRing): MiddlewareHandler<DoorEnv> {
  return async (c, next) => {
    const key = keyOf(c);
    const pass = key === null ? null : keys.look(key);
    if (pass === null) {
      return c.json(
        {
          ok: false,
          problem: { code: 'role', message: 'A key is needed. Open the address the console printed, or send it as a bearer token.' },
        },
        401,
      );
    }
    c.set('pass', pass);
    await next();
    return undefined;
  };
}

/** At most `perMinute` requests per key in any minute, everybody without a good key counted as one; the door answers 429 with the wait. */
export function rateGuard(keys: KeyRing, perMinute: number, now: () => number): MiddlewareHandler {
  let windowStart = 0;
  let counts = new Map<string, number>();
  return async (c, next) => {
    if (now() - windowStart >= 60_000) {
      windowStart = now();
      counts = new Map();
    }
    const key = keyOf(c);
    const who = key !== null && keys.look(key) !== null ? key : 'nobody';
    const count = (counts.get(who) ?? 0) + 1;
    counts.set(who, count);
    if (count > perMinute) {
      const seconds = Math.max(1, Math.ceil((windowStart + 60_000 - now()) / 1000));
      c.header('Retry-After', String(seconds));
      return c.json({ ok: false, problem: { code: 'refused', message: `Too many requests; try again in ${seconds} s.` } }, 429);
    }
    await next();
    return undefined;
  };
}
