import { describe, expect, test } from 'vitest';
import { httpJson } from '../../../main/adapters/metrics/http-json.ts';
import type { JsonObject } from '../../../main/core/model/json.ts';
import type { Reading } from '../../../main/core/model/reading.ts';
import { problemOf } from '../../support/bench.ts';
import { type Arrived, brokenConnection, type FarSide, farSide, noon } from '../../support/far-side.ts';

const url = 'https://numbers.example/api';
const scope = { application: 'harbor', release: '2.4.1', channel: 'beta', platform: 'web' };
const sample: JsonObject = {
  data: {
    rows: [
      { rel: '2.4.1', ch: 'beta', rate: 0.025, n: 120 },
      { rel: '2.4.0', ch: 'stable', rate: '0.0011', n: '900' },
    ],
  },
  at: '2026-11-20T11:59:00Z',
};

type Open = FarSide<ReturnType<typeof httpJson.settings.schema.parse>>;

function open(answer: unknown, settings: JsonObject = {}): Open {
  const respond = (arrived: Arrived): Response | Promise<Response> => {
    if (typeof answer !== 'function') return Response.json(answer);
    const made: unknown = Reflect.apply(answer, null, [arrived]);
    if (made instanceof Response) return made;
    throw new Error('The far side gave no answer.');
  };
  return farSide(httpJson, { url, ...settings }, respond);
}

async function read(far: Open, query: JsonObject): Promise<readonly Reading[]> {
  return await httpJson.read(far.context, httpJson.resolve(httpJson.query.parse(query), scope));
}

describe('R3.4 reads numbers from any JSON', () => {
  test('R3.4 takes labels, counts and the time from each row', async () => {
    const query = { items: '$.data.rows', value: '$.rate', count: '$.n', ts: '$.at', release: '$.rel', channel: '$.ch' };
    const ts = noon - 60_000;
    expect(await read(open(sample), query)).toEqual([
      { labels: { release: '2.4.1', channel: 'beta', platform: '*' }, ts, value: 0.025, samples: 120 },
      { labels: { release: '2.4.0', channel: 'stable', platform: '*' }, ts, value: 0.0011, samples: 900 },
    ]);
    expect(await read(open(sample), { ...query, items: '$.data.rows[*]' })).toHaveLength(2);
  });

  test('R3.4 scales a single value and marks it as of its arrival, less the age of a cached copy', async () => {
    expect(await read(open({ p95: 1.5 }), { value: '$.p95', scale: 1000 })).toEqual([
      { labels: { release: '*', channel: '*', platform: '*' }, ts: noon, value: 1500, samples: null },
    ]);
    const cached = open(() => Response.json({ p95: 2 }, { headers: { age: '90' } }));
    expect((await read(cached, { value: '$.p95' }))[0]?.ts).toBe(noon - 90_000);
  });

  test('R3.4 reads null and no match as no data', async () => {
    for (const document of [{ v: null }, {}, { w: 1 }]) expect(await read(open(document), { value: '$.v' })).toEqual([]);
    expect(await read(open({ rows: [] }), { items: '$.rows', value: '$.v' })).toEqual([]);
    expect(await read(open({ v: 1, n: null }), { value: '$.v', count: '$.n' })).toMatchObject([{ value: 1, samples: null }]);
  });

  test.each([
    [{ v: 'fast' }, '"fast" instead of a number'],
    [{ v: true }, 'true instead of a number'],
    [{ v: { a: 1 } }, 'an object instead of a number'],
    [{ v: [1] }, 'a list instead of a number'],
    [{ v: '0x10' }, 'instead of a number'],
    [{ v: '12 ms' }, 'instead of a number'],
    [{ v: '' }, 'instead of a number'],
  ])('R3.4 refuses %j as a number and shows the document', async (document, words) => {
    const problem = await problemOf(read(open({ ...document, filler: 'x'.repeat(400) }), { value: '$.v' }));
    expect(problem.kind).toBe('invalid');
    expect(problem.message).toContain(words);
    expect(problem.detail).toContain('{"v":');
    expect(problem.detail?.length).toBeLessThan(250);
  });

  test('R3.4 refuses more than one match instead of choosing', async () => {
    const problem = await problemOf(read(open(sample), { value: '$.data.rows[*].rate' }));
    expect(problem.message).toContain('finds 2 values');
    expect(problem.message).toContain('items');
  });

  test('R3.4 refuses two rows for the same release', async () => {
    const problem = await problemOf(read(open({ rows: [{ v: 1 }, { v: 2 }] }), { items: '$.rows', value: '$.v' }));
    expect(problem.message).toContain('Two values have the labels');
  });

  test('R3.4 refuses labels that are no words and counts below 0', async () => {
    expect((await problemOf(read(open({ v: 1, r: {} }), { value: '$.v', release: '$.r' }))).message).toContain('instead of a label');
    expect((await problemOf(read(open({ v: 1, n: -1 }), { value: '$.v', count: '$.n' }))).message).toContain('below 0');
    expect((await read(open({ v: 1, r: 7 }), { value: '$.v', release: '$.r' }))[0]?.labels.release).toBe('7');
  });

  test('R3.4 keeps no history', async () => {
    expect(await httpJson.history()).toBeNull();
  });
});

