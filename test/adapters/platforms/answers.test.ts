import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { AdapterError } from '../../../main/adapters/errors.ts';
import { createHttpClient } from '../../../main/adapters/http/create-client.ts';
import { platformById, platforms } from '../../../main/adapters/platforms/index.ts';
import type { PlatformAdapter } from '../../../main/adapters/platforms/port.ts';
import { contextOf, openBench } from '../../support/bench.ts';

const secret = 'hidden-value-8f31';

/** Every connection setting an adapter asks for, filled with something that fits. */
function sample(adapter: PlatformAdapter<unknown, unknown>): Record<string, string> {
  const credentials: Record<string, string> = { token: secret, accessToken: secret };
  const fields = adapter.settings.fields.filter((field) => field.key in credentials);
  return Object.fromEntries(fields.map((field) => [field.key, credentials[field.key] ?? '']));
}

const targets: Readonly<Record<string, Record<string, string>>> = {
  'firebase-hosting': { site: 'pryde-web', channels: 'alpha=10,beta=50,live=100' },
  'github-releases': { owner: 'practice', repo: 'pryde-desktop' },
  'google-play': { packageName: 'practice.pryde.app', track: 'production' },
};

function targetOf(adapter: PlatformAdapter<unknown, unknown>): Parameters<PlatformAdapter<unknown, unknown>['read']>[1] {
  const settings = adapter.targetSettings.schema.parse(targets[adapter.id]);
  const { surface } = adapter;
  return { id: 'tgt', applicationId: 'pryde', connectionId: 'con', surface, channel: 'stable', name: 'target', population: 100, settings };
}

describe.each(platforms.map((adapter) => [adapter.id, platformById(adapter.id)] as const))('%s', (_id, adapter) => {
  test('R6.3 takes an empty box of a form for one that was left out', () => {
    const optional = adapter.settings.fields.filter((field) => !field.required && field.kind !== 'url');
    const empty = Object.fromEntries(optional.map((field) => [field.key, '']));
    expect(adapter.settings.schema.safeParse({ ...empty, ...sample(adapter) }).success).toBe(true);
  });

  test('R6.3 refuses values of another type, and never repeats them', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (junk) => {
        for (const fields of [adapter.settings.fields, adapter.targetSettings.fields]) {
          for (const field of fields) {
            const base = fields === adapter.settings.fields ? sample(adapter) : targets[adapter.id];
            const schema = fields === adapter.settings.fields ? adapter.settings.schema : adapter.targetSettings.schema;
            const parsed = schema.safeParse({ ...base, [field.key]: junk });
            if (typeof junk !== 'string' && parsed.success) throw new Error(`${field.key} took ${JSON.stringify(junk)}`);
          }
        }
      }),
    );
    for (const url of ['', 'nonsense', 'ftp://x.example', 'javascript:alert(1)']) {
      expect(adapter.settings.schema.safeParse({ ...sample(adapter), apiUrl: url }).success).toBe(false);
    }
  });

  test('R6.3 reads what the platform says also when parts of it are new, empty or missing', async () => {
    const bench = await openBench();
    for (const spoil of spoilers) {
      const context = contextOf(bench, adapter);
      bench.meddle = async (_request, pass) => spoiled(await pass(), spoil);
      const state: unknown = await adapter.read(context, targetOf(adapter)).catch((error: unknown) => error);
      expect(state).not.toBeInstanceOf(Error);
    }
  });

  test('R6.3 throws nothing but its own errors, whatever is answered', async () => {
    const settings = adapter.settings.schema.parse(sample(adapter));
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(fc.jsonValue(), fc.constant(null)),
        fc.constantFrom(200, 201, 204, 302, 400, 401, 403, 404, 422, 500),
        async (body, status) => {
          const http = createHttpClient({
            hosts: adapter.hosts(settings),
            now: () => 0,
            random: () => 0,
            sleep: () => Promise.resolve(),
            transport: () => Promise.resolve(new Response(status === 204 ? null : JSON.stringify(body), { status })),
          });
          const error: unknown = await adapter.read({ http, settings, now: () => 0 }, targetOf(adapter)).then(
            () => null,
            (thrown: unknown) => thrown,
          );
          if (error !== null && !(error instanceof AdapterError)) throw error;
          if (error instanceof AdapterError && JSON.stringify(error.problem()).includes(secret)) throw new Error('shows the secret');
        },
      ),
      { numRuns: 60 },
    );
  });
});

/** What may happen to a value of an answer between two releases of an API. */
const spoilers: readonly ((key: string, value: unknown) => unknown)[] = [
  (key, value) => (/^(?:status|type|state|releaseLifecycleState)$/.test(key) ? 'SOMETHING_NEW' : value),
  (key, value) =>
    /^(?:labels|message|digest|body|name|releaseNotes|userFraction|published_at)$/.test(key) && typeof value !== 'string' ? null : value,
  (key, value) => (/^(?:createTime|releaseTime|expireTime|updated_at|published_at|created_at)$/.test(key) ? 'once upon a time' : value),
  (key, value) => (/^(?:versions|releases|channels|assets|tracks)$/.test(key) ? [] : value),
  (_key, value) => (typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value, newField: { deep: [1] } } : value),
];

async function spoiled(response: Response, spoil: (key: string, value: unknown) => unknown): Promise<Response> {
  const text = await response.text();
  if (!response.headers.get('content-type')?.includes('json') || response.status >= 300) {
    return new Response(text === '' ? null : text, { status: response.status, headers: response.headers });
  }
  const changed: unknown = JSON.parse(text, spoil);
  return Response.json(changed, { status: response.status });
}
