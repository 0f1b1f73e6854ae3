import { describe, expect, test } from 'vitest';
import { prometheus } from '../../../main/adapters/metrics/prometheus.ts';
import type { JsonObject } from '../../../main/core/model/json.ts';
import { problemOf } from '../../support/bench.ts';
import { type Arrived, brokenConnection, farSide, noon } from '../../support/far-side.ts';

const url = 'https://prometheus.example';
const asked = { query: 'up', scale: 1 };

function success(data: unknown, more: JsonObject = {}): Response {
  return Response.json({ status: 'success', data, ...more });
}

function vector(...rows: readonly (readonly [JsonObject, string])[]): Response {
  return success({ resultType: 'vector', result: rows.map(([metric, value]) => ({ metric, value: [noon / 1000, value] })) });
}

function open(
  answer: (arrived: Arrived) => Response | Promise<Response>,
  settings: JsonObject = {},
): ReturnType<typeof farSide<{ url: string }>> {
  return farSide(prometheus, { url, ...settings }, answer);
}

const full = { release: '2.4.1', channel: 'beta', platform: 'desktop' };

describe('R3.4 reads numbers from Prometheus', () => {
  test('R3.4 asks by form, with the time in seconds', async () => {
    const far = open(() => vector([full, '0.0125']));
    const readings = await prometheus.read(far.context, asked);
    expect(readings).toEqual([{ labels: full, ts: noon, value: 0.0125, samples: null }]);
    const [request] = far.arrived;
    expect(request?.method).toBe('POST');
    expect(request?.url.href).toBe(`${url}/api/v1/query`);
    expect(request?.headers.get('content-type')).toBe('application/x-www-form-urlencoded');
    expect(Object.fromEntries(request?.form ?? [])).toEqual({ query: 'up', time: (noon / 1000).toFixed(3) });
  });

  test('R3.4 multiplies by the scale and joins the samples by labels', async () => {
    const far = open(({ form }) =>
      form.get('query') === 'up' ? vector([full, '0.25'], [{ release: '2.4.0' }, '0.5']) : vector([full, '120.4'], [{ release: '9' }, '3']),
    );
    const readings = await prometheus.read(far.context, { query: 'up', samples: 'count', scale: 1000 });
    expect(readings.map(({ labels, value, samples }) => [labels.release, value, samples])).toEqual([
      ['2.4.1', 250, 120.4],
      ['2.4.0', 500, null],
    ]);
  });

  test('R3.4 takes a scalar as one unlabelled number', async () => {
    const far = open(() => success({ resultType: 'scalar', result: [noon / 1000, '3'] }));
    expect(await prometheus.read(far.context, asked)).toEqual([
      { labels: { release: '*', channel: '*', platform: '*' }, ts: noon, value: 3, samples: null },
    ]);
  });

  test('R3.4 signs in with a token or with user and password, never with both', async () => {
    const bearer = open(() => vector(), { token: 'tide-secret-1' });
    await prometheus.read(bearer.context, asked);
    expect(bearer.arrived[0]?.headers.get('authorization')).toBe('Bearer tide-secret-1');
    const basic = open(() => vector(), { user: 'reader', password: 'tide-secret-2' });
    await prometheus.read(basic.context, asked);
    expect(basic.arrived[0]?.headers.get('authorization')).toBe(`Basic ${btoa('reader:tide-secret-2')}`);
    for (const settings of [{ token: 'a', user: 'b' }, { password: 'p' }, { user: 'a:b' }, { token: 'two\nlines' }])
      expect(prometheus.settings.schema.safeParse({ url, ...settings }).success).toBe(false);
  });

  test('R3.4 takes an address pasted with the path of the API', () => {
    expect(prometheus.settings.schema.parse({ url: `${url}/prom/api/v1/` }).url).toBe(`${url}/prom`);
  });
});

