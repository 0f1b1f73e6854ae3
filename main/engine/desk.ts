import { z } from 'zod';
import { checkById, checks } from '../adapters/checks/index.ts';
import type { CheckAnswer, CheckRequest } from '../adapters/checks/port.ts';
import type { AdapterContext, TestLine } from '../adapters/context.ts';
import { AdapterError } from '../adapters/errors.ts';
import { flagById, flags } from '../adapters/flags/index.ts';
import { askEndpoint, type EndpointAnswer } from '../adapters/health-endpoint.ts';
import type { HttpClient } from '../adapters/http/client.ts';
import type { GithubAccess } from '../adapters/http/github-api.ts';
import { githubContext } from '../adapters/repository/context.ts';
import { metricById, metrics } from '../adapters/metrics/index.ts';
import type { QueryScope } from '../adapters/metrics/port.ts';
import { noticeById, notices } from '../adapters/notices/index.ts';
import type { Telling } from '../adapters/notices/port.ts';
import { platformById, platforms } from '../adapters/platforms/index.ts';
import type { PlatformAdapter, TargetOf } from '../adapters/platforms/port.ts';
import type { SettingsOf } from '../adapters/settings.ts';
import type { Connection } from '../core/model/connection.ts';
import type { Json, JsonObject } from '../core/model/json.ts';
import type { Notice } from '../core/model/notice.ts';
import type { Ability, Operation } from '../core/model/operation.ts';
import type { PlatformState } from '../core/model/platform-state.ts';
import type { Reading } from '../core/model/reading.ts';
import type { Target } from '../core/model/target.ts';
import { optionIssues } from './check-options.ts';

/** Where secrets are read; `connection id/key` names one. */
export interface Secrets {
  get(id: string): string | null;
}

/** A platform or flag adapter bound to one target: nothing generic left. */
export interface OpenPlatform {
  readonly label: string;
  read(): Promise<PlatformState>;
  act(operation: Operation, fence: string, key: string): Promise<void>;
  abilities(state: PlatformState, version: string): readonly Ability[];
  reached(operation: Operation, state: PlatformState): 'yes' | 'partly' | 'no';
  describe(operation: Operation, state: PlatformState): readonly string[];
  percents(): readonly number[] | null;
}

export interface OpenMetric {
  resolve(query: JsonObject, scope: QueryScope): JsonObject;
  read(resolved: JsonObject): Promise<readonly Reading[]>;
  /** Null when the source keeps no history. */
  history(resolved: JsonObject, from: number, to: number, stepMs: number): Promise<readonly Reading[] | null>;
}

/** Opens connections: picks the adapter, checks settings, fills secrets in and binds the network to the allowed hosts. */
export interface Desk {
  platform(connection: Connection, target: Target): OpenPlatform;
  metric(connection: Connection): OpenMetric;
  /** `options` is what the plan says under `with`. Throws `AdapterError` `invalid` when the adapter cannot read it. */
  ask(connection: Connection, request: CheckRequest, options: JsonObject): Promise<CheckAnswer>;
  send(connection: Connection, notice: Notice, telling: Telling): Promise<void>;
  test(connection: Connection): Promise<readonly TestLine[]>;
  /** A connection that leads to GitHub, for what is done to code and releases besides rollouts. Throws `AdapterError` `invalid` for another. */
  github(connection: Connection): AdapterContext<GithubAccess>;
  /** Asks a health endpoint; its host is the only one reached. Never throws. */
  probe(url: string, text: string | null): Promise<EndpointAnswer>;
}

export interface DeskOptions {
  readonly secrets: Secrets;
  readonly now: () => number;
  /** Makes a client that reaches these hosts and no other. */
  readonly http: (hosts: readonly string[]) => HttpClient;
}

/** The adapter of a platform or flag connection. Throws on an unknown id. */
export function targetAdapter(connection: Pick<Connection, 'kind' | 'adapter'>): PlatformAdapter<unknown, unknown> {
  return connection.kind === 'flag' ? flagById(connection.adapter) : platformById(connection.adapter);
}

interface AnyAdapter {
  readonly settings: SettingsOf<unknown>;
  hosts(settings: unknown): readonly string[];
  test(context: AdapterContext<unknown>): Promise<readonly TestLine[]>;
}

/** The adapter of any connection, as far as settings and tests go. Throws on an unknown id. */
export function anyAdapter(connection: Pick<Connection, 'kind' | 'adapter'>): AnyAdapter & { readonly label: string } {
  switch (connection.kind) {
    case 'platform':
      return platformById(connection.adapter);
    case 'flag':
      return flagById(connection.adapter);
    case 'metric':
      return metricById(connection.adapter);
    case 'check':
      return checkById(connection.adapter);
    case 'notice':
      return noticeById(connection.adapter);
  }
}

/** Settings with the secrets of this connection filled in, as the adapter's schema wants them. */
export function settingsWithSecrets(connection: Connection, fields: SettingsOf<unknown>['fields'], secrets: Secrets): JsonObject {
  const filled: Record<string, Json> = { ...connection.settings };
  for (const field of fields) {
    if (field.kind !== 'secret') continue;
    const value = secrets.get(`${connection.id}/${field.key}`);
    if (value !== null) filled[field.key] = value;
  }
  return filled;
}

