import { readdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { checkById, checks } from '../../main/adapters/checks/index.ts';
import { flagById, flags } from '../../main/adapters/flags/index.ts';
import { metricById, metrics } from '../../main/adapters/metrics/index.ts';
import { noticeById, notices } from '../../main/adapters/notices/index.ts';
import { platformById, platforms } from '../../main/adapters/platforms/index.ts';
import type { SettingSpec } from '../../main/adapters/settings.ts';
import { openFleet } from '../practice/client.ts';

const secret = 'hush-4f9c1e77';

interface Listed {
  readonly id: string;
  readonly label: string;
  readonly settings: { readonly fields: readonly SettingSpec[]; readonly schema: Schema };
  readonly targetSettings?: { readonly fields: readonly SettingSpec[]; readonly schema: Schema };
}

interface Schema {
  safeParse(value: unknown): { readonly success: boolean; readonly error?: { readonly issues: readonly Issue[] } | undefined };
}

interface Issue {
  readonly path: readonly PropertyKey[];
  readonly message: string;
}

const lists: readonly { kind: string; list: readonly Listed[]; find: (id: string) => { readonly id: string } }[] = [
  { kind: 'platforms', list: platforms, find: platformById },
  { kind: 'flags', list: flags, find: flagById },
  { kind: 'metrics', list: metrics, find: metricById },
  { kind: 'checks', list: checks, find: checkById },
  { kind: 'notices', list: notices, find: noticeById },
];
const all = lists.flatMap(({ kind, list }) => list.map((adapter) => ({ kind, name: adapter.id, adapter })));

/** Settings of a connection as a team would fill them in; the fleet's own where it has one. */
function good(id: string): Record<string, unknown> {
  const connection = openFleet()
    .fleet.connections('http://127.0.0.1:9')
    .find((one) => one.adapter === id);
  return connection === undefined ? { url: 'https://metrics.example.com' } : { ...connection.settings };
}

function issuesOf(schema: Schema, value: unknown): readonly Issue[] {
  const parsed = schema.safeParse(value);
  return parsed.success ? [] : (parsed.error?.issues ?? []);
}

describe.each(lists)('list of $kind', ({ kind, list, find }) => {
  test('design 9 names every adapter of the folder, and each just once', () => {
    const folder = new URL(`../../main/adapters/${kind}/`, import.meta.url);
    const helpers = ['index.ts', 'port.ts'];
    const files = readdirSync(folder, { withFileTypes: true })
      .filter((entry) => entry.isFile() && !helpers.includes(entry.name))
      .map((entry) => entry.name.replace(/\.ts$/, ''));
    expect(list.map((adapter) => adapter.id).toSorted()).toEqual(files.toSorted());
  });

  test('design 9 finds each by its id, and throws on any other with those there are', () => {
    for (const adapter of list) expect(find(adapter.id)).toBe(adapter);
    for (const id of ['', 'nothing', 'constructor', ` ${list[0]?.id ?? ''}`]) expect(() => find(id)).toThrow(list[0]?.id);
  });
});

describe.each(all)('settings of $name', ({ adapter }) => {
  const parts = [adapter.settings, ...(adapter.targetSettings === undefined ? [] : [adapter.targetSettings])];

  test('R6.1 takes what the practice fleet hands out', () => {
    expect(issuesOf(adapter.settings.schema, good(adapter.id))).toEqual([]);
  });

  test('R6.1 explains every field of its form, and marks what is secret', () => {
    for (const { fields } of parts) {
      expect(new Set(fields.map((one) => one.key)).size).toBe(fields.length);
      for (const one of fields) {
        expect(one.label).toMatch(/^[A-Z]/);
        expect(one.help).toMatch(/[.?:]$/);
        expect(one.kind === 'select').toBe(one.options !== undefined);
      }
    }
    const open = adapter.settings.fields.filter((one) => one.kind !== 'secret').map((one) => one.key);
    expect(open.filter((key) => /token|password|secret|apikey|serviceaccount/i.test(key))).toEqual([]);
  });

  test.each([[null], [[]], ['text'], [7], [{ url: 7, apiUrl: 7 }], [{ url: 'not an address', apiUrl: 'ftp://x' }]])(
    'R6.1 refuses %j and says at which field',
    (junk) => {
      const issues = issuesOf(adapter.settings.schema, junk);
      expect(issues.length).toBeGreaterThan(0);
      for (const issue of issues) expect(issue.message).toMatch(/\w/);
      if (typeof junk === 'object' && junk !== null && !Array.isArray(junk)) {
        const keys = adapter.settings.fields.map((one) => one.key);
        for (const issue of issues) expect(keys).toContain(issue.path[0]);
      }
    },
  );

  test('R6.1 refuses a target without its fields, each by name', () => {
    const target = adapter.targetSettings;
    if (target === undefined) return;
    const named = issuesOf(target.schema, {}).map((issue) => issue.path[0]);
    const required = target.fields.filter((one) => one.required && one.default === undefined).map((one) => one.key);
    expect(named).toEqual(expect.arrayContaining(required));
  });

  test('R6.1 never repeats a secret in what it says about settings', () => {
    const secrets = adapter.settings.fields.filter((one) => one.kind === 'secret').map((one) => one.key);
    for (const broken of [`${secret}\n${secret}`, `{"private_key":"${secret}"}`, `https://${secret}.example.com/${secret}`, [secret]]) {
      const settings = { ...good(adapter.id), ...Object.fromEntries(secrets.map((key) => [key, broken])) };
      expect(JSON.stringify(issuesOf(adapter.settings.schema, settings))).not.toContain(secret);
    }
  });
});

describe('hosts of connections', () => {
  const hosts: readonly [name: string, hosts: () => readonly string[], wanted: readonly string[]][] = [
    ['Firebase Hosting', () => hostsOf(platforms[0], { accessToken: 'x' }), ['firebasehosting.googleapis.com']],
    [
      'Firebase Hosting with a key file',
      () => hostsOf(platforms[0], { serviceAccount: good('firebase-hosting')['serviceAccount'] }),
      ['127.0.0.1:9', 'firebasehosting.googleapis.com'],
    ],
    [
      'GitHub',
      () => hostsOf(platforms[1], { token: 'x' }),
      ['api.github.com', 'objects.githubusercontent.com', 'release-assets.githubusercontent.com', 'uploads.github.com'],
    ],
    [
      'GitHub Enterprise Server',
      () => hostsOf(platforms[1], { token: 'x', apiUrl: 'https://git.acme.example/api/v3' }),
      ['git.acme.example'],
    ],
    [
      'GitHub with data residency',
      () => hostsOf(platforms[1], { token: 'x', apiUrl: 'https://api.acme.ghe.com' }),
      ['api.acme.ghe.com', 'objects.githubusercontent.com', 'release-assets.githubusercontent.com', 'uploads.acme.ghe.com'],
    ],
    ['Google Play', () => hostsOf(platforms[2], { accessToken: 'x' }), ['androidpublisher.googleapis.com']],
    ['Flagsmith', () => hostsOf(flags[0], { apiKey: 'x' }), ['api.flagsmith.com', 'edge.api.flagsmith.com']],
    ['Prometheus', () => hostsOf(metrics[0], { url: 'https://prometheus.example.com:9090/x/' }), ['prometheus.example.com:9090']],
    ['HTTP JSON', () => hostsOf(metrics[1], { url: 'https://metrics.example.com/a' }), ['metrics.example.com']],
    ['Guardian', () => hostsOf(checks[0], { url: 'https://ci.example.com/check', token: 'x' }), ['ci.example.com']],
    ['Slack', () => hostsOf(notices[0], { url: 'https://hooks.slack.com/services/T0/B0/x' }), ['hooks.slack.com']],
    ['PagerDuty', () => hostsOf(notices[1], { routingKey: 'k'.repeat(32) }), ['events.pagerduty.com']],
    [
      'a signed webhook',
      () => hostsOf(notices[2], { url: 'https://hooks.example.com/x', secret: good('signed-webhook')['secret'] }),
      ['hooks.example.com'],
    ],
  ];

  test.each(hosts)('design 5 lets %s call no more than it needs', (_name, found, wanted) => {
    expect([...new Set(found())].toSorted()).toEqual(wanted.toSorted());
  });

  function hostsOf<S>(
    adapter: { settings: { schema: { parse(value: unknown): S } }; hosts(settings: S): readonly string[] },
    settings: unknown,
  ) {
    return adapter.hosts(adapter.settings.schema.parse(settings));
  }
});
