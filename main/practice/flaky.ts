import { mulberry32, seedOf } from './random.ts';
import type { World } from './state.ts';

export type Mishap = 'rateLimited' | 'unavailable' | 'badGateway' | 'lostBefore' | 'lostAfter';

/** Refusals in a row per platform; after that a call gets through, so that patience always wins. */
const mostInARow = 2;

/**
 * What goes wrong with this call, if anything. Drawn per platform and call number, so that platforms asked side by side
 * do not disturb one another's luck. `rateLimited` and `unavailable` never reach the platform; `lostAfter` is applied
 * and never answered; `badGateway` is applied every other time.
 */
export function drawMishap(world: World, platform: string, writes: boolean): Mishap | null {
  const { flakiness } = world.state;
  if (flakiness.share === 0) return null;
  const call = (flakiness.calls[platform] ?? 0) + 1;
  flakiness.calls[platform] = call;
  const random = mulberry32(seedOf(world.state.seed, 'mishap', platform, call));
  const used = flakiness.used[platform] ?? 0;
  const row = flakiness.inARow[platform] ?? 0;
  if (used >= flakiness.limit || row >= mostInARow || random() >= flakiness.share) {
    flakiness.inARow[platform] = 0;
    return null;
  }
  flakiness.used[platform] = used + 1;
  flakiness.inARow[platform] = row + 1;
  const kinds: readonly Mishap[] = writes
    ? ['rateLimited', 'unavailable', 'lostAfter', 'lostAfter', 'badGateway']
    : ['rateLimited', 'unavailable', 'lostBefore'];
  return kinds[Math.floor(random() * kinds.length)] ?? 'unavailable';
}

/** Whether a bad gateway passed the call on before it failed. */
export function gatewayPassedOn(world: World, platform: string): boolean {
  return mulberry32(seedOf(world.state.seed, 'gateway', platform, world.state.flakiness.calls[platform] ?? 0))() < 0.5;
}

/** The refusal as each platform words it. `Retry-After` is in seconds. */
export function refusal(platform: string, mishap: 'rateLimited' | 'unavailable' | 'badGateway'): Response {
  if (mishap === 'badGateway')
    return new Response('<html><h1>502 Bad Gateway</h1></html>', { status: 502, headers: { 'content-type': 'text/html' } });
  const status = mishap === 'rateLimited' ? 429 : 503;
  const headers = { 'retry-after': '1', 'content-type': 'application/json' };
  return new Response(JSON.stringify(refusalBody(platform, status)), { status, headers });
}

function refusalBody(platform: string, status: 429 | 503): unknown {
  if (platform === 'github') {
    const message = status === 429 ? 'You have exceeded a secondary rate limit.' : 'Service unavailable';
    return { message, documentation_url: 'https://docs.github.com/rest', status: String(status) };
  }
  if (platform === 'flagsmith')
    return { detail: status === 429 ? 'Request was throttled. Expected available in 1 second.' : 'Unavailable' };
  const name = status === 429 ? 'RESOURCE_EXHAUSTED' : 'UNAVAILABLE';
  return { error: { code: status, message: status === 429 ? 'Quota exceeded.' : 'The service is currently unavailable.', status: name } };
}

/** A refusal for good, as each platform words it: the account may look, and no longer change anything. */
export function forbidden(platform: string): Response {
  const message = 'This account may read here and nothing else.';
  const body =
    platform === 'github'
      ? { message, documentation_url: 'https://docs.github.com/rest', status: '403' }
      : platform === 'flagsmith'
        ? { detail: message }
        : { error: { code: 403, message, status: 'PERMISSION_DENIED' } };
  return new Response(JSON.stringify(body), { status: 403, headers: { 'content-type': 'application/json' } });
}
