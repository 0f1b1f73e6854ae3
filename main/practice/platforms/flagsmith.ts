import { Hono } from 'hono';
import { z } from 'zod';
import { targetKey } from '../catalogue.ts';
import { isoTime, nextNumber, type World } from '../state.ts';
import { beginWrite, type FleetContext, type FleetEnv } from '../writes.ts';
import { bodyOf, FlagsmithRefusal, projectByEnvironment, projectById, requireKey } from './flagsmith-request.ts';
import { environmentJson, featureJson, featureStateJson, futureJson, segmentJson } from './flagsmith-json.ts';
import { flagShare, type FlagsmithProject } from './flagsmith-state.ts';

const Part = z.looseObject({ enabled: z.boolean().optional(), value: z.unknown().optional() });
const FuturePatch = z.looseObject({
  environment_default: Part.optional(),
  segment_overrides: z.array(Part.extend({ segment: z.looseObject({ id: z.int() }), priority: z.int().optional() })).optional(),
});
const Condition = z.looseObject({ operator: z.string(), value: z.union([z.string(), z.number()]).nullable().optional() });
const InnerRule = z.looseObject({ conditions: z.array(Condition).default([]) });
const Segment = z.looseObject({
  name: z.string().optional(),
  rules: z.array(z.looseObject({ conditions: z.array(Condition).default([]), rules: z.array(InnerRule).default([]) })),
});

function logged(world: World, project: FlagsmithProject, log: string): void {
  project.audit.unshift({ id: nextNumber(world), at: world.now(), log, author: 'release@practice-fleet.invalid' });
}

function featureIn(project: FlagsmithProject, c: FleetContext): void {
  if (Number(c.req.param('feature')) !== project.feature.id) throw new FlagsmithRefusal(404, { detail: 'Not found.' });
}

/** PATCH of the newer endpoint: changes what is sent and nothing else. The default never touches an override. */
async function patchFuture(world: World, c: FleetContext): Promise<Response> {
  const project = projectByEnvironment(world, c);
  featureIn(project, c);
  const note = beginWrite(c, targetKey(project.application, 'flag'), 'flag.patch', '');
  if (project.environment.approvals !== null) {
    throw new FlagsmithRefusal(409, { detail: 'Change requests are enabled for this environment.', code: 'change_requests_enabled' });
  }
  const patch = await bodyOf(c, FuturePatch);
  const wanted = patch.segment_overrides ?? [];
  const unknown = wanted.find((override) => !project.segments.some((segment) => segment.id === override.segment.id));
  if (unknown !== undefined) throw new FlagsmithRefusal(400, { segment_overrides: [`Segment ${unknown.segment.id} does not exist.`] });
  const before = futureJson(project);
  project.feature.enabled = patch.environment_default?.enabled ?? project.feature.enabled;
  for (const override of wanted) setOverride(world, project, override.segment.id, override.enabled, override.priority);
  note.changed = JSON.stringify(futureJson(project)) !== JSON.stringify(before);
  note.summary = `${project.feature.name} now on for ${flagShare(project)} %`;
  if (note.changed) logged(world, project, `Flag state updated for feature: ${project.feature.name}`);
  return c.json(futureJson(project));
}

function setOverride(
  world: World,
  project: FlagsmithProject,
  segmentId: number,
  enabled: boolean | undefined,
  priority: number | undefined,
): void {
  const existing = project.overrides.find((override) => override.segmentId === segmentId);
  const override = existing ?? {
    segmentId,
    featureStateId: nextNumber(world),
    priority: project.overrides.length + 1,
    enabled: false,
    value: '',
  };
  if (existing === undefined) project.overrides.push(override);
  override.enabled = enabled ?? override.enabled;
  override.priority = priority ?? override.priority;
}

function deleteOverride(world: World, c: FleetContext): Response {
  const project = projectByEnvironment(world, c);
  featureIn(project, c);
  const note = beginWrite(c, targetKey(project.application, 'flag'), 'flag.deleteOverride', `segment ${c.req.param('segment') ?? ''}`);
  const index = project.overrides.findIndex((override) => override.segmentId === Number(c.req.param('segment')));
  if (index < 0) throw new FlagsmithRefusal(404, { detail: 'Not found.' });
  project.overrides.splice(index, 1);
  note.changed = true;
  logged(world, project, `Segment override deleted for feature: ${project.feature.name}`);
  return c.body(null, 204);
}

function listFeatureStates(world: World, c: FleetContext): Response {
  const project = projectByEnvironment(world, c);
  const feature = c.req.query('feature');
  const matches = feature === undefined || Number(feature) === project.feature.id;
  const results = matches
    ? [featureStateJson(project, null), ...project.overrides.map((override) => featureStateJson(project, override))]
    : [];
  return c.json({ count: results.length, next: null, previous: null, results });
}

/** PATCH of the classic endpoint: one feature state. Refused where the environment keeps versions of its features. */
async function patchFeatureState(world: World, c: FleetContext): Promise<Response> {
  const project = projectByEnvironment(world, c);
  const note = beginWrite(c, targetKey(project.application, 'flag'), 'flag.patchState', '');
  if (project.environment.versioned)
    throw new FlagsmithRefusal(400, { detail: 'Cannot update feature state directly in an environment that uses feature versioning.' });
  const { enabled } = await bodyOf(c, Part);
  const id = Number(c.req.param('state'));
  const override = project.overrides.find((candidate) => candidate.featureStateId === id) ?? null;
  if (override === null && id !== project.feature.stateId) throw new FlagsmithRefusal(404, { detail: 'Not found.' });
  const state = override ?? project.feature;
  note.changed = enabled !== undefined && state.enabled !== enabled;
  state.enabled = enabled ?? state.enabled;
  note.summary = `${project.feature.name} now on for ${flagShare(project)} %`;
  if (note.changed) logged(world, project, `Flag state updated for feature: ${project.feature.name}`);
  return c.json(featureStateJson(project, override));
}

