import { describe, expect, test } from 'vitest';
import { openFleet } from '../client.ts';

const future = '/flagsmith/api/__future__/environments/practice-pryde-environment/features/312/';
const environment = '/flagsmith/api/v1/environments/practice-pryde-environment/';
const segment = '/flagsmith/api/v1/projects/112/segments/412/';

function split(percent: number): unknown {
  const condition = { operator: 'PERCENTAGE_SPLIT', property: '', value: String(percent) };
  return {
    name: 'x',
    project: 112,
    rules: [{ type: 'ALL', rules: [{ type: 'ANY', rules: [], conditions: [condition] }], conditions: [] }],
  };
}

describe('practice Flagsmith', () => {
  test('R4.2 leaves overrides alone when the default is switched off', async () => {
    const client = openFleet();
    await client.flags('PUT', segment, split(10));
    await client.flags('PATCH', future, {
      environment_default: { enabled: true },
      segment_overrides: [{ segment: { id: 412 }, enabled: true }],
    });
    const off = await client.flags('PATCH', future, { environment_default: { enabled: false } });
    expect(off.at('segment_overrides.0.enabled')).toBe(true);
    expect(client.fleet.truth().perTarget.at(-1)).toMatchObject({ target: 'pryde/flag', percent: 10 });
    await client.flags('PATCH', future, { segment_overrides: [{ segment: { id: 412 }, enabled: false }] });
    expect(client.fleet.truth().perTarget.at(-1)?.percent).toBe(0);
  });

  test('R4.2 takes its share from the one split segment with an enabled override', async () => {
    const client = openFleet();
    expect((await client.flags('PUT', segment, split(25))).status).toBe(200);
    expect(client.fleet.truth().perTarget.at(-1)?.percent).toBe(0);
    await client.flags('PATCH', future, { segment_overrides: [{ segment: { id: 412 }, enabled: true }] });
    expect(client.fleet.truth().perTarget.at(-1)?.percent).toBe(25);
    expect((await client.flags('PUT', segment, split(101))).status).toBe(400);
  });

  test('R4.2 refuses the classic path on an environment with versions, and any change that needs approval', async () => {
    const client = openFleet();
    const states = await client.flags('GET', `${environment}featurestates/?feature=312`);
    expect((await client.flags('PATCH', `${environment}featurestates/${states.word('results.0.id')}/`, { enabled: true })).status).toBe(
      400,
    );
    client.fleet.setFault({ kind: 'flagApprovals', application: 'pryde', approvals: 1 });
    const refused = await client.flags('PATCH', future, { environment_default: { enabled: true } });
    expect([refused.status, refused.at('code')]).toEqual([409, 'change_requests_enabled']);
  });

  test('R4.2 wants the key for every admin call and the environment key for reading back', async () => {
    const client = openFleet();
    expect((await client.call('GET', environment)).status).toBe(401);
    expect((await client.flags('GET', '/flagsmith/api/v1/environments/other/')).status).toBe(404);
    const flags = await client.call('GET', '/flagsmith-edge/api/v1/flags/', {
      headers: { 'x-environment-key': 'practice-pryde-environment' },
    });
    expect(flags.at('0')).toMatchObject({ enabled: false, feature: { name: 'quick_checkout' } });
    const list = await client.flags('GET', '/flagsmith/api/v1/projects/112/features/?environment=212');
    expect(list.at('results.0')).toMatchObject({ num_segment_overrides: 1, num_identity_overrides: 0 });
  });

  test('R4.2 counts a patch that changes nothing as an act done twice', async () => {
    const client = openFleet();
    await client.flags('PATCH', future, { environment_default: { enabled: true } });
    expect(client.fleet.truth().doubleActs).toBe(0);
    await client.flags('PATCH', future, { environment_default: { enabled: true } });
    expect(client.fleet.truth().doubleActs).toBe(1);
    const log = await client.flags('GET', '/flagsmith/api/v1/projects/112/audit/');
    expect(log.at('count')).toBe(1);
  });
});
