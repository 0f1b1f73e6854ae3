import { Hono, type Context } from 'hono';
import { z } from 'zod';

/** A segment as the service keeps it: rules in rules, ids on everything. */
export interface FakeSegment {
  readonly id: number;
  name: string;
  rules: unknown;
  description?: string;
}

export interface FakeOverride {
  segment: { id: number };
  priority: number;
  enabled: boolean;
  value: unknown;
}

interface FakeFlag {
  readonly id: number;
  readonly name: string;
  enabled: boolean;
  overrides: FakeOverride[];
  identityOverrides: number;
  identitiesComplete: boolean;
  serverKeyOnly: boolean;
}

/** Everything a test may set before or between calls. */
export interface FakeFlagsmith {
  readonly environment: { id: number; name: string; key: string; approvals: number | null };
  readonly flags: FakeFlag[];
  readonly segments: FakeSegment[];
  /** Uses of a segment by flags or environments that are not modelled here. */
  readonly otherUses: { segment: number; feature: number; environment: number }[];
  /** Rights the key has; without `view` the service says 404, without `change` 403. */
  readonly rights: { view: boolean; change: boolean };
  /** While true, the evaluation API goes on answering what it answered before. */
  edgeLags: boolean;
  /** Status the evaluation API answers with. */
  edgeStatus: number;
  /** `METHOD path` of every write that was taken. */
  readonly writes: string[];
  answer(request: Request): Promise<Response>;
}

export const flagsmithKey = 'tide-secret-key';

const Value = z.unknown().optional();
const Patch = z.strictObject({
  environment_default: z.strictObject({ enabled: z.boolean().optional(), value: Value }).optional(),
  segment_overrides: z
    .array(
      z.strictObject({
        segment: z.strictObject({ id: z.int() }),
        priority: z.int().optional(),
        enabled: z.boolean().optional(),
        value: Value,
      }),
    )
    .optional(),
});
const Condition = z.looseObject({ operator: z.string(), value: z.string().nullish() });
const Rule = z.looseObject({
  type: z.enum(['ALL', 'ANY', 'NONE']),
  conditions: z.array(Condition),
  get rules() {
    return z.array(Rule);
  },
});
const SegmentBody = z.looseObject({ name: z.string().min(1), project: z.int(), rules: z.array(Rule).min(1) });

/** A segment of one percentage split, as the service makes it, and anything else its inner rule should hold. */
export function splitSegment(id: number, name: string, percent: number, more: readonly unknown[] = [], type = 'ANY'): FakeSegment {
  const split = { id: id * 10, operator: 'PERCENTAGE_SPLIT', property: null, value: String(percent) };
  const inner = { id: id * 10 + 1, type, rules: [], conditions: [split, ...more] };
  return { id, name, description: 'kept', rules: [{ id: id * 10 + 2, type: 'ALL', rules: [inner], conditions: [] }] };
}

export function plainSegment(id: number, name: string): FakeSegment {
  const condition = { id: id * 10, operator: 'EQUAL', property: 'group', value: 'testers' };
  return {
    id,
    name,
    rules: [{ id: id * 10 + 2, type: 'ALL', rules: [{ id: 1, type: 'ANY', rules: [], conditions: [condition] }], conditions: [] }],
  };
}

export const projectId = 7;

/** Flagsmith by its documented rules: the default never touches overrides, approvals refuse writes, a PUT needs the whole segment. */
export function fakeFlagsmith(): FakeFlagsmith {
  const fake: FakeFlagsmith = {
    environment: { id: 21, name: 'Live Ops', key: 'env-key', approvals: null },
    flags: [
      {
        id: 311,
        name: 'new_checkout',
        enabled: false,
        overrides: [],
        identityOverrides: 0,
        identitiesComplete: true,
        serverKeyOnly: false,
      },
    ],
    segments: [splitSegment(101, 'tidegate-new_checkout-live-ops', 0)],
    otherUses: [],
    rights: { view: true, change: true },
    edgeLags: false,
    edgeStatus: 200,
    writes: [],
    answer: async (request) => await app.fetch(request),
  };
  const app = routes(fake);
  return fake;
}

function refuse(status: 400 | 401 | 403 | 404 | 409, body: unknown): Response {
  return Response.json(body, { status });
}

function paged(c: Context, rows: readonly unknown[]): Response {
  const size = Math.min(Number(c.req.query('page_size') ?? '10'), 100);
  const page = Number(c.req.query('page') ?? '1');
  const results = rows.slice((page - 1) * size, page * size);
  const next = page * size < rows.length ? `http://inner.example${c.req.path}?page=${page + 1}` : null;
  return c.json({ count: rows.length, next, previous: null, results });
}

function flagJson(flag: FakeFlag): unknown {
  const value = { type: 'string', value: 'blue' };
  return {
    environment_default: { enabled: flag.enabled, value, variants: [] },
    segment_overrides: flag.overrides.map((one) => ({ ...one, variants: [] })),
  };
}

