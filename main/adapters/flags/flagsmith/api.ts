import { z } from 'zod';
import type { AdapterContext } from '../../context.ts';
import { AdapterError } from '../../errors.ts';
import type { HttpAnswer, HttpRequest } from '../../http/client.ts';
import { problemFrom } from '../../http/problem-from.ts';

export interface FlagsmithSettings {
  readonly apiUrl: string;
  readonly edgeUrl: string;
  readonly apiKey: string;
}

export interface FlagsmithTarget {
  readonly projectId: number;
  readonly environmentKey: string;
  readonly feature: string;
  /** Segment that holds the share of this flag and of nothing else. */
  readonly segment: string;
}

export type FlagsmithContext = AdapterContext<FlagsmithSettings>;

const ErrorBody = z.object({ detail: z.string().optional(), code: z.string().optional() });

const Feature = z.object({
  id: z.number(),
  name: z.string(),
  num_identity_overrides: z.number().nullish(),
  is_num_identity_overrides_complete: z.boolean().nullish(),
});
export type Feature = z.infer<typeof Feature>;
const Features = z.object({ results: z.array(Feature), next: z.string().nullish() });

const Override = z.object({ segment: z.object({ id: z.number() }), priority: z.number().nullish(), enabled: z.boolean() });
export const FlagState = z.object({ environment_default: z.object({ enabled: z.boolean() }), segment_overrides: z.array(Override).default([]) });
export type FlagState = z.infer<typeof FlagState>;

const Condition = z.looseObject({ operator: z.string(), value: z.union([z.string(), z.number()]).nullish() });
const Inner = z.looseObject({ conditions: z.array(Condition).default([]) });
const Rule = z.looseObject({ conditions: z.array(Condition).default([]), rules: z.array(Inner).default([]) });
const Segment = z.looseObject({ id: z.number(), name: z.string(), rules: z.array(Rule).default([]) });
export type Segment = z.infer<typeof Segment>;
const Segments = z.object({ results: z.array(Segment) });
const Associated = z.object({ results: z.array(z.object({ feature: z.number(), environment: z.number().nullish() })) });
const EdgeFlags = z.array(z.object({ enabled: z.boolean(), feature: z.object({ name: z.string() }) }));

async function send(context: FlagsmithContext, request: HttpRequest, doing: string): Promise<HttpAnswer> {
  const headers = { authorization: `Api-Key ${context.settings.apiKey}`, ...request.headers };
  const answer = await context.http.send({ ...request, headers });
  if (answer.status < 300) return answer;
  const body = ErrorBody.safeParse(tryJson(answer));
  const needsRequest = body.success && body.data.code === 'change_requests_enabled';
  throw problemFrom(answer, {
    doing,
    said: body.success ? (body.data.detail ?? null) : null,
    ...(needsRequest ? { kind: 'precondition' as const } : {}),
    advice: {
      permission: 'The key needs UPDATE_FEATURE_STATE and MANAGE_SEGMENT_OVERRIDES on this environment.',
      precondition: 'This environment only takes change requests: switch them off for Tidegate or act in Flagsmith.',
    },
    now: context.now(),
    write: request.method !== 'GET',
  });
}

function tryJson(answer: HttpAnswer): unknown {
  try {
    return answer.json();
  } catch {
    return null;
  }
}

function project(context: FlagsmithContext, target: FlagsmithTarget): string {
  return `${context.settings.apiUrl}/api/v1/projects/${target.projectId}`;
}

function flagUrl(context: FlagsmithContext, target: FlagsmithTarget, feature: Feature): string {
  return `${context.settings.apiUrl}/api/__future__/environments/${encodeURIComponent(target.environmentKey)}/features/${feature.id}/`;
}

export async function findFeature(context: FlagsmithContext, target: FlagsmithTarget): Promise<Feature> {
  const url = `${project(context, target)}/features/?page_size=100&search=${encodeURIComponent(target.feature)}`;
  const answer = Features.parse((await send(context, { method: 'GET', url }, `looking for flag ${target.feature}`)).json());
  const found = answer.results.find((feature) => feature.name === target.feature);
  if (found !== undefined) return found;
  throw new AdapterError('notFound', `Project ${target.projectId} has no flag ${target.feature}. Check the name in Connections.`);
}

export async function readFlag(context: FlagsmithContext, target: FlagsmithTarget, feature: Feature): Promise<FlagState> {
  return FlagState.parse((await send(context, { method: 'GET', url: flagUrl(context, target, feature) }, `reading flag ${target.feature}`)).json());
}

/** Changes the default and overrides in one call, so that nobody sees half of it. */
export async function patchFlag(
  context: FlagsmithContext,
  target: FlagsmithTarget,
  feature: Feature,
  patch: { environment_default?: { enabled: boolean }; segment_overrides?: { segment: { id: number }; enabled: boolean }[] },
): Promise<void> {
  await send(context, { method: 'PATCH', url: flagUrl(context, target, feature), body: patch }, `changing flag ${target.feature}`);
}

export async function listSegments(context: FlagsmithContext, target: FlagsmithTarget): Promise<Segment[]> {
  const url = `${project(context, target)}/segments/?page_size=500`;
  return Segments.parse((await send(context, { method: 'GET', url }, 'listing segments')).json()).results;
}

/** Other flags that use a segment: changing its share would change them too. */
export async function otherUsers(context: FlagsmithContext, target: FlagsmithTarget, segment: Segment, feature: Feature): Promise<number> {
  const url = `${project(context, target)}/segments/${segment.id}/associated-features/`;
  const answer = Associated.parse((await send(context, { method: 'GET', url }, `looking who uses segment ${segment.name}`)).json());
  return answer.results.filter((one) => one.feature !== feature.id).length;
}

export async function putSegment(context: FlagsmithContext, target: FlagsmithTarget, segment: Segment): Promise<void> {
  const url = `${project(context, target)}/segments/${segment.id}/`;
  await send(context, { method: 'PUT', url, body: segment }, `changing segment ${segment.name}`);
}

/** What the evaluation API tells an app without an identity. */
export async function observedDefault(context: FlagsmithContext, target: FlagsmithTarget): Promise<boolean | null> {
  const url = `${context.settings.edgeUrl}/api/v1/flags/`;
  const answer = await context.http.send({ method: 'GET', url, headers: { 'x-environment-key': target.environmentKey } });
  if (answer.status !== 200) throw problemFrom(answer, { doing: `reading back flag ${target.feature}`, now: context.now() });
  return EdgeFlags.parse(answer.json()).find((flag) => flag.feature.name === target.feature)?.enabled ?? null;
}
