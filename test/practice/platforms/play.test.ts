import { describe, expect, test } from 'vitest';
import { commitTrack, openFleet, type Client } from '../client.ts';

const app = '/play/androidpublisher/v3/applications/practice.pryde.app';
const old = { name: '2.3.0', versionCodes: ['20300'], status: 'completed' };
const next = { name: '2.4.0', versionCodes: ['20400'] };

async function edit(client: Client): Promise<string> {
  return (await client.google('POST', `${app}/edits`, {})).word('id');
}

async function put(client: Client, releases: readonly unknown[]): Promise<string> {
  const answer = await client.google('PUT', `${app}/edits/${await edit(client)}/tracks/production`, { track: 'production', releases });
  return answer.status === 200 ? 'ok' : answer.word('error.message');
}

describe('practice Google Play', () => {
  test('R1.3 stages, widens, halts, resumes and completes a release', async () => {
    const client = openFleet();
    for (const releases of [
      [{ ...next, status: 'inProgress', userFraction: 0.1 }, old],
      [{ ...next, status: 'inProgress', userFraction: 0.5 }, old],
      [{ ...next, status: 'halted', userFraction: 0.5 }, old],
      [{ ...next, status: 'inProgress', userFraction: 0.5 }, old],
      [{ ...next, status: 'completed' }],
    ]) {
      expect((await commitTrack(client, releases)).status).toBe(200);
    }
    expect(client.fleet.truth().perTarget.find((row) => row.target === 'pryde/mobile')?.percent).toBe(100);
  });

  test('R1.3 allows one completed and one staged release, and fractions between 0 and 1 only', async () => {
    const client = openFleet();
    expect(await put(client, [{ ...next, status: 'completed' }, old])).toBe('Only one completed release is allowed.');
    const staged = { status: 'inProgress', userFraction: 0.1 };
    expect(
      await put(client, [
        { ...next, ...staged },
        { ...old, ...staged },
      ]),
    ).toContain('staged');
    for (const userFraction of [0, 1, 1.5, -0.1])
      expect(await put(client, [{ ...next, status: 'inProgress', userFraction }, old])).toContain('userFraction');
    expect(await put(client, [{ ...next, status: 'completed', userFraction: 0.5 }])).toContain('not allowed');
    expect(await put(client, [{ ...next, status: 'inProgress' }, old])).toContain('needs a userFraction');
    expect(await put(client, [{ versionCodes: ['99'], status: 'completed' }])).toContain('not found');
  });

  test('R1.3 does not stage again what is fully released, but may halt it', async () => {
    const client = openFleet();
    await commitTrack(client, [{ ...next, status: 'completed' }]);
    expect(await put(client, [{ ...next, status: 'inProgress', userFraction: 0.5 }])).toBe('Fully released can not be staged.');
    expect((await commitTrack(client, [{ ...next, status: 'halted' }])).status).toBe(200);
    expect(client.fleet.truth().liveVersions['pryde/mobile']).toBe('2.3.0');
    expect((await commitTrack(client, [{ ...next, status: 'inProgress', userFraction: 0.2 }])).status).toBe(200);
  });

  test('R1.3 spoils an open edit by a newer one, by a commit and by time', async () => {
    const client = openFleet();
    const first = await edit(client);
    const second = await edit(client);
    const spoilt = await client.google('GET', `${app}/edits/${first}/tracks/production`);
    expect([spoilt.at('error.status'), spoilt.at('error.message')]).toEqual(['FAILED_PRECONDITION', 'This Edit has been deleted.']);
    await client.google('POST', `${app}/edits/${second}:commit`);
    const again = await client.google('POST', `${app}/edits/${second}:commit`);
    expect(again.at('error.message')).toContain('already been successfully committed');
    const third = await edit(client);
    client.later(3_540_000);
    expect((await client.google('GET', `${app}/edits/${third}`)).status).toBe(200);
    const late = openFleet();
    const fourth = await edit(late);
    late.later(3_600_000);
    const headers = { authorization: `Bearer ${await late.token()}` };
    expect((await late.call('GET', `${app}/edits/${fourth}`, { headers })).at('error.message')).toContain('expired');
  });

  test('R1.3 refuses to cancel a review when asked not to, and asks for the flag of a rejected application', async () => {
    const client = openFleet();
    const releases = [{ ...next, status: 'inProgress', userFraction: 0.1 }, old];
    client.fleet.setFault({ kind: 'playReview', application: 'pryde', inReview: true, rejected: false });
    const refused = await commitTrack(client, releases);
    expect(refused.at('error.status')).toBe('FAILED_PRECONDITION');
    client.fleet.setFault({ kind: 'playReview', application: 'pryde', inReview: false, rejected: true });
    expect((await commitTrack(client, releases)).at('error.message')).toContain('changesNotSentForReview to true');
    client.fleet.setFault({ kind: 'playReview', application: 'pryde', inReview: false, rejected: false });
    const id = await edit(client);
    const opposite = await client.google('POST', `${app}/edits/${id}:commit?changesNotSentForReview=true`);
    expect(opposite.at('error.message')).toContain('must not be set');
  });

  test('R1.3 lists releases with their review state and without percentages, without an edit', async () => {
    const client = openFleet();
    const list = (await client.google('GET', `${app}/tracks/production/releases`)).at('releases');
    expect(list).toEqual([
      {
        releaseName: '2.4.0',
        track: 'production',
        releaseLifecycleState: 'RELEASE_LIFECYCLE_STATE_DRAFT',
        activeArtifacts: [{ versionCode: 20400 }],
      },
      {
        releaseName: '2.3.0',
        track: 'production',
        releaseLifecycleState: 'RELEASE_LIFECYCLE_STATE_PUBLISHED',
        activeArtifacts: [{ versionCode: 20300 }],
      },
    ]);
    expect((await client.google('GET', '/play/androidpublisher/v3/applications/none/tracks/production/releases')).status).toBe(404);
  });

  test('R1.3 stops a running release that is left out of the track', async () => {
    const client = openFleet();
    await commitTrack(client, [{ ...next, status: 'inProgress', userFraction: 0.5 }, old]);
    await commitTrack(client, [old]);
    expect(client.fleet.truth().perTarget.find((row) => row.target === 'pryde/mobile')?.percent).toBe(0);
  });
});
