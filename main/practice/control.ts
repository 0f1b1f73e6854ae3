import { Hono, type MiddlewareHandler } from 'hono';
import { z } from 'zod';
import { advanceTo } from './advance.ts';
import type { Fleet } from './fleet.ts';
import { codeFaults, setCodeFault } from './platforms/github-code.ts';
import type { World } from './state.ts';
import type { FleetContext, FleetEnv } from './writes.ts';

/** A clock that somebody else may set; until then the one it was made with. Times in ms. */
export interface FleetClock {
  readonly now: () => number;
  /** Never backwards. */
  set(now: number): void;
  onSet(listener: (now: number) => void): void;
}

export function makeClock(real: () => number): FleetClock {
  let fixed: number | null = null;
  const listeners: ((now: number) => void)[] = [];
  return {
    now: () => fixed ?? real(),
    set(now) {
      fixed = Math.max(now, fixed ?? now);
      for (const listener of listeners) listener(fixed);
    },
    onSet: (listener) => void listeners.push(listener),
  };
}

const Fault = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('flaky'), share: z.number().min(0).max(1), limit: z.int().min(0) }),
  z.strictObject({ kind: z.literal('metrics'), up: z.boolean() }),
  z.strictObject({ kind: z.literal('guardianFails'), version: z.string().min(1) }),
  z.strictObject({ kind: z.literal('playReview'), application: z.string(), inReview: z.boolean(), rejected: z.boolean().default(false) }),
  z.strictObject({ kind: z.literal('immutableReleases'), application: z.string(), enabled: z.boolean() }),
  z.strictObject({ kind: z.literal('flagApprovals'), application: z.string(), approvals: z.int().min(1).nullable() }),
  z.strictObject({ kind: z.literal('expireTokens') }),
  z.strictObject({ kind: z.literal('code'), application: z.string(), what: z.enum(codeFaults), on: z.boolean().default(true) }),
]);
export type FleetFault = z.infer<typeof Fault>;

/** Makes something go wrong, or well again. */
export function setFault(world: World, fault: FleetFault): void {
  const { state } = world;
  switch (fault.kind) {
    case 'flaky':
      state.flakiness.share = fault.share;
      state.flakiness.limit = fault.limit;
      break;
    case 'metrics':
      state.metricsUp = fault.up;
      break;
    case 'guardianFails':
      state.guardianFails.push(fault.version);
      break;
    case 'playReview':
      for (const app of state.packages.filter((candidate) => candidate.application === fault.application)) {
        app.inReview = fault.inReview;
        app.rejected = fault.rejected;
      }
      break;
    case 'immutableReleases':
      for (const repository of state.repositories) {
        if (repository.application === fault.application) repository.immutableReleases = fault.enabled;
      }
      break;
    case 'flagApprovals':
      for (const project of state.projects) {
        if (project.application === fault.application) project.environment.approvals = fault.approvals;
      }
      break;
    case 'code':
      setCodeFault(world, fault, fault.on);
      break;
    case 'expireTokens':
      for (const token of Object.keys(state.tokens)) delete state.tokens[token];
      break;
  }
}

async function bodyOf<T>(c: FleetContext, schema: z.ZodType<T>): Promise<T> {
  return schema.parse(JSON.parse(await c.req.text()));
}

/** A page in a browser cannot send JSON to another origin unasked, so it cannot steer the fleet. */
const onlyJson: MiddlewareHandler<FleetEnv> = async (c, next) => {
  const isJson = (c.req.header('content-type') ?? '').startsWith('application/json');
  if (c.req.method === 'POST' && !isJson) return c.json({ error: 'Send JSON with content-type application/json.' }, 415);
  await next();
  return undefined;
};

/** `/_practice`: how a driver in another process steers a fleet and asks it what really happened. */
export function controlRoutes(world: World, clock: FleetClock, fleet: () => Fleet): Hono<FleetEnv> {
  const app = new Hono<FleetEnv>();
  app.use('*', onlyJson);
  app.get('/clock', (c) => c.json({ now: world.now() }));
  app.post('/clock', async (c) => {
    const { now } = await bodyOf(c, z.strictObject({ now: z.int().min(0) }));
    clock.set(now);
    advanceTo(world, world.now());
    return c.json({ now: world.now() });
  });
  app.get('/truth', (c) => c.json(fleet().truth(c.req.query('application') ?? null)));
  app.get('/image', (c) => c.json(fleet().image()));
  app.get('/setup', (c) => {
    const baseUrl = new URL(c.req.url).origin;
    return c.json({ connections: fleet().connections(baseUrl), applications: fleet().applications() });
  });
  app.post('/network', async (c) => {
    fleet().setNetwork((await bodyOf(c, z.strictObject({ up: z.boolean() }))).up);
    return c.json({ up: world.state.networkUp });
  });
  app.post('/scenario', async (c) => {
    const { id } = await bodyOf(c, z.strictObject({ id: z.string() }));
    return c.json(fleet().loadScenario(id));
  });
  app.post('/fault', async (c) => {
    setFault(world, await bodyOf(c, Fault));
    return c.json({});
  });
  app.onError((error, c) => c.json({ error: error instanceof z.ZodError ? z.prettifyError(error) : error.message }, 400));
  return app;
}