describe('R3.4 reads nothing as nothing', () => {
  test('R3.4 keeps an empty answer empty, never zero', async () => {
    expect(await prometheus.read(open(() => vector()).context, { query: 'up', samples: 'n', scale: 1 })).toEqual([]);
  });

  test('R3.4 leaves out what is not finite: no traffic is no number', async () => {
    const far = open(() => vector([full, 'NaN'], [{ release: 'a' }, '+Inf'], [{ release: 'b' }, '-Inf'], [{ release: 'c' }, '0']));
    expect((await prometheus.read(far.context, asked)).map((reading) => reading.labels.release)).toEqual(['c']);
  });

  test('R3.4 reads a missing or empty label as not known', async () => {
    const far = open(() => vector([{ release: '2.4.1', channel: '' }, '1']));
    expect((await prometheus.read(far.context, asked))[0]?.labels).toEqual({ release: '2.4.1', channel: '*', platform: '*' });
  });

  test('R3.4 lets a warning pass beside numbers and throws it without any', async () => {
    const warnings = ['one store did not answer'];
    const partial = open(() => success({ resultType: 'vector', result: [{ metric: full, value: [1, '1'] }] }, { warnings }));
    expect(await prometheus.read(partial.context, asked)).toHaveLength(1);
    const nothing = open(() => success({ resultType: 'vector', result: [] }, { warnings }));
    const problem = await problemOf(prometheus.read(nothing.context, asked));
    expect(problem.kind).toBe('unavailable');
    expect(problem.message).toContain('one store did not answer');
  });

  test('R3.4 refuses two series for the same release instead of keeping the last', async () => {
    const far = open(() => vector([{ ...full, instance: 'a' }, '1'], [{ ...full, instance: 'b' }, '2']));
    const problem = await problemOf(prometheus.read(far.context, asked));
    expect(problem.kind).toBe('invalid');
    expect(problem.message).toContain('sum by (release, channel, platform)');
  });

  test('R3.4 refuses native histograms and text with advice', async () => {
    const histogram = { count: '3', sum: '1.5', buckets: [[0, '0', '1', '3']] };
    const far = open(() => success({ resultType: 'vector', result: [{ metric: full, histogram: [noon / 1000, histogram] }] }));
    expect((await problemOf(prometheus.read(far.context, asked))).message).toContain('histogram_quantile()');
    const text = open(() => success({ resultType: 'string', result: [1, 'x'] }));
    expect((await problemOf(prometheus.read(text.context, asked))).message).toContain('text, not a number');
  });
});

describe('R3.4 says what went wrong', () => {
  const error = (errorType: string, status: number): Response => Response.json({ status: 'error', errorType, error: 'why' }, { status });

  test.each([
    ['bad_data', 400, 'invalid', 1],
    ['execution', 422, 'invalid', 1],
    ['not_found', 404, 'notFound', 1],
    ['timeout', 503, 'unavailable', 4],
    ['canceled', 499, 'unavailable', 1],
    ['internal', 500, 'unavailable', 4],
  ])('R3.4 takes %s as it is meant', async (errorType, status, kind, tries) => {
    const far = open(() => error(errorType, status));
    const problem = await problemOf(prometheus.read(far.context, asked));
    expect(problem.kind).toBe(kind);
    expect(problem.message).toContain(`${errorType}: why`);
    expect(far.arrived).toHaveLength(tries);
  });

  test.each([
    [401, 'Unauthorized\n', 'auth'],
    [403, '<html>Forbidden</html>', 'permission'],
    [200, `<html>Sign in${'.'.repeat(400)}</html>`, 'invalid'],
    [502, 'Bad Gateway', 'unavailable'],
    [404, 'page not found', 'notFound'],
  ])('R3.4 takes a %i that is not JSON as the proxy in front', async (status, text, kind) => {
    const far = open(() => new Response(text, { status }));
    const problem = await problemOf(prometheus.read(far.context, asked));
    expect(problem.kind).toBe(kind);
    expect(problem.message).toContain(text.trim().slice(0, 200));
    expect(problem.message).not.toContain(text.padEnd(300).slice(0, 250));
  });

  test('R3.4 takes JSON of something else as a wrong address', async () => {
    const problem = await problemOf(prometheus.read(open(() => Response.json({ hello: 1 })).context, asked));
    expect(problem.kind).toBe('invalid');
    expect(problem.detail).toContain('hello');
  });

  test('R3.4 asks again when the connection breaks, because a query changes nothing', async () => {
    let broken = 2;
    const far = open(() => (broken-- > 0 ? brokenConnection() : vector([full, '1'])));
    expect(await prometheus.read(far.context, asked)).toHaveLength(1);
    expect(far.waits).toHaveLength(2);
  });
});

describe('R3.4 puts the release into a query', () => {
  const scope = { application: 'harbor', release: '2.4.1', channel: 'beta', platform: 'web' };
  const resolve = (query: string, release: string): unknown =>
    prometheus.resolve(prometheus.query.parse({ query }), { ...scope, release })['query'];

  test('R3.4 escapes quotes, backslashes and line ends in every kind of string', () => {
    const nasty = 'a"} or up{x="\\\n\'';
    expect(resolve('e{app="{{application}}",release="{{ release }}"}', nasty)).toBe('e{app="harbor",release="a\\"} or up{x=\\"\\\\\\n\'"}');
    expect(resolve("e{release='{{release}}'}", "it's")).toBe("e{release='it\\'s'}");
    expect(resolve('e{release=`{{release}}`}', 'a\\b')).toBe('e{release=`a\\b`}');
  });

  test('R3.4 lets a release match only itself in a pattern', () => {
    expect(resolve('e{release=~"{{release}}|x"}', '2.4.1+b')).toBe('e{release=~"2\\\\.4\\\\.1\\\\+b|x"}');
    expect(resolve('e{release !~ `{{release}}`}', '2.4')).toBe('e{release !~ `2\\.4`}');
  });

  test('R3.4 is not led astray by comments and earlier strings', () => {
    expect(resolve('# don\'t\ne{a="x\\"",release="{{release}}"}', '"')).toBe('# don\'t\ne{a="x\\"",release="\\""}');
    expect(resolve('{{platform}}_errors', 'x')).toBe('web_errors');
  });

  test('R3.4 refuses a value that could leave its place', () => {
    expect(() => resolve('e{release={{release}}}', '1) or up')).toThrow(/outside of quotes/);
    expect(() => resolve('e{release=`{{release}}`}', 'a`b')).toThrow(/backticks/);
  });

  test('R3.4 refuses unknown placeholders, unknown keys and empty queries', () => {
    for (const query of [{ query: 'up{v="{{version}}"}' }, { query: '' }, { query: 'up', every: 5 }, { query: 'up', scale: 0 }, {}])
      expect(prometheus.query.safeParse(query).success).toBe(false);
    expect(prometheus.query.safeParse({ query: 'up{v="{{version}}"}' }).error?.message).toContain('{{application}}');
  });

  test('R3.4 asks two scopes that resolve alike only once', () => {
    const query = prometheus.query.parse({ query: 'up{app="{{application}}"}', samples: 'n{app="{{application}}"}' });
    expect(prometheus.resolve(query, scope)).toEqual(prometheus.resolve(query, { ...scope, release: '9', platform: 'mobile' }));
  });
});