async function putSegment(world: World, c: FleetContext): Promise<Response> {
  const project = projectById(world, c);
  const segment = project.segments.find((candidate) => candidate.id === Number(c.req.param('segment')));
  if (segment === undefined) throw new FlagsmithRefusal(404, { detail: 'Not found.' });
  const note = beginWrite(c, targetKey(project.application, 'flag'), 'segment.put', '');
  if (segment.who !== undefined) throw new FlagsmithRefusal(400, { rules: ['The practice fleet keeps this segment as it is.'] });
  const body = await bodyOf(c, Segment);
  const conditions = body.rules.flatMap((rule) => [...rule.conditions, ...rule.rules.flatMap((inner) => inner.conditions)]);
  const split = conditions.find((condition) => condition.operator === 'PERCENTAGE_SPLIT');
  const percent = Number(split?.value ?? Number.NaN);
  if (!(percent >= 0 && percent <= 100)) throw new FlagsmithRefusal(400, { rules: ['A percentage split must be between 0 and 100.'] });
  note.changed = segment.percent !== percent;
  segment.percent = percent;
  note.summary = `${segment.name} ${percent} %`;
  if (note.changed) logged(world, project, `Segment updated: ${segment.name}`);
  return c.json(segmentJson(project, segment));
}

function listAudit(world: World, c: FleetContext): Response {
  const project = projectById(world, c);
  const results = project.audit.slice(0, Number(c.req.query('page_size') ?? '20')).map((entry) => ({
    id: entry.id,
    created_date: isoTime(entry.at),
    log: entry.log,
    author: { id: 1, email: entry.author, first_name: 'Practice', last_name: 'Release' },
    related_object_type: 'FEATURE_STATE',
    environment: environmentJson(project),
  }));
  return c.json({ count: project.audit.length, next: null, previous: null, results });
}

function showFlags(world: World, c: FleetContext): Response {
  const key = c.req.header('x-environment-key');
  const project = world.state.projects.find((candidate) => candidate.environment.key === key);
  if (project === undefined) throw new FlagsmithRefusal(401, { detail: 'Invalid or missing Environment Key' });
  return c.json([
    { ...featureStateJson(project, null), feature: { id: project.feature.id, name: project.feature.name, type: 'STANDARD' } },
  ]);
}

function listed(results: readonly unknown[]): {
  readonly count: number;
  readonly next: null;
  readonly previous: null;
  readonly results: readonly unknown[];
} {
  return { count: results.length, next: null, previous: null, results };
}

function projectRoutes(world: World): Hono<FleetEnv> {
  const app = new Hono<FleetEnv>();
  app.get('/', (c) => {
    const project = projectById(world, c);
    return c.json({ id: project.id, name: project.name, organisation: 1 });
  });
  app.get('/features/', (c) => c.json(listed([featureJson(projectById(world, c))])));
  app.get('/segments/', (c) => {
    const project = projectById(world, c);
    return c.json(listed(project.segments.map((segment) => segmentJson(project, segment))));
  });
  app.get('/segments/:segment/', (c) => {
    const project = projectById(world, c);
    const segment = project.segments.find((candidate) => candidate.id === Number(c.req.param('segment')));
    if (segment === undefined) throw new FlagsmithRefusal(404, { detail: 'Not found.' });
    return c.json(segmentJson(project, segment));
  });
  app.get('/segments/:segment/associated-features/', (c) => {
    const project = projectById(world, c);
    const used = project.overrides.some((override) => override.segmentId === Number(c.req.param('segment')));
    const row = { id: 1, feature: project.feature.id, environment: project.environment.id, segment: Number(c.req.param('segment')) };
    return c.json(listed(used ? [row] : []));
  });
  app.put('/segments/:segment/', (c) => putSegment(world, c));
  app.get('/audit/', (c) => listAudit(world, c));
  return app;
}

/** `/flagsmith` and `/flagsmith-edge`: the admin and the evaluation API of Flagsmith. */
export function flagsmithRoutes(world: World): Hono<FleetEnv> {
  const app = new Hono<FleetEnv>();
  app.get('/api/v1/flags/', (c) => showFlags(world, c));
  app.use('*', requireKey());
  app.get('/api/v1/projects/', (c) =>
    c.json(world.state.projects.map((project) => ({ id: project.id, name: project.name, organisation: 1 }))),
  );
  app.route('/api/v1/projects/:project', projectRoutes(world));
  app.get('/api/v1/environments/:environment/', (c) => c.json(environmentJson(projectByEnvironment(world, c))));
  app.get('/api/v1/environments/:environment/featurestates/', (c) => listFeatureStates(world, c));
  app.patch('/api/v1/environments/:environment/featurestates/:state/', (c) => patchFeatureState(world, c));
  const future = '/api/__future__/environments/:environment/features/:feature/';
  app.get(future, (c) => {
    const project = projectByEnvironment(world, c);
    featureIn(project, c);
    return c.json(futureJson(project));
  });
  app.patch(future, (c) => patchFuture(world, c));
  app.delete(`${future}segment-overrides/:segment/`, (c) => deleteOverride(world, c));
  app.onError((error) => {
    if (error instanceof FlagsmithRefusal) return error.response();
    throw error;
  });
  app.notFound(() => new FlagsmithRefusal(404, { detail: 'Not found.' }).response());
  return app;
}
