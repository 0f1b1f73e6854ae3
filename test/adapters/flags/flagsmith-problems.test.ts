import { describe, expect, test } from 'vitest';
import { flagsmith } from '../../../main/adapters/flags/flagsmith.ts';
import { problemOf } from '../../support/bench.ts';
import { type Arrived, brokenConnection, farSide, refusedConnection } from '../../support/far-side.ts';
import { fakeFlagsmith, type FakeFlagsmith, flagsmithKey } from '../../support/fakes/flagsmith.ts';
import { apiUrl, edgeUrl, expose, isWrite, openFlag, rollback } from './open-flag.ts';

describe('R4.1 says why Flagsmith refused', () => {
  test('R4.1 refuses with a fence that moved', async () => {
    const opened = openFlag();
    const { fence } = await opened.read();
    opened.flag.enabled = true;
    const problem = await problemOf(opened.act(expose(10), fence));
    expect(problem.kind).toBe('conflict');
    expect(problem.message).toContain('now at 100 %');
    expect(opened.arrived.filter(isWrite)).toEqual([]);
  });

  test('R4.1 says beforehand, and on trying, that only change requests are taken', async () => {
    const opened = openFlag((fake) => void (fake.environment.approvals = 1));
    expect(await opened.ability('expose')).toMatchObject({ available: false });
    expect((await opened.ability('rollback')).reason).toContain('change requests');
    opened.flag.enabled = true;
    const problem = await problemOf(opened.act(rollback));
    expect(problem.kind).toBe('precondition');
    expect(problem.message).toContain('change request');
  });

  test('R4.1 names the missing right', async () => {
    const blind = openFlag((fake) => void (fake.rights.view = false));
    const unseen = await problemOf(blind.read());
    expect([unseen.kind, unseen.message.includes('no right there at all')]).toEqual(['notFound', true]);
    const weak = openFlag((fake, flag) => {
      fake.rights.change = false;
      flag.enabled = true;
    });
    const denied = await problemOf(weak.act(rollback));
    expect([denied.kind, denied.message.includes('UPDATE_FEATURE_STATE')]).toEqual(['permission', true]);
  });

  test('R4.1 says that the flag is not there', async () => {
    const opened = openFlag((fake) => void fake.flags.splice(0));
    expect((await problemOf(opened.read())).message).toContain('no flag new_checkout');
  });

  test('R4.1 takes a lost answer to a write as unknown and a refused connection as not sent', async () => {
    for (const [meddle, kind] of [
      [brokenConnection, 'unknownOutcome'],
      [refusedConnection, 'unavailable'],
      [() => new Response('bad gateway', { status: 502 }), 'unknownOutcome'],
      [() => new Response('slow down', { status: 429, headers: { 'retry-after': '9' } }), 'rateLimited'],
      [() => Response.json({ segment_overrides: ['Not valid.'] }, { status: 400 }), 'invalid'],
    ] as const) {
      const opened = openFlag((_fake, flag) => void (flag.enabled = true));
      opened.meddle = (arrived) => (isWrite(arrived) ? meddle() : null);
      const problem = await problemOf(opened.act(rollback));
      expect(problem.kind).toBe(kind);
      expect(`${problem.message} ${problem.detail}`).not.toContain(flagsmithKey);
      expect(opened.arrived.filter(isWrite)).toHaveLength(1);
    }
  });

  test('R6.1 tests key and evaluation address, and names the rights it cannot try', async () => {
    const tryOut = async (settings: object, change: (fake: FakeFlagsmith) => void = () => undefined): Promise<unknown[]> => {
      const fake = fakeFlagsmith();
      change(fake);
      const answer = async (arrived: Arrived): Promise<Response> =>
        await fake.answer(new Request(arrived.url, { headers: arrived.headers }));
      const lines = await flagsmith.test(farSide(flagsmith, { apiUrl, edgeUrl, apiKey: flagsmithKey, ...settings }, answer).context);
      expect(JSON.stringify(lines)).not.toContain('tide-secret');
      return lines.map((line) => line.ok);
    };
    expect(await tryOut({})).toEqual([true, true, null]);
    expect(await tryOut({ apiKey: 'tide-secret-wrong' })).toEqual([false, true, null]);
    expect(await tryOut({}, (fake) => void (fake.rights.view = false))).toEqual([false, true, null]);
    expect(await tryOut({}, (fake) => void (fake.edgeStatus = 404))).toEqual([true, false, null]);
  });
});

describe('R4.1 knows where Flagsmith lives', () => {
  test.each([
    [{}, ['api.flagsmith.com', 'edge.api.flagsmith.com']],
    [{ apiUrl: '', edgeUrl: '' }, ['api.flagsmith.com', 'edge.api.flagsmith.com']],
    [{ apiUrl: 'https://flags.example/api/v1/' }, ['flags.example']],
    [{ apiUrl: 'https://flags.example', edgeUrl: 'https://eval.example:8443' }, ['flags.example', 'eval.example:8443']],
  ])('R4.1 reaches the hosts of %j', (settings, hosts) => {
    expect(flagsmith.hosts(flagsmith.settings.schema.parse({ apiKey: 'k', ...settings }))).toEqual(hosts);
  });

  test('R4.1 refuses settings that cannot work', () => {
    for (const settings of [{}, { apiKey: '' }, { apiKey: 'a\nb' }, { apiKey: 'k', apiUrl: 'flags.example' }])
      expect(flagsmith.settings.schema.safeParse(settings).success).toBe(false);
    for (const target of [{ projectId: 'x' }, { projectId: 1.5 }, { feature: '' }])
      expect(flagsmith.targetSettings.schema.safeParse({ projectId: 1, environmentKey: 'k', feature: 'f', ...target }).success).toBe(false);
  });
});