describe('R3.4 reads times of every kind', () => {
  test.each([
    [noon / 1000],
    [String(noon / 1000)],
    [noon],
    [noon * 1e3],
    [noon * 1e6],
    ['2026-11-20T12:00:00Z'],
    ['2026-11-20T13:00:00.000+01:00'],
    ['2026-11-20T07:00:00-0500'],
  ])('R3.4 reads %j', async (at) => {
    expect((await read(open({ v: 1, at }), { value: '$.v', ts: '$.at' }))[0]?.ts).toBe(noon);
  });

  test.each([['2026-11-20T12:00:00'], ['yesterday'], [0], [-5], [true], [{}], ['2026-13-45T12:00:00Z']])(
    'R3.4 refuses %j as a time',
    async (at) => {
      expect((await problemOf(read(open({ v: 1, at }), { value: '$.v', ts: '$.at' }))).message).toContain('instead of a time');
    },
  );

  test('R3.4 keeps an old time old and refuses one in the future', async () => {
    expect((await read(open({ v: 1, at: noon - 86_400_000 }), { value: '$.v', ts: '$.at' }))[0]?.ts).toBe(noon - 86_400_000);
    expect((await problemOf(read(open({ v: 1, at: noon + 3_600_000 }), { value: '$.v', ts: '$.at' }))).message).toContain('future');
    expect((await problemOf(read(open({ v: 1 }), { value: '$.v', ts: '$.at' }))).message).toContain('finds no time');
  });
});

