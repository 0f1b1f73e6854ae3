import { z } from 'zod';
import { AdapterError } from '../../errors.ts';
import type { HttpAnswer, HttpRequest } from '../../http/client.ts';
import { parseAnswer } from '../../http/parse-answer.ts';
import { problemFrom } from '../../http/problem-from.ts';
import type { FlagsmithContext, FlagsmithTarget } from './settings.ts';
import { EdgeFlags, Environment, Feature, Flag, type FlagPatch, Refusal, Segment, SegmentUse } from './shapes.ts';

const platform = 'Flagsmith';
const Named = z.object({ id: z.number(), name: z.string() });
const pageSize = 100;
/** The service holds at most 1,000 flags and 500 segments in a project. */
const mostPages = 12;

/** What the service said: one sentence, or one per field. */
function saidIn(answer: HttpAnswer): { readonly text: string | null; readonly code: string | null } {
  try {
    const body = Refusal.parse(answer.json());
    const { detail, code } = body;
    const fields = Object.entries(body).map(
      ([name, value]) => `${name}: ${Array.isArray(value) ? value.join(' ') : JSON.stringify(value)}`,
    );
    return { text: typeof detail === 'string' ? detail : fields.join('; ').slice(0, 300), code: typeof code === 'string' ? code : null };
  } catch {
    return { text: null, code: null };
  }
}

async function send(context: FlagsmithContext, request: HttpRequest, doing: string): Promise<HttpAnswer> {
  const answer = await context.http.send({ ...request, headers: { authorization: `Api-Key ${context.settings.apiKey}` } });
  if (answer.status >= 200 && answer.status < 300) return answer;
  const said = saidIn(answer);
  throw problemFrom(answer, {
    doing,
    said: said.text,
    kind: said.code === 'change_requests_enabled' ? 'precondition' : null,
    advice: {
      permission: 'The key needs VIEW_PROJECT, VIEW_ENVIRONMENT, UPDATE_FEATURE_STATE, MANAGE_SEGMENT_OVERRIDES and MANAGE_SEGMENTS.',
      notFound: 'Check project id, environment key and flag; Flagsmith also says this when the key has no right there at all.',
      precondition:
        'This environment takes changes only as change requests: allow Tidegate direct changes, or make the change in Flagsmith.',
    },
    now: context.now(),
    write: request.method !== 'GET',
  });
}

async function get<T>(context: FlagsmithContext, schema: z.ZodType<T>, path: string, doing: string): Promise<T> {
  return parseAnswer(schema, await send(context, { method: 'GET', url: `${context.settings.apiUrl}${path}` }, doing), platform);
}

/** Rows of a list, page by page, until `enough` says so. Pages are asked by number: the links may name an inner address. */
async function list<T>(
  context: FlagsmithContext,
  schema: z.ZodType<T>,
  path: string,
  doing: string,
  enough: (rows: readonly T[]) => boolean,
): Promise<T[]> {
  const Page = z.object({ results: z.array(schema), next: z.string().nullish() });
  const rows: T[] = [];
  for (let page = 1; page <= mostPages; page += 1) {
    const answer = await get(context, Page, `${path}${path.includes('?') ? '&' : '?'}page_size=${pageSize}&page=${page}`, doing);
    rows.push(...answer.results);
    if (!answer.next || enough(rows)) break;
  }
  return rows;
}

function flagPath(target: FlagsmithTarget, featureId: number): string {
  return `/api/__future__/environments/${encodeURIComponent(target.environmentKey)}/features/${featureId}/`;
}

export async function readEnvironment(context: FlagsmithContext, target: FlagsmithTarget): Promise<Environment> {
  return await get(context, Environment, `/api/v1/environments/${encodeURIComponent(target.environmentKey)}/`, 'reading the environment');
}

/** The flag by its name. Throws `notFound` when the project has none. */
export async function findFeature(context: FlagsmithContext, target: FlagsmithTarget, environmentId: number): Promise<Feature> {
  const path = `/api/v1/projects/${target.projectId}/features/?environment=${environmentId}&search=${encodeURIComponent(target.feature)}`;
  const isIt = (feature: Feature): boolean => feature.name === target.feature;
  const found = (await list(context, Feature, path, `looking for flag ${target.feature}`, (rows) => rows.some(isIt))).find(isIt);
  if (found !== undefined) return found;
  throw new AdapterError(
    'notFound',
    `Project ${target.projectId} has no flag ${target.feature}. Check its name in the settings of the target.`,
  );
}

export async function readFlag(context: FlagsmithContext, target: FlagsmithTarget, featureId: number): Promise<Flag> {
  return await get(context, Flag, flagPath(target, featureId), `reading flag ${target.feature}`);
}

/** Changes the default and overrides in one call, so that nobody sees half of it. */
export async function patchFlag(context: FlagsmithContext, target: FlagsmithTarget, feature: Feature, patch: FlagPatch): Promise<void> {
  const url = `${context.settings.apiUrl}${flagPath(target, feature.id)}`;
  await send(context, { method: 'PATCH', url, body: patch }, `changing flag ${target.feature}`);
}

export async function readSegment(context: FlagsmithContext, target: FlagsmithTarget, id: number): Promise<Segment> {
  return await get(context, Segment, `/api/v1/projects/${target.projectId}/segments/${id}/`, `reading segment ${id}`);
}

/** Ids of the segments of this name; the service does not keep names apart. */
export async function findSegments(context: FlagsmithContext, target: FlagsmithTarget, name: string): Promise<number[]> {
  const path = `/api/v1/projects/${target.projectId}/segments/?q=${encodeURIComponent(name)}`;
  const found = await list(context, Named, path, `looking for segment ${name}`, () => false);
  return found.filter((segment) => segment.name === name).map((segment) => segment.id);
}

/** How many other flags or environments use a segment: changing its share would change them too. */
export async function otherUses(
  context: FlagsmithContext,
  target: FlagsmithTarget,
  segment: Segment,
  own: { readonly feature: Feature; readonly environment: Environment },
): Promise<number> {
  const path = `/api/v1/projects/${target.projectId}/segments/${segment.id}/associated-features/`;
  const uses = await list(context, SegmentUse, path, `looking who uses segment ${segment.name}`, () => false);
  return uses.filter((use) => use.feature !== own.feature.id || (use.environment ?? own.environment.id) !== own.environment.id).length;
}

export async function putSegment(context: FlagsmithContext, target: FlagsmithTarget, segment: Segment): Promise<void> {
  const url = `${context.settings.apiUrl}/api/v1/projects/${target.projectId}/segments/${segment.id}/`;
  await send(context, { method: 'PUT', url, body: segment }, `changing segment ${segment.name}`);
}

/** Whether an app without an identity gets the flag; a flag that is not listed is off for it. */
export async function observedDefault(context: FlagsmithContext, target: FlagsmithTarget): Promise<boolean> {
  const url = `${context.settings.edgeUrl}/api/v1/flags/`;
  const answer = await context.http.send({ method: 'GET', url, headers: { 'x-environment-key': target.environmentKey } });
  if (answer.status !== 200) throw problemFrom(answer, { doing: `reading back flag ${target.feature}`, now: context.now() });
  return parseAnswer(EdgeFlags, answer, platform).find((flag) => flag.feature.name === target.feature)?.enabled ?? false;
}
