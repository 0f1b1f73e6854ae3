import { describe, expect, test } from 'vitest';
import { jsonReport } from '../../../main/adapters/checks/json-report.ts';
import type { CheckAnswer } from '../../../main/adapters/checks/port.ts';
import type { HttpJsonSettings } from '../../../main/adapters/json/settings.ts';
import type { JsonObject } from '../../../main/core/model/json.ts';
import { contextOf, openBench, problemOf } from '../../support/bench.ts';
import { type FarSide, farSide, noon } from '../../support/far-side.ts';
import { askFleet, optionFaults, request } from './open-check.ts';

const url = 'https://ci.example/reports';

function open(answer: unknown, settings: JsonObject = {}, status = 200): FarSide<HttpJsonSettings> {
  const body = typeof answer === 'string' ? answer : JSON.stringify(answer);
  return farSide(jsonReport, { url, ...settings }, () => new Response(body, { status }));
}

async function ask(answer: unknown, options: JsonObject): Promise<CheckAnswer> {
  return await jsonReport.ask(open(answer).context, request, jsonReport.options.parse(options));
}

const budget = (value: string, is: string, limit: number | string | boolean, more: JsonObject = {}): JsonObject => ({
  budgets: [{ value, is, limit, ...more }],
});

describe('JSON report', () => {
  test.each([
    [
      'atMost',
      10,
      [
        [10, true],
        [10.1, false],
      ],
    ],
    [
      'below',
      10,
      [
        [9.9, true],
        [10, false],
      ],
    ],
    [
      'atLeast',
      10,
      [
        [10, true],
        [9.9, false],
      ],
    ],
    [
      'above',
      10,
      [
        [10.1, true],
        [10, false],
      ],
    ],
    [
      'equals',
      10,
      [
        [10, true],
        ['10', true],
        [9, false],
      ],
    ],
    [
      'not',
      10,
      [
        [9, true],
        [10, false],
      ],
    ],
    [
      'equals',
      'green',
      [
        ['green', true],
        ['red', false],
        [true, false],
      ],
    ],
    [
      'equals',
      true,
      [
        [true, true],
        ['true', false],
        [1, false],
      ],
    ],
    [
      'not',
      'red',
      [
        ['green', true],
        ['red', false],
      ],
    ],
  ] as const)('R4.12 keeps a budget %s %s', async (is, limit, cases) => {
    for (const [value, passed] of cases)
      expect([value, (await ask({ a: value }, budget('$.a', is, limit))).passed]).toEqual([value, passed]);
  });

  test.each([[{}], [{ a: null }], [{ a: 'fast' }], [{ a: [1] }], [{ a: {} }], [[]], [null]])('R4.12 never passes on %j', async (report) => {
    expect((await ask(report, budget('$.a', 'atMost', 10))).passed).toBe(null);
  });

  test('R4.12 wants every value a path finds to keep to the limit', async () => {
    const report = { pages: [{ lcp: 1900 }, { lcp: 4100 }, { lcp: 2000 }] };
    const slow = await ask(report, budget('$.pages[*].lcp', 'atMost', 2500, { name: 'Largest paint', unit: 'ms' }));
    expect(slow).toMatchObject({ passed: false, summary: 'Largest paint: 4100 ms (1 of 3); at most 2500 ms wanted.' });
    expect((await ask(report, budget('$.pages[*].lcp', 'atMost', 4100))).passed).toBe(true);
  });

  test('R4.12 counts what a path finds, and never in a place that is not there', async () => {
    const report = { tests: [{ state: 'passed' }, { state: 'failed' }] };
    const failed = (limit: number, place = '$.tests'): JsonObject =>
      budget("$.tests[?@.state == 'failed']", 'atMost', limit, { count: true, in: place });
    expect((await ask(report, failed(0))).passed).toBe(false);
    expect((await ask(report, failed(1))).passed).toBe(true);
    expect((await ask({ suites: [] }, failed(0))).passed).toBe(null);
  });

  test('R4.12 reads the assertions of Lighthouse CI', async () => {
    const one = (level: string, passed: boolean): object => ({
      auditId: 'largest-contentful-paint',
      name: 'maxNumericValue',
      level,
      passed,
      expected: 2500,
      actual: 4100,
      operator: '<=',
      url: 'https://x/',
      values: [4100],
    });
    const wish = { lighthouse: 'assertions' };
    expect((await ask([one('error', true)], wish)).passed).toBe(true);
    expect((await ask([], wish)).passed).toBe(true);
    expect(await ask([one('warn', false)], wish)).toMatchObject({
      passed: true,
      items: [{ detail: expect.stringContaining('A warning') }],
    });
    expect(await ask([one('error', false)], wish)).toMatchObject({
      passed: false,
      summary: 'largest-contentful-paint: maxNumericValue 4100, <= 2500 wanted on https://x/.',
    });
    expect((await problemOf(ask({ results: [] }, wish))).message).toContain('not the assertion-results.json');
  });

  test('R4.12 holds the representative runs of a Lighthouse manifest against least scores', async () => {
    const run = (url_: string, performance: number | null, isRepresentativeRun = true): object => ({
      url: url_,
      isRepresentativeRun,
      summary: { performance },
    });
    const wish = { lighthouse: 'manifest', scores: { performance: 0.9 } };
    expect((await ask([run('/', 0.9), run('/', 0.2, false)], wish)).passed).toBe(true);
    expect(await ask([run('/', 0.95), run('/a', 0.89)], wish)).toMatchObject({
      passed: false,
      summary: expect.stringContaining('performance of /a'),
    });
    expect((await ask([run('/', null)], wish)).passed).toBe(null);
    expect((await ask([], wish)).passed).toBe(null);
  });

  test('R4.12 takes no report about another version or from too long ago', async () => {
    const wish = { ...budget('$.a', 'atMost', 10), release: '$.v' };
    expect((await ask({ a: 1, v: 'v2.4.0' }, wish)).passed).toBe(true);
    expect(await ask({ a: 1, v: '2.3.0' }, wish)).toMatchObject({ passed: null, summary: 'The report is about 2.3.0, not 2.4.0.' });
    expect((await ask({ a: 1 }, wish)).passed).toBe(null);
    const aged = { ...budget('$.a', 'atMost', 10), at: '$.at', maxAgeHours: 2 };
    expect((await ask({ a: 1, at: noon - 3_600_000 }, aged)).passed).toBe(true);
    expect(await ask({ a: 1, at: noon - 3 * 3_600_000 }, aged)).toMatchObject({
      passed: null,
      summary: expect.stringContaining('3.0 h old'),
    });
    expect((await ask({ a: 1 }, aged)).passed).toBe(null);
  });

  test('R4.12 asks at the path of a plan with the release in it, signed in by token or by password', async () => {
    const wish = jsonReport.options.parse({ ...budget('$.a', 'atMost', 10), path: '/{{application}}/{{release}}.json' });
    const far = open({ a: 1 }, { token: 'tide-secret-1' });
    await jsonReport.ask(far.context, { ...request, release: '2.4.0/../x' }, wish);
    expect(far.arrived[0]?.url.href).toBe(`${url}/pryde/2.4.0%2F..%2Fx.json`);
    expect(far.arrived[0]?.headers.get('authorization')).toBe('Bearer tide-secret-1');
    const basic = open({ a: 1 }, { user: 'ada', password: 'pw' });
    await jsonReport.ask(basic.context, request, wish);
    expect(basic.arrived[0]?.headers.get('authorization')).toBe(`Basic ${btoa('ada:pw')}`);
  });

  test.each([
    [401, 'auth'],
    [403, 'permission'],
    [404, 'notFound'],
    [429, 'rateLimited'],
    [500, 'unavailable'],
  ])('R4.12 throws on a %i', async (status, kind) => {
    const wish = jsonReport.options.parse(budget('$.a', 'atMost', 10));
    expect((await problemOf(jsonReport.ask(open({ a: 1 }, {}, status).context, request, wish))).kind).toBe(kind);
  });

  test('R4.12 says that a web page is no report', async () => {
    expect((await problemOf(ask('<html>Sign in</html>', budget('$.a', 'atMost', 1)))).message).toContain('a web page, perhaps a login');
  });

  test.each<readonly [JsonObject, string]>([
    [{}, 'budgets: name at least one budget'],
    [budget('$..[', 'atMost', 1), 'is not a JSONPath'],
    [budget('$.a', 'under', 1), 'budgets.0.is'],
    [budget('$.a', 'atMost', 'ten'), 'budgets.0.limit: must be a number'],
    [budget('$.a', 'atMost', 1, { count: true }), 'budgets.0.in: count needs in'],
    [{ lighthouse: 'manifest' }, 'scores: scores and lighthouse: manifest belong together'],
    [{ ...budget('$.a', 'atMost', 1), at: '$.at' }, 'maxAgeHours: '],
    [{ ...budget('$.a', 'atMost', 1), path: 'report.json' }, 'path: must begin with / or ?'],
    [{ ...budget('$.a', 'atMost', 1), path: '/{{version}}' }, '{{version}} is not known'],
  ])('R4.12 refuses %j', (options, words) => {
    expect(optionFaults(jsonReport, options).join(' ')).toContain(words);
  });

  test('R4.12 can be practised', async () => {
    const bench = await openBench();
    const wish = {
      path: '/{{application}}/{{release}}',
      release: '$.release',
      budgets: [
        { value: '$.pages[*].performance', is: 'atLeast', limit: 0.9 },
        { value: '$.tests.failed', is: 'equals', limit: 0 },
      ],
    };
    expect(await askFleet(bench, jsonReport, wish)).toMatchObject({ passed: true, summary: 'All 2 are within their budgets.' });
    bench.fleet.setFault({ kind: 'code', application: 'pryde', what: 'slowPages', on: true });
    expect(await askFleet(bench, jsonReport, wish)).toMatchObject({ passed: false });
    expect(await jsonReport.test(contextOf(bench, jsonReport))).toMatchObject([{ ok: true }]);
  });
});