describe('R3.4 asks a JSON source', () => {
  test('R3.4 encodes what it puts into the address and the body', async () => {
    const far = open({ v: 1 }, { method: 'POST' });
    const path = '/q?r={{release}}&from={{from_ms}}&to={{to_iso}}';
    const body = '{"release":"{{release}}","until":{{to_ms}}}';
    const query = httpJson.query.parse({ path, body, value: '$.v', minutes: 10 });
    await httpJson.read(far.context, httpJson.resolve(query, { ...scope, release: '1 & "2"\n{{to_ms}}' }));
    const [request] = far.arrived;
    expect(request?.url.searchParams.get('r')).toContain('1 & "2"\n');
    expect(request?.url.searchParams.get('from')).toBe(String(noon - 600_000));
    expect(request?.url.searchParams.get('to')).toBe('2026-11-20T12:00:00.000Z');
    expect(JSON.parse(request?.body ?? '')).toEqual({ release: '1 & "2"\n{{to_ms}}', until: noon });
    expect(request?.headers.get('content-type')).toBe('application/json');
  });

  test('R3.4 adds a path to an address and refuses one that would change its host', async () => {
    const far = open({ v: 1 }, { url: `${url}?team=a` });
    await read(far, { value: '$.v', path: '?x=1' });
    expect(far.arrived[0]?.url.href).toBe(`${url}?team=a&x=1`);
    expect((await problemOf(read(far, { value: '$.v', path: '/x' }))).message).toContain('cannot add a path');
    expect(httpJson.query.safeParse({ value: '$.v', path: '@evil.example/' }).success).toBe(false);
  });

  test('R3.4 signs in by token, password or a header of its own', async () => {
    const by = async (settings: JsonObject): Promise<Headers | undefined> => {
      const far = open({ v: 1 }, settings);
      await read(far, { value: '$.v' });
      return far.arrived[0]?.headers;
    };
    expect((await by({ token: 'tide-secret-1' }))?.get('authorization')).toBe('Bearer tide-secret-1');
    expect((await by({ user: 'u', password: 'p' }))?.get('authorization')).toBe(`Basic ${btoa('u:p')}`);
    expect((await by({ keyHeader: 'X-Api-Key', key: 'tide-secret-2' }))?.get('x-api-key')).toBe('tide-secret-2');
    expect((await by({ headers: 'Accept-Language: en\n\nX-Team: tide: gate' }))?.get('x-team')).toBe('tide: gate');
  });

  test.each([
    [{ headers: 'no colon' }],
    [{ headers: 'Authorization: Bearer x' }],
    [{ headers: 'X-R: {{release}}' }],
    [{ keyHeader: 'X Key', key: 'k' }],
    [{ keyHeader: 'X-Key' }],
    [{ key: 'k' }],
    [{ body: '{}' }],
    [{ token: 'a', user: 'b' }],
    [{ url: 'https://x.example/{{release}}' }],
    [{ url: 'ftp://x.example' }],
    [{ method: 'PUT' }],
  ])('R3.4 refuses the settings %j', (settings) => {
    expect(httpJson.settings.schema.safeParse({ url, ...settings }).success).toBe(false);
  });

  test('R3.4 refuses a query that cannot work, with the reason', () => {
    for (const query of [
      { value: 'rows[' },
      { value: '$.v', path: 'x' },
      { value: '$.v', path: '/{{version}}' },
      { value: '$.v', speed: 1 },
      {},
    ])
      expect(httpJson.query.safeParse(query).success).toBe(false);
    expect(httpJson.query.safeParse({ value: '$.[' }).error?.message).toContain('is not a JSONPath');
  });

  test('R3.4 repeats a GET, and a POST only when that is said to do no harm', async () => {
    const tries = async (settings: JsonObject): Promise<number> => {
      const far = open(() => brokenConnection(), settings);
      expect((await problemOf(read(far, { value: '$.v' }))).kind).toBe('unavailable');
      return far.arrived.length;
    };
    expect(await tries({})).toBe(4);
    expect(await tries({ method: 'POST' })).toBe(1);
    expect(await tries({ method: 'POST', repeatable: 'yes' })).toBe(4);
  });

  test.each([
    [401, 'auth'],
    [403, 'permission'],
    [404, 'notFound'],
    [400, 'invalid'],
    [304, 'invalid'],
    [429, 'rateLimited'],
    [425, 'unavailable'],
    [503, 'unavailable'],
  ])('R3.4 takes a %i as %s', async (status, kind) => {
    const far = open(() => new Response(status === 304 ? null : 'no', { status, headers: status === 429 ? { 'retry-after': '60' } : {} }));
    expect((await problemOf(read(far, { value: '$.v' }))).kind).toBe(kind);
  });

  test('R3.4 names a web page, an empty answer and one that is too long', async () => {
    const page = await problemOf(
      read(
        open(() => new Response('<html>login</html>')),
        { value: '$.v' },
      ),
    );
    expect(page.message).toContain('perhaps a login');
    expect(
      (
        await problemOf(
          read(
            open(() => new Response('')),
            { value: '$.v' },
          ),
        )
      ).message,
    ).toContain('with nothing');
    const long = await problemOf(
      read(
        open(() => Response.json({ v: 'x'.repeat(1_100_000) })),
        { value: '$.v' },
      ),
    );
    expect(long.kind).toBe('invalid');
  });

  test('R3.4 never takes credentials to another origin', async () => {
    const far = open(
      ({ url: { host } }: Arrived) =>
        host === 'numbers.example'
          ? new Response(null, { status: 302, headers: { location: 'https://elsewhere.example/x' } })
          : Response.json({ v: 1 }),
      { keyHeader: 'X-Team-Pass', key: 'tide-secret-3', token: 'tide-secret-4' },
    );
    const problem = await problemOf(read(far, { value: '$.v' }));
    expect(problem.kind).toBe('invalid');
    expect(far.arrived.map((one) => one.url.host)).toEqual(['numbers.example']);
    expect(`${problem.message} ${problem.detail}`).not.toContain('tide-secret');
  });

  test('R6.1 tests the connection', async () => {
    expect(await httpJson.test(open({}).context)).toMatchObject([{ ok: true }]);
    const refused = await httpJson.test(open(() => new Response('tide-secret-5', { status: 401 }), { token: 'tide-secret-5' }).context);
    expect(refused).toMatchObject([{ ok: false }]);
    expect(JSON.stringify(refused)).not.toContain('tide-secret-5');
  });
});
