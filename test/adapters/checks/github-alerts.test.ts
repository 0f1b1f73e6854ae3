import { describe, expect, test } from 'vitest';
import type { GithubCheckSettings } from '../../../main/adapters/checks/github/settings.ts';
import { githubAlerts } from '../../../main/adapters/checks/github-alerts.ts';
import type { CheckAnswer } from '../../../main/adapters/checks/port.ts';
import type { JsonObject } from '../../../main/core/model/json.ts';
import { openBench, problemOf } from '../../support/bench.ts';
import { type FarSide, farSide } from '../../support/far-side.ts';
import { askFleet, optionFaults, request } from './open-check.ts';

const finding = (level: string | null, number = 1): object => ({
  number,
  rule: { id: 'js/x', description: 'A hole', security_severity_level: level },
});
const weakness = (severity: string, number = 2): object => ({
  number,
  security_advisory: { severity, summary: 'Reads too far' },
  dependency: { package: { name: 'left' } },
});

interface Far {
  readonly code?: Response | readonly object[];
  readonly dependencies?: Response | readonly object[];
}

function open({ code = [], dependencies = [] }: Far): FarSide<GithubCheckSettings> {
  return farSide(githubAlerts, { token: 'x', repository: 'acme/harbor' }, ({ url }) => {
    if (url.pathname === '/rate_limit') return Response.json({ resources: { core: { limit: 5000, remaining: 4999 } } });
    const answer = url.pathname.endsWith('/dependabot/alerts') ? dependencies : url.pathname.endsWith('/code-scanning/alerts') ? code : [];
    return answer instanceof Response ? answer.clone() : Response.json(answer);
  });
}

async function ask(far: Far, options: JsonObject = {}): Promise<CheckAnswer> {
  return await githubAlerts.ask(open(far).context, request, githubAlerts.options.parse(options));
}

const refusal = (status: number, message: string): Response => Response.json({ message }, { status });

describe('GitHub security alerts', () => {
  test('R1.10 pass without critical and high alerts, whatever lies below', async () => {
    const answer = await ask({ code: [finding('medium'), finding(null)], dependencies: [weakness('low')] });
    expect(answer).toMatchObject({ passed: true, summary: 'acme/harbor has no alerts beyond what is allowed.' });
    expect(answer.items).toHaveLength(4);
  });

  test.each([
    [{ code: [finding('critical')] }, 'Code scanning, critical: 1 open, 0 allowed: #1 A hole.'],
    [{ code: [finding('high')] }, 'Code scanning, high: 1 open, 0 allowed: #1 A hole.'],
    [{ dependencies: [weakness('high')] }, 'Dependabot, high: 1 open, 0 allowed: #2 left Reads too far.'],
  ])('R1.10 fail on an alert of a severity that is not allowed, and name it', async (far, summary) => {
    expect(await ask(far)).toMatchObject({ passed: false, summary });
  });

  test('R1.10 allow as many of each severity as a plan says', async () => {
    const far = { code: [finding('medium', 1), finding('medium', 2), finding(null, 3)] };
    expect((await ask(far, { allowed: { medium: 2 } })).passed).toBe(true);
    expect((await ask(far, { allowed: { medium: 1 } })).passed).toBe(false);
    expect((await ask(far, { allowed: { unrated: 0 } })).passed).toBe(false);
  });

  test.each([
    [{ code: refusal(403, 'Advanced Security must be enabled for this repository to use code scanning.') }],
    [{ code: refusal(404, 'no analysis found') }],
    [{ dependencies: refusal(403, 'Dependabot alerts are disabled for this repository.') }],
  ])('R1.10 say that a feature is switched off or never ran, and pass nothing', async (far) => {
    const answer = await ask(far);
    expect(answer).toMatchObject({ passed: null, summary: expect.stringContaining('That is no pass') });
    expect(
      (await ask({ ...far, ...('code' in far ? { dependencies: [weakness('critical')] } : { code: [finding('high')] }) })).passed,
    ).toBe(false);
  });

  test.each([
    [{ code: refusal(403, 'Resource not accessible by personal access token') }, 'permission', 'Code scanning alerts: read'],
    [{ code: refusal(404, 'Not Found') }, 'notFound', 'Code scanning alerts: read'],
    [{ dependencies: refusal(403, 'Resource not accessible by integration') }, 'permission', 'Dependabot alerts: read'],
    [{ dependencies: refusal(404, 'Not Found') }, 'notFound', 'Dependabot alerts: read'],
  ])('R1.10 throw without the right, and name it', async (far, kind, right) => {
    const problem = await problemOf(ask(far));
    expect(problem.kind).toBe(kind);
    expect(problem.message).toContain(right);
    expect((await githubAlerts.test(open(far).context)).find((line) => line.ok === false)?.detail).toContain(right);
  });

  test('R1.10 ask only the tools and the place that a plan names', async () => {
    const far = open({});
    const wish = { tools: ['codeScanning'], ref: 'refs/tags/v{{release}}' };
    await githubAlerts.ask(far.context, request, githubAlerts.options.parse(wish));
    expect(far.arrived.every(({ url }) => url.pathname.endsWith('/code-scanning/alerts'))).toBe(true);
    expect(far.arrived[0]?.url.searchParams.get('ref')).toBe('refs/tags/v2.4.0');
  });

  test('R1.10 refuse words of a plan they do not know', () => {
    expect(optionFaults(githubAlerts, { allowed: { high: 3, unrated: 0 }, scope: 'runtime' })).toEqual([]);
    expect(optionFaults(githubAlerts, { allowed: { hihg: 0 } })[0]).toContain('allowed');
    expect(optionFaults(githubAlerts, { allowed: { high: -1 } })).toHaveLength(1);
    expect(optionFaults(githubAlerts, { tools: ['secrets'] })).toHaveLength(1);
  });

  test('R1.10 can be practised', async () => {
    const bench = await openBench();
    expect(await askFleet(bench, githubAlerts)).toMatchObject({ passed: true });
    bench.fleet.setFault({ kind: 'code', application: 'pryde', what: 'alert', on: true });
    expect(await askFleet(bench, githubAlerts)).toMatchObject({
      passed: false,
      summary: expect.stringContaining('Code scanning, high: 1 open'),
    });
  });
});