describe('R3.4 reads the past', () => {
  const matrix = ({ form }: Arrived): Response => {
    const [start, end, step] = ['start', 'end', 'step'].map((name) => Number(form.get(name)));
    if (start === undefined || end === undefined || step === undefined) throw new Error('no range');
    if ((end - start) / step > 11_000)
      return Response.json({ status: 'error', errorType: 'bad_data', error: 'too many points' }, { status: 400 });
    const values = Array.from({ length: Math.floor((end - start) / step) + 1 }, (_, index) => [start + index * step, String(index)]);
    return success({ resultType: 'matrix', result: [{ metric: full, values }] });
  };

  test('R3.4 never asks past now, where the last value would be repeated', async () => {
    const far = open(matrix);
    const readings = await prometheus.history(far.context, asked, noon - 60_000, noon + 3_600_000, 15_000);
    expect(readings.map((reading) => reading.ts - noon)).toEqual([-60_000, -45_000, -30_000, -15_000, 0]);
    expect(await prometheus.history(far.context, asked, noon + 1, noon + 9, 1000)).toEqual([]);
  });

  test('R3.4 cuts a long range into parts without a gap or a repeat', async () => {
    const far = open(matrix);
    const readings = await prometheus.history(far.context, asked, noon - 11_001 * 1000, noon, 1000);
    expect(readings).toHaveLength(11_002);
    expect(new Set(readings.map((reading) => reading.ts)).size).toBe(11_002);
    expect(far.arrived.length).toBeGreaterThan(1);
  });

  test('R3.4 makes a step too fine for its range coarser', async () => {
    const far = open(matrix);
    const readings = await prometheus.history(far.context, asked, noon - 90 * 86_400_000, noon, 1000);
    expect(readings.length).toBeGreaterThan(30_000);
    expect(far.arrived.length).toBeLessThanOrEqual(20);
  });

  test('R3.4 gives each past number its own samples', async () => {
    const far = open(matrix);
    const readings = await prometheus.history(far.context, { query: 'up', samples: 'n', scale: 2 }, noon - 30_000, noon, 15_000);
    expect(readings.map((reading) => [reading.value, reading.samples])).toEqual([
      [0, 0],
      [2, 1],
      [4, 2],
    ]);
  });
});

describe('R6.1 tests the connection', () => {
  const good = ({ url: { pathname } }: Arrived): Response => {
    if (pathname.endsWith('buildinfo')) return success({ version: '3.14.0' });
    return pathname.endsWith('format_query') ? success('vector(1)') : vector([{}, '1']);
  };

  test('R6.1 says that each part answers', async () => {
    const lines = await prometheus.test(open(good).context);
    expect(lines.map((line) => line.ok)).toEqual([true, true, true]);
    expect(lines[0]?.detail).toContain('3.14.0');
  });

  test('R6.1 accepts servers that only speak the query API', async () => {
    const lines = await prometheus.test(
      open((arrived) => (arrived.url.pathname.endsWith('/query') ? good(arrived) : new Response('no', { status: 404 }))).context,
    );
    expect(lines.map((line) => [line.what, line.ok])).toEqual([
      ['Server', null],
      ['Query', true],
      ['Grammar check', null],
    ]);
  });

  test('R6.1 says which part fails, without the secret', async () => {
    const far = open(({ headers }) => new Response(`denied ${headers.get('authorization')}`, { status: 401 }), { token: 'tide-secret-3' });
    const lines = await prometheus.test(far.context);
    expect(lines.every((line) => line.ok === false && line.detail.includes('renew'))).toBe(true);
    expect(JSON.stringify(lines)).not.toContain('tide-secret-3');
    const empty = await prometheus.test(open((arrived) => (arrived.url.pathname.endsWith('/query') ? vector() : good(arrived))).context);
    expect(empty[1]).toMatchObject({ ok: false });
    const gone = await prometheus.test(open(() => new Response('no', { status: 404 })).context);
    expect(gone[1]).toMatchObject({ ok: false });
  });
});