function routes(fake: FakeFlagsmith): Hono {
  const app = new Hono();
  let published = new Map(fake.flags.map((flag) => [flag.name, flag.enabled]));
  app.get('/api/v1/flags/', (c) => {
    if (fake.edgeStatus !== 200) return new Response('no', { status: fake.edgeStatus });
    if (c.req.header('x-environment-key') !== fake.environment.key) return refuse(401, { detail: 'Invalid or missing Environment Key' });
    if (!fake.edgeLags) published = new Map(fake.flags.map((flag) => [flag.name, flag.enabled]));
    const shown = fake.flags.filter((flag) => !flag.serverKeyOnly);
    return c.json(shown.map((flag) => ({ id: 1, enabled: published.get(flag.name), feature: { id: flag.id, name: flag.name } })));
  });
  app.use('*', async (c, next) => {
    if (c.req.header('authorization') !== `Api-Key ${flagsmithKey}`)
      return refuse(401, { detail: `Invalid API key ${c.req.header('authorization')}` });
    if (!fake.rights.view && c.req.path !== '/api/v1/projects/') return refuse(404, { detail: 'Not found.' });
    await next();
    return undefined;
  });
  app.get('/api/v1/projects/', (c) => c.json(fake.rights.view ? [{ id: projectId, name: 'Shop' }] : []));
  app.get('/api/v1/environments/:key/', (c) => {
    if (c.req.param('key') !== fake.environment.key) return refuse(404, { detail: 'Not found.' });
    const { id, name, approvals } = fake.environment;
    return c.json({ id, name, use_v2_feature_versioning: true, minimum_change_request_approvals: approvals });
  });
  listRoutes(app, fake);
  flagRoutes(app, fake);
  app.notFound(() => refuse(404, { detail: 'Not found.' }));
  return app;
}

function listRoutes(app: Hono, fake: FakeFlagsmith): void {
  const project = `/api/v1/projects/${projectId}`;
  app.get(`${project}/features/`, (c) => {
    const counted = c.req.query('environment') === String(fake.environment.id);
    const found = fake.flags.filter((flag) => flag.name.includes(c.req.query('search') ?? ''));
    return paged(
      c,
      found.map((flag) => ({
        id: flag.id,
        name: flag.name,
        is_server_key_only: flag.serverKeyOnly,
        num_identity_overrides: counted ? flag.identityOverrides : null,
        is_num_identity_overrides_complete: counted ? flag.identitiesComplete : null,
      })),
    );
  });
  app.get(`${project}/segments/`, (c) =>
    paged(
      c,
      fake.segments
        .filter((segment) => segment.name.includes(c.req.query('q') ?? ''))
        .map(({ id, name }) => ({ id, name, project: projectId })),
    ),
  );
  app.get(`${project}/segments/:id/`, (c) => {
    const found = fake.segments.find((segment) => segment.id === Number(c.req.param('id')));
    return found === undefined ? refuse(404, { detail: 'Not found.' }) : c.json({ ...found, project: projectId });
  });
  app.get(`${project}/segments/:id/associated-features/`, (c) => {
    const id = Number(c.req.param('id'));
    const own = fake.flags
      .filter((flag) => flag.overrides.some((one) => one.segment.id === id))
      .map((flag) => ({ id: 1, feature: flag.id, environment: fake.environment.id }));
    return paged(c, [...own, ...fake.otherUses.filter((use) => use.segment === id)]);
  });
  app.put(`${project}/segments/:id/`, async (c) => {
    const segment = fake.segments.find((one) => one.id === Number(c.req.param('id')));
    if (segment === undefined) return refuse(404, { detail: 'Not found.' });
    if (!fake.rights.change) return refuse(403, { detail: 'You do not have permission to perform this action.' });
    const body = SegmentBody.safeParse(await c.req.json());
    if (!body.success) return refuse(400, { rules: body.error.issues.map((issue) => issue.message) });
    const values = JSON.stringify(body.data.rules).matchAll(/"operator":"PERCENTAGE_SPLIT".*?"value":"([^"]*)"/g);
    if ([...values].some(([, value]) => !(Number(value) >= 0 && Number(value) <= 100)))
      return refuse(400, { rules: ['Percentage must be 0 to 100.'] });
    Object.assign(segment, { name: body.data.name, rules: body.data.rules, description: body.data['description'] });
    fake.writes.push(`PUT segment ${segment.id}`);
    return c.json(segment);
  });
}

function flagRoutes(app: Hono, fake: FakeFlagsmith): void {
  const path = '/api/__future__/environments/:key/features/:id/';
  const flagOf = (c: Context): FakeFlag | undefined =>
    c.req.param('key') === fake.environment.key ? fake.flags.find((flag) => flag.id === Number(c.req.param('id'))) : undefined;
  app.get(path, (c) => {
    const flag = flagOf(c);
    return flag === undefined ? refuse(404, { detail: 'Not found.' }) : Response.json(flagJson(flag));
  });
  app.patch(path, async (c) => {
    const flag = flagOf(c);
    if (flag === undefined) return refuse(404, { detail: 'Not found.' });
    if (!fake.rights.change) return refuse(403, { detail: 'You do not have permission to perform this action.' });
    if (fake.environment.approvals !== null)
      return refuse(409, { detail: 'This environment needs a change request.', code: 'change_requests_enabled' });
    const patch = Patch.safeParse(await c.req.json());
    if (!patch.success) return refuse(400, { detail: z.prettifyError(patch.error) });
    const unknown = patch.data.segment_overrides?.find((one) => !fake.segments.some((segment) => segment.id === one.segment.id));
    if (unknown !== undefined) return refuse(400, { segment_overrides: [`Segment ${unknown.segment.id} does not exist.`] });
    applyPatch(flag, patch.data);
    fake.writes.push(`PATCH flag ${flag.id}`);
    return Response.json(flagJson(flag));
  });
}

function applyPatch(flag: FakeFlag, patch: z.infer<typeof Patch>): void {
  flag.enabled = patch.environment_default?.enabled ?? flag.enabled;
  for (const wanted of patch.segment_overrides ?? []) {
    const found = flag.overrides.find((one) => one.segment.id === wanted.segment.id);
    const override = found ?? { segment: wanted.segment, priority: flag.overrides.length + 1, enabled: false, value: null };
    if (found === undefined) flag.overrides.push(override);
    Object.assign(override, { enabled: wanted.enabled ?? override.enabled, value: wanted.value ?? override.value });
  }
}
