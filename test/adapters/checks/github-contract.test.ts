import { describe, expect, test } from 'vitest';
import { githubAlerts } from '../../../main/adapters/checks/github-alerts.ts';
import { githubChange } from '../../../main/adapters/checks/github-change.ts';
import { githubChecks } from '../../../main/adapters/checks/github-checks.ts';
import { githubIssues } from '../../../main/adapters/checks/github-issues.ts';
import type { CheckAdapter } from '../../../main/adapters/checks/port.ts';
import { type Bench, contextOf, openBench } from '../../support/bench.ts';
import { answerFaults, requestFaults } from '../../support/github-openapi.ts';
import { askFleet } from './open-check.ts';

interface Exchange {
  readonly method: string;
  readonly url: string;
  readonly status: number;
  readonly answer: string;
}

/** Notes every exchange with the fleet's GitHub as api.github.com would see it. */
function listen(bench: Bench): Exchange[] {
  const heard: Exchange[] = [];
  bench.meddle = async (sent, pass) => {
    const response = await pass();
    const { pathname, search } = new URL(sent.url);
    const answer = await response.clone().text();
    heard.push({ method: sent.method, url: pathname.replace(/^\/github/, '') + search, status: response.status, answer });
    return response;
  };
  return heard;
}

/** Everything the four checks ask, their tests included. */
async function live(bench: Bench): Promise<void> {
  await askFleet(bench, githubChecks);
  await askFleet(bench, githubIssues, { allowed: { P0: 0, P2: 5 }, also: ['P2'] });
  await askFleet(bench, githubAlerts, { ref: 'refs/heads/main', scope: 'runtime' });
  await askFleet(bench, githubChange, { maxFiles: 400, risky: ['db/**'], labels: ['migration-reviewed'] });
  for (const adapter of [githubChecks, githubIssues, githubAlerts, githubChange]) {
    const lines = await adapter.test(contextOf(bench, adapter));
    expect(lines.filter((line) => line.ok !== true)).toEqual([]);
  }
}

describe('checks on GitHub against GitHub’s own description', () => {
  test('R1.4 R2.11 send only calls and queries that the description knows, and never change anything', async () => {
    const bench = await openBench();
    await live(bench);
    expect(bench.sent.length).toBeGreaterThan(25);
    expect([...new Set(bench.sent.map((one) => one.method))]).toEqual(['GET']);
    const faults = bench.sent.flatMap(({ method, path, body }) => requestFaults(method, path.replace(/^\/github/, ''), body));
    expect([...new Set(faults)]).toEqual([]);
  });

  test('R6.1 practise on answers that say nothing in another shape than the description', async () => {
    const bench = await openBench();
    bench.fleet.setFault({ kind: 'code', application: 'pryde', what: 'alert', on: true });
    const heard = listen(bench);
    await live(bench);
    const described = heard.filter(({ url }) => !/\/repos\/[^/]+\/[^/]+$|rate_limit/.test(url));
    expect(described.length).toBeGreaterThan(20);
    const faults = described
      .flatMap(({ method, url, status, answer }) => answerFaults(method, url, status, answer))
      // The fleet leaves out what nobody here reads; what it does say has to have the described shape.
      .flatMap((fault) => fault.split(/, (?=data)/).filter((one) => !one.includes('must have required property')));
    expect([...new Set(faults)]).toEqual([]);
  });

  test('R1.4 name themselves, their version of the API and the token on every call', async () => {
    const bench = await openBench();
    await live(bench);
    for (const { headers } of bench.sent) {
      expect(headers.get('user-agent')).toMatch(/tidegate/i);
      expect(headers.get('x-github-api-version')).toBe('2022-11-28');
      expect(headers.get('authorization')).toBe('Bearer practice-github-token');
    }
  });

  test.each<readonly [string, CheckAdapter<never, never> | object]>([
    ['github-checks', githubChecks],
    ['github-issues', githubIssues],
    ['github-alerts', githubAlerts],
    ['github-change', githubChange],
  ])('design 5 lets %s call the API and nothing else', (_id, adapter) => {
    const { hosts, settings } = adapter as typeof githubChecks;
    const parsed = settings.schema.parse({ token: 'x', repository: 'acme/harbor' });
    expect(hosts(parsed)).toEqual(['api.github.com']);
  });
});