function openConnection(options: DeskOptions, connection: Connection, adapter: AnyAdapter): AdapterContext<unknown> {
  const parsed = adapter.settings.schema.safeParse(settingsWithSecrets(connection, adapter.settings.fields, options.secrets));
  if (!parsed.success) {
    const first = parsed.error.issues[0];
    const where = first?.path.join('.') ?? 'settings';
    throw new AdapterError(
      'invalid',
      `Connection ${connection.name}: ${where} — ${first?.message ?? 'not valid'}. Open Connections and correct it.`,
    );
  }
  return { http: options.http(adapter.hosts(parsed.data)), settings: parsed.data, now: options.now };
}

/** Opens connections with real adapters; the HTTP client and the vault are passed in. */
export function createDesk(options: DeskOptions): Desk {
  const open = (connection: Connection, adapter: AnyAdapter): AdapterContext<unknown> => openConnection(options, connection, adapter);
  return {
    platform: (connection, target) => openPlatform(targetAdapter(connection), open(connection, targetAdapter(connection)), target),
    metric(connection) {
      const adapter = metricById(connection.adapter);
      const context = open(connection, adapter);
      return {
        resolve: (query, scope) => adapter.resolve(parseQuery(adapter.query, query, connection.name), scope),
        read: (resolved) => adapter.read(context, resolved),
        history: async (resolved, from, to, stepMs) =>
          adapter.history ? await adapter.history(context, resolved, from, to, stepMs) : null,
      };
    },
    async ask(connection, request, wishes) {
      const adapter = checkById(connection.adapter);
      const context = open(connection, adapter);
      const parsed = adapter.options.safeParse(wishes);
      if (parsed.success) return await adapter.ask(context, request, parsed.data);
      throw new AdapterError('invalid', `${optionIssues(adapter, wishes)[0]?.message ?? 'with is not valid'}. Correct it in the plan.`);
    },
    async send(connection, notice, telling) {
      const adapter = noticeById(connection.adapter);
      await adapter.send(open(connection, adapter), notice, telling);
    },
    github: (connection) => githubContext(open(connection, anyAdapter(connection)), connection.name),
    probe: async (url, text) => await askEndpoint(options.http([new URL(url).host]), url, text),
    async test(connection) {
      const adapter = anyAdapter(connection);
      return await adapter.test(open(connection, adapter));
    },
  };
}

function parseQuery(
  schema: { safeParse(value: unknown): { success: boolean; data?: unknown; error?: Error } },
  query: JsonObject,
  name: string,
): unknown {
  const parsed = schema.safeParse(query);
  if (!parsed.success)
    throw new AdapterError('invalid', `The query for source ${name} is not valid: ${parsed.error?.message ?? 'unknown'}`);
  return parsed.data;
}

function openPlatform(adapter: PlatformAdapter<unknown, unknown>, context: AdapterContext<unknown>, target: Target): OpenPlatform {
  const parsed = adapter.targetSettings.schema.safeParse(target.settings);
  if (!parsed.success) {
    const first = parsed.error.issues[0];
    throw new AdapterError(
      'invalid',
      `Target ${target.name}: ${first?.path.join('.') ?? 'settings'} — ${first?.message ?? 'not valid'}. Open Connections and correct it.`,
    );
  }
  const bound: TargetOf<unknown> = { ...target, settings: parsed.data };
  return {
    label: adapter.label,
    read: () => adapter.read(context, bound),
    act: (operation, fence, key) => adapter.act(context, bound, operation, fence, key),
    abilities: (state, version) => adapter.abilities(state, version, bound),
    reached: (operation, state) => adapter.reached(operation, state, bound),
    describe: (operation, state) => adapter.describe(operation, state, bound),
    percents: () => adapter.percents(parsed.data),
  };
}

/** What a form needs to know of an adapter. */
export interface AdapterFace {
  readonly id: string;
  readonly kind: Connection['kind'];
  readonly label: string;
  readonly fields: SettingsOf<unknown>['fields'];
  readonly targetFields: SettingsOf<unknown>['fields'];
  /** Keys that a query of a metric adapter may have; only there. */
  readonly queryKeys?: { key: string; required: boolean; kind: string }[];
}

const QueryShape = z.object({
  properties: z.record(z.string(), z.object({ type: z.string().optional() })).default({}),
  required: z.array(z.string()).default([]),
});

/** Keys of a query as its schema has them, the needed ones first. */
function queryKeysOf(query: z.ZodType): NonNullable<AdapterFace['queryKeys']> {
  const { properties, required } = QueryShape.parse(z.toJSONSchema(query, { io: 'input', unrepresentable: 'any' }));
  return Object.entries(properties)
    .map(([key, { type }]) => ({ key, required: required.includes(key), kind: type ?? 'text' }))
    .toSorted((a, b) => Number(b.required) - Number(a.required));
}

/** Every adapter Tidegate has, by kind. */
export function adapterFaces(): AdapterFace[] {
  const face = (kind: Connection['kind']) => (adapter: { id: string; label: string; settings: { fields: AdapterFace['fields'] } }) => ({
    id: adapter.id,
    kind,
    label: adapter.label,
    fields: adapter.settings.fields,
    targetFields: [],
  });
  const withTarget =
    (kind: Connection['kind']) =>
    (adapter: Parameters<ReturnType<typeof face>>[0] & { targetSettings: { fields: AdapterFace['fields'] } }) => ({
      ...face(kind)(adapter),
      targetFields: adapter.targetSettings.fields,
    });
  return [
    ...platforms.map(withTarget('platform')),
    ...flags.map(withTarget('flag')),
    ...metrics.map((adapter) => ({ ...face('metric')(adapter), queryKeys: queryKeysOf(adapter.query) })),
    ...checks.map(face('check')),
    ...notices.map(face('notice')),
  ];
}
