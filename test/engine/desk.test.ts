import { describe, expect, test } from 'vitest';
import type { HttpClient } from '../../main/adapters/http/client.ts';
import type { Connection } from '../../main/core/model/connection.ts';
import type { Target } from '../../main/core/model/target.ts';
import { adapterFaces, createDesk, type Desk } from '../../main/engine/desk.ts';

const guardian: Connection = {
  id: 'con-1',
  kind: 'check',
  adapter: 'guardian',
  name: 'gate',
  settings: { url: 'https://guardian.example/check' },
};
const hosting: Connection = { id: 'con-2', kind: 'platform', adapter: 'firebase-hosting', name: 'hosting', settings: {} };
const site: Target = {
  id: 'web',
  applicationId: 'pryde',
  connectionId: 'con-2',
  surface: 'web',
  channel: 'stable',
  name: 'Site',
  settings: { site: 'pryde', channels: 'alpha=10,live=100' },
  population: null,
};

const request = {
  application: 'pryde',
  release: '2.0.0',
  previousRelease: '1.0.0',
  channel: 'stable',
  target: 'Site',
  surface: 'web',
  moment: 'beforeStart',
  stage: null,
} as const;

function deskWith(secrets: Record<string, string>): { desk: Desk; opened: string[][] } {
  const opened: string[][] = [];
  const http = (hosts: readonly string[]): HttpClient => {
    opened.push([...hosts]);
    return { send: () => Promise.reject(new Error('no network here')) };
  };
  return { desk: createDesk({ secrets: { get: (id) => secrets[id] ?? null }, now: () => 0, http }), opened };
}

describe('the desk', () => {
  test('design 5 fills secrets in from the vault, and says which one is missing', async () => {
    await expect(deskWith({}).desk.ask(guardian, request, {})).rejects.toThrow(
      /^Connection gate: token — .*Open Connections and correct it\.$/,
    );
    const { desk, opened } = deskWith({ 'con-1/token': 'not-for-print' });
    await expect(desk.ask(guardian, request, {})).rejects.not.toThrow('not-for-print');
    expect(opened).toEqual([['guardian.example']]);
  });

  test('design 5 binds the network of a connection to its own hosts', () => {
    const { desk, opened } = deskWith({ 'con-2/accessToken': 'x' });
    const platform = desk.platform({ ...hosting, settings: {} }, site);
    expect(platform.percents()).toEqual([10, 100]);
    expect(opened[0]).toContain('firebasehosting.googleapis.com');
    expect(opened[0]).not.toContain('guardian.example');
  });

  test('design 5 says which setting of a target is not right', () => {
    const { desk } = deskWith({ 'con-2/accessToken': 'x' });
    expect(() => desk.platform(hosting, { ...site, settings: { site: 'pryde', channels: 'none' } })).toThrow(/^Target Site: channels — /);
  });

  test('R1.4 refuses what a plan says under with when the check does not understand it', async () => {
    const { desk, opened } = deskWith({ 'con-1/token': 'not-for-print' });
    await expect(desk.ask(guardian, request, { labels: ['P0'] })).rejects.toThrow(
      'with.labels is not a word that Guardian knows. Correct it in the plan.',
    );
    expect(opened).toEqual([['guardian.example']]);
  });

  test('design 5 refuses a query that its source does not understand', () => {
    const { desk } = deskWith({});
    const metric = desk.metric({
      id: 'con-3',
      kind: 'metric',
      adapter: 'prometheus',
      name: 'numbers',
      settings: { url: 'https://prom.example' },
    });
    const scope = { application: 'pryde', release: '2.0.0', channel: 'stable', platform: 'web' };
    expect(() => metric.resolve({ qery: 'up' }, scope)).toThrow('The query for source numbers is not valid');
    expect(metric.resolve({ query: 'errors{release="{{release}}"}' }, scope)).toMatchObject({ query: 'errors{release="2.0.0"}' });
  });

  test('design 1 lists every adapter with its fields, targets only where there are some', () => {
    const faces = adapterFaces();
    expect(faces.map((face) => face.id)).toEqual(
      expect.arrayContaining([
        'github-releases',
        'firebase-hosting',
        'google-play',
        'flagsmith',
        'prometheus',
        'guardian',
        'slack-webhook',
      ]),
    );
    for (const face of faces) {
      expect(face.fields.length).toBeGreaterThan(0);
      expect(face.targetFields.length > 0).toBe(face.kind === 'platform' || face.kind === 'flag');
    }
  });
});
