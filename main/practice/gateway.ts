import { setTimeout as pause } from 'node:timers/promises';
import type { MiddlewareHandler } from 'hono';
import { advanceTo } from './advance.ts';
import { applications, targetKey } from './catalogue.ts';
import { drawMishap, forbidden, gatewayPassedOn, refusal } from './flaky.ts';
import { springTraps } from './traps.ts';
import type { World } from './state.ts';
import { keepWrite, type FleetContext, type FleetEnv } from './writes.ts';

/** Answers with this header are never delivered: the connection breaks instead. */
export const dropHeader = 'x-practice-drop';

const platforms: readonly { readonly prefix: RegExp; readonly name: string }[] = [
  { prefix: /^\/(github|github-uploads|github-web|api\/v3)\//, name: 'github' },
  { prefix: /^\/firebase\//, name: 'firebase' },
  { prefix: /^\/play\//, name: 'play' },
  { prefix: /^\/(flagsmith|flagsmith-edge)\//, name: 'flagsmith' },
];

/** Platform a path belongs to; null for metrics, checks, notices and the fleet's own paths. */
export function platformOf(path: string): string | null {
  return platforms.find((platform) => platform.prefix.test(path))?.name ?? null;
}

/** Goes around every call: lets time pass, slows down, lets mishaps happen, keeps what was written. */
export function gateway(world: World, latencyMs: number): MiddlewareHandler<FleetEnv> {
  return async (c, next) => {
    world.state.requests += 1;
    const requestId = `practice-${String(world.state.requests).padStart(6, '0')}`;
    c.set('requestId', requestId);
    advanceTo(world, world.now());
    const platform = platformOf(c.req.path);
    if (platform === null) return next();
    if (latencyMs > 0) await pause(latencyMs);
    advanceTo(world, world.now());
    await pass(world, c, platform, requestId, next);
    c.header('x-request-id', requestId);
    if (platform === 'github') c.header('x-github-request-id', requestId);
  };
}

async function pass(world: World, c: FleetContext, platform: string, requestId: string, next: () => Promise<void>): Promise<void> {
  const writes = !['GET', 'HEAD'].includes(c.req.method);
  const sprung = writes ? springTraps(world, platform, c.req.path) : null;
  if (sprung === 'refused') {
    keepWrite(world, refusedNote(c), 403, requestId);
    c.res = forbidden(platform);
    return;
  }
  const mishap = sprung ?? drawMishap(world, platform, writes);
  const reaches = mishap === null || mishap === 'lostAfter' || (mishap === 'badGateway' && gatewayPassedOn(world, platform));
  if (reaches) {
    await next();
    const note = c.get('write');
    if (note !== undefined) keepWrite(world, note, c.res.status, requestId);
  }
  if (mishap === null) return;
  const answer =
    mishap === 'lostAfter' || mishap === 'lostBefore' ? new Response(null, { headers: { [dropHeader]: '1' } }) : refusal(platform, mishap);
  // A write that was lost on its way was not applied, whatever the caller hears.
  if (writes && !reaches) keepWrite(world, refusedNote(c), mishap === 'lostBefore' ? 503 : answer.status, requestId);
  c.res = undefined;
  c.res = answer;
}

function refusedNote(c: FleetContext): { target: string; operation: string; summary: string; changed: boolean } {
  const operation = `${c.req.method} ${c.req.path}`;
  return { target: targetOfPath(c.req.path), operation, summary: 'Refused before it was looked at.', changed: false };
}

/** The target whose own name appears in a path. */
export function targetOfPath(path: string): string {
  for (const facts of applications) {
    if (path.includes(facts.site)) return targetKey(facts.id, 'web');
    if (path.includes(facts.repo)) return targetKey(facts.id, 'desktop');
    if (path.includes(facts.packageName)) return targetKey(facts.id, 'mobile');
    if (path.includes(facts.environment.key) || path.includes(`/projects/${facts.project.id}/`)) return targetKey(facts.id, 'flag');
  }
  return 'unknown';
}
