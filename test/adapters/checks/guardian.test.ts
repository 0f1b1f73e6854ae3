import { describe, expect, test } from 'vitest';
import { guardian } from '../../../main/adapters/checks/guardian.ts';
import type { CheckAnswer } from '../../../main/adapters/checks/port.ts';
import { problemOf } from '../../support/bench.ts';
import { brokenConnection, type FarSide, farSide } from '../../support/far-side.ts';

const settings = { url: 'https://ci.example/guardian/check', token: 'tide-secret-1' };
const sent = { application: 'harbor', release: '2.4.1', channel: 'beta', moment: 'beforeStart', stage: null } as const;
const request = { ...sent, previousRelease: '2.4.0', target: 'Desktop', surface: 'desktop' } as const;
const names = ['Protected paths', 'Change size limits', 'Security scan', 'Performance benchmarks', 'Dependency audit'];
const five = names.map((name) => ({ name, passed: true, detail: 'Nothing found.' }));

type Open = FarSide<typeof settings>;

function open(answer: unknown, status = 200): Open {
  return farSide(guardian, settings, () =>
    typeof answer === 'string' ? new Response(answer, { status }) : Response.json(answer, { status }),
  );
}

async function ask(answer: unknown): Promise<CheckAnswer> {
  return await guardian.ask(open(answer).context, request);
}

describe('R1.4 asks Guardian', () => {
  test('R1.4 posts release, channel, moment and stage with the bearer token', async () => {
    const far = open({ passed: true, checks: five });
    expect(await guardian.ask(far.context, { ...request, stage: '10 %' })).toEqual({
      passed: true,
      summary: 'Guardian passed.',
      items: five,
    });
    const [arrived] = far.arrived;
    expect([arrived?.method, arrived?.url.href]).toEqual(['POST', settings.url]);
    expect(arrived?.headers.get('authorization')).toBe('Bearer tide-secret-1');
    expect(JSON.parse(arrived?.body ?? '')).toEqual({ ...sent, stage: '10 %' });
  });

  test('R1.4 blocks on one failed item whatever the overall word', async () => {
    const checks = five.map((item) => (item.name === 'Security scan' ? { ...item, passed: false, detail: 'One finding.' } : item));
    expect(await ask({ passed: true, checks })).toMatchObject({ passed: false, summary: 'Guardian blocked: Security scan.' });
    expect(await ask({ passed: false })).toMatchObject({ passed: false, summary: 'Guardian blocked without naming a reason.' });
  });

  test.each([
    [{ passed: true }, true],
    [{ status: 'PASSED' }, true],
    [{ outcome: 'success' }, true],
    [{ passed: false }, false],
    [{ status: 'failed' }, false],
    [{ outcome: 'blocked' }, false],
    [{ passed: true, status: 'failed' }, false],
    [{ passed: true, status: 'running' }, null],
    [{ passed: null, status: 'passed' }, null],
    [{ passed: 'true' }, null],
    [{ passed: 1 }, null],
    [{ status: 'ok' }, null],
    [{ status: 'error' }, null],
    [{ status: 'skipped' }, null],
    [{ checks: five }, null],
    [{}, null],
  ])('R1.4 reads %j as %s', async (answer, passed) => {
    expect((await ask(answer)).passed).toBe(passed);
  });

  test('R1.4 lists the five topics, those left out as not reported', async () => {
    const { items } = await ask({ passed: true, checks: [{ name: 'pr_limits', status: 'passed', message: '12 files' }] });
    expect(items).toEqual([
      { name: 'pr_limits', passed: true, detail: '12 files' },
      ...names.filter((name) => name !== 'Change size limits').map((name) => ({ name, passed: null, detail: 'Not reported.' })),
    ]);
    const named = await ask({ passed: true, checks: { dependency_audit: { passed: false }, 'protected-paths': { passed: true } } });
    expect(named.passed).toBe(false);
    expect(named.items.map((item) => item.name)).toContain('dependency_audit');
    expect(named.items.map((item) => item.name)).not.toContain('Dependency audit');
  });

  test('R1.4 keeps long answers short', async () => {
    const checks = Array.from({ length: 200 }, (_, index) => ({ name: `Scan ${index}`, passed: true, detail: 'x'.repeat(5000) }));
    const { items, summary } = await ask({ passed: true, summary: 'y'.repeat(5000), checks });
    expect(items.length).toBeLessThanOrEqual(55);
    expect(items[0]?.detail).toHaveLength(500);
    expect(summary).toHaveLength(500);
  });
});

describe('R1.4 never takes silence for a pass', () => {
  test.each([
    [401, 'auth'],
    [403, 'permission'],
    [404, 'notFound'],
    [422, 'invalid'],
    [500, 'unavailable'],
  ])('R1.4 throws on a %i, whatever its body says', async (status, kind) => {
    const problem = await problemOf(guardian.ask(open({ passed: true, token: 'tide-secret-1' }, status).context, request));
    expect(problem.kind).toBe(kind);
    expect(`${problem.message} ${problem.detail}`).not.toContain('tide-secret-1');
  });

  test('R1.4 throws on a web page, a list and a lost connection', async () => {
    for (const answer of ['<html>', [], 'passed'])
      expect((await problemOf(guardian.ask(open(answer).context, request))).kind).toBe('invalid');
    const far = farSide(guardian, settings, () => brokenConnection());
    expect((await problemOf(guardian.ask(far.context, request))).kind).toBe('unavailable');
    expect(far.arrived).toHaveLength(4);
  });

  test('R6.1 tests the connection with a release that cannot exist', async () => {
    const far = open({ passed: false });
    expect(await guardian.test(far.context)).toMatchObject([{ ok: true }]);
    expect(far.arrived[0]?.body).toContain('connection-test');
    expect(await guardian.test(open('no', 401).context)).toMatchObject([{ ok: false }]);
  });
});
