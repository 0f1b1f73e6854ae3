import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import type { ConsoleDoor } from '../../main/commands/index.ts';
import type { CallResult } from '../../main/contract/bridge.ts';
import type { Push } from '../../main/contract/events.ts';
import { closedHooks } from '../support/closed-hooks.ts';
import { createHttpDoor } from '../../main/doors/http.ts';
import { createKeyRing, type KeyRing } from '../../main/doors/keys.ts';
import { listen } from '../../main/doors/serve.ts';

const host = '127.0.0.1:4100';
let folder = '';
let keys: KeyRing = createKeyRing();
let key = '';
let clock = 0;
let results: CallResult<unknown>[] = [];
let asked: unknown[] = [];
let listeners: ((push: Push) => void)[] = [];

const door: ConsoleDoor = {
  async call(...given) {
    asked.push(given);
    return results.shift() ?? { ok: true, answer: { fine: true } };
  },
  subscribe(listener) {
    listeners.push(listener);
    return () => {
      listeners = listeners.filter((one) => one !== listener);
    };
  },
  seq: () => 7,
  intake: (batch) =>
    typeof batch === 'object' && batch !== null && 'events' in batch
      ? { ok: true, accepted: 1, dropped: 0 }
      : { ok: false, message: 'Nothing was taken.', errors: [] },
  hooks: closedHooks,
  idempotency: () => ({ created: 3, replayed: 2, conflict: 1, stored: 3 }),
};

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'tidegate-door-'));
  mkdirSync(join(folder, 'renderer'));
  writeFileSync(join(folder, 'renderer', 'index.html'), '<title>Tidegate</title>');
  writeFileSync(join(folder, 'private.txt'), 'not for the web');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));
beforeEach(() => {
  keys = createKeyRing();
  key = keys.issue({ role: 'operator', trigger: 'cli', intakeOnly: false }, false);
  clock = 1_000_000;
  results = [];
  asked = [];
  listeners = [];
});

function options(): Parameters<typeof createHttpDoor>[0] {
  return { door, keys, hosts: () => [host], rendererFolder: join(folder, 'renderer'), now: () => clock };
}

let app = createHttpDoor(options());
beforeEach(() => {
  app = createHttpDoor(options());
});

interface Ask {
  readonly method?: string;
  readonly headers?: Record<string, string>;
  readonly body?: string;
  readonly bearer?: string | null;
}

async function ask(path: string, more: Ask = {}): Promise<Response> {
  const bearer = more.bearer === undefined ? key : more.bearer;
  const headers = { host, ...(bearer === null ? {} : { authorization: `Bearer ${bearer}` }), ...more.headers };
  return await app.request(`http://${host}${path}`, {
    method: more.method ?? 'GET',
    headers,
    ...(more.body === undefined ? {} : { body: more.body }),
  });
}

async function call(name: string, more: Ask = {}): Promise<Response> {
  return await ask(`/api/call/${name}`, { method: 'POST', body: '{"input":{"a":1}}', ...more });
}

describe('who may come in', () => {
  test('design 5 lets nobody in without a key, or with a wrong one', async () => {
    for (const bearer of [null, 'guess', ''])
      for (const path of ['/api/call/fleet.home', '/api/events', '/api/idempotency', '/api/intake', '/api/link'])
        expect((await ask(path, { method: path.includes('call') ? 'POST' : 'GET', bearer })).status, `${path} ${bearer}`).toBe(401);
    expect(asked).toEqual([]);
  });

  test('design 5 refuses a request meant for another host', async () => {
    for (const wrong of ['evil.example', '127.0.0.1:9999', '']) {
      const response = await call('fleet.home', { headers: { host: wrong } });
      expect(response.status).toBe(421);
      expect(JSON.stringify(await response.json())).toContain('is not served here');
    }
  });

  test('design 5 refuses a page from another origin, and takes its own', async () => {
    expect((await call('fleet.home', { headers: { origin: 'https://evil.example' } })).status).toBe(403);
    expect((await call('fleet.home', { headers: { origin: 'null' } })).status).toBe(403);
    expect((await call('fleet.home', { headers: { origin: `http://${host}` } })).status).toBe(200);
  });

  test('design 5 opens a browser session by a link that works once, in a cookie no script can read', async () => {
    const token = keys.issue({ role: 'viewer', trigger: 'manual', intakeOnly: false }, true);
    const first = await ask(`/login?token=${token}`, { bearer: null });
    expect(first.status).toBe(302);
    expect(first.headers.get('location')).toBe('/');
    const cookie = first.headers.get('set-cookie') ?? '';
    expect(cookie).toMatch(/^tidegate_session=.+; Path=\/; HttpOnly; SameSite=Strict$/);
    expect(cookie).not.toContain(token);
    const again = await ask(`/login?token=${token}`, { bearer: null });
    expect(again.status).toBe(401);
    expect(await again.text()).toContain('was used already');
    const session = cookie.split(';')[0] ?? '';
    expect((await call('fleet.home', { bearer: null, headers: { cookie: session } })).status).toBe(200);
    expect(asked[0]).toEqual(['fleet.home', { a: 1 }, { role: 'viewer', trigger: 'manual' }, null]);
    // A link is no session, and a session is no link.
    expect((await call('fleet.home', { bearer: keys.issue({ role: 'admin', trigger: 'cli', intakeOnly: false }, true) })).status).toBe(401);
    expect((await ask(`/login?token=${key}`, { bearer: null })).status).toBe(401);
  });

  test('design 5 makes a further link only as strong as the key that asked', async () => {
    const { path } = (await (await ask('/api/link', { method: 'POST' })).json()) as { path: string };
    const cookie = (await ask(path, { bearer: null })).headers.get('set-cookie')?.split(';')[0] ?? '';
    await call('fleet.home', { bearer: null, headers: { cookie } });
    expect(asked).toEqual([['fleet.home', { a: 1 }, { role: 'operator', trigger: 'manual' }, null]]);
  });

  test('R5.5 lets an intake key feed events and nothing else', async () => {
    const intake = keys.issue({ role: 'viewer', trigger: 'webhook', intakeOnly: true }, false);
    const fed = await ask('/api/intake', { method: 'POST', bearer: intake, body: '{"events":[]}' });
    expect([fed.status, await fed.json()]).toEqual([202, { ok: true, accepted: 1, dropped: 0 }]);
    const bad = await ask('/api/intake', { method: 'POST', bearer: intake, body: '{bad' });
    expect(bad.status).toBe(400);
    const said = expect.stringMatching(/^Nothing was taken\. The body is not JSON \(line 1, column 2\)\. A batch looks like /);
    expect(await bad.json()).toMatchObject({ ok: false, message: said });
    for (const [path, method] of [
      ['/api/call/fleet.home', 'POST'],
      ['/api/events', 'GET'],
      ['/api/idempotency', 'GET'],
      ['/api/link', 'POST'],
    ] as const)
      expect((await ask(path, { method, bearer: intake, ...(method === 'POST' ? { body: '{}' } : {}) })).status, `at ${path}`).toBe(403);
    expect(asked).toEqual([]);
  });

  test('design 5 answers 429 with the wait once a key asks too often, for that key alone', async () => {
    for (let count = 0; count < 1200; count += 1) await ask('/api/idempotency');
    clock += 20_000;
    const refused = await ask('/api/idempotency');
    expect(refused.status).toBe(429);
    expect(refused.headers.get('retry-after')).toBe('40');
    const other = keys.issue({ role: 'viewer', trigger: 'manual', intakeOnly: false }, false);
    expect((await ask('/api/idempotency', { bearer: other })).status).toBe(200);
    clock += 40_000;
    expect((await ask('/api/idempotency')).status).toBe(200);
  });

  test('design 5 counts everybody without a good key as one', async () => {
    let last = 0;
    for (let count = 0; count <= 1200; count += 1) last = (await ask('/api/idempotency', { bearer: `guess-${count}` })).status;
    expect(last).toBe(429);
    expect((await ask('/api/idempotency')).status).toBe(200);
  });
});

describe('calls', () => {
  test('R2.7 hands name, input, role, door and key on, and says what became of the key', async () => {
    const headers = { 'idempotency-key': 'k-1' };
    const created = await call('rollouts.hold', { headers });
    expect(created.headers.get('idempotency-status')).toBe('created');
    expect(asked).toEqual([['rollouts.hold', { a: 1 }, { role: 'operator', trigger: 'cli' }, 'k-1']]);
    results.push({ ok: true, answer: 1, replayed: true });
    expect((await call('rollouts.hold', { headers })).headers.get('idempotency-status')).toBe('replayed');
    results.push({ ok: false, problem: { code: 'conflict', message: 'Used.' } });
    const conflict = await call('rollouts.hold', { headers });
    expect([conflict.status, conflict.headers.get('idempotency-status')]).toEqual([409, 'conflict']);
    expect((await call('rollouts.hold')).headers.get('idempotency-status')).toBeNull();
    expect(await (await ask('/api/idempotency')).json()).toEqual({ created: 3, replayed: 2, conflict: 1, stored: 3 });
  });

  test('R2.7 repeats the key, and gives no status to a read or to a failed call, of which nothing is kept', async () => {
    const headers = { 'idempotency-key': 'k-1' };
    const read = await call('fleet.home', { headers });
    expect([read.headers.get('idempotency-key'), read.headers.get('idempotency-status')]).toEqual(['k-1', null]);
    results.push({ ok: false, problem: { code: 'refused', message: 'No.' } });
    expect((await call('rollouts.hold', { headers })).headers.get('idempotency-status')).toBeNull();
  });

  test.each([['two words'], ['x'.repeat(201)], ['é'], ['']])('R2.7 refuses the key %j before anything is done', async (given) => {
    const response = await call('rollouts.hold', { headers: { 'idempotency-key': given } });
    expect([response.status, asked]).toEqual([400, []]);
    expect(await response.text()).toContain('1 to 200 visible characters');
  });

  test.each([
    ['input', 400],
    ['role', 403],
    ['notFound', 404],
    ['conflict', 409],
    ['refused', 422],
    ['internal', 500],
    ['offline', 503],
  ] as const)('design 2.6 answers a problem of kind %s with status %d', async (code, status) => {
    results.push({ ok: false, problem: { code, message: 'No.' } });
    const response = await call('any');
    expect(response.status).toBe(status);
    expect(await response.json()).toEqual({ ok: false, problem: { code, message: 'No.' } });
  });

  test.each(['', 'text', '3', 'null', '{"input":'])('design 2.6 refuses the body %j with what belongs there', async (body) => {
    const response = await call('fleet.home', { body });
    expect(response.status).toBe(400);
    expect(JSON.stringify(await response.json())).toMatch(/The body (is not JSON|must be JSON like).*input/);
    expect(asked).toEqual([]);
  });

  test('design 5 answers a thrown surprise without its stack', async () => {
    const broken = createHttpDoor({
      ...options(),
      door: { ...door, call: () => Promise.reject(new Error('the disk is full')) },
    });
    const response = await broken.request(`http://${host}/api/call/x`, {
      method: 'POST',
      headers: { host, authorization: `Bearer ${key}` },
      body: '{}',
    });
    expect(response.status).toBe(500);
    expect(await response.json()).toEqual({
      ok: false,
      problem: { code: 'internal', message: 'The console could not answer: the disk is full' },
    });
  });
});

describe('pages', () => {
  test('design 5 carries the headers that keep a page from being framed, sniffed or scripted', async () => {
    const { headers } = await ask('/', { bearer: null });
    expect(headers.get('content-security-policy')).toMatch(/default-src 'self'.*object-src 'none'.*frame-ancestors 'none'/);
    expect(headers.get('content-security-policy')).not.toMatch(/script-src[^;]*unsafe/);
    expect(headers.get('x-frame-options')).toBe('DENY');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('referrer-policy')).toBe('no-referrer');
    expect((await call('x')).headers.get('content-security-policy')).not.toBeNull();
  });

  test('design 5 serves the renderer folder and nothing above it', async () => {
    expect(await (await ask('/', { bearer: null })).text()).toContain('Tidegate');
    for (const path of [
      '/../private.txt',
      '/%2e%2e/private.txt',
      '/..%2fprivate.txt',
      '/%2e%2e%2fprivate.txt',
      '/..\\private.txt',
      '//private.txt',
    ]) {
      const response = await ask(path, { bearer: null });
      expect(await response.text(), `at ${path}`).not.toContain('not for the web');
    }
    expect((await ask('/nothing-here', { bearer: null })).status).toBe(404);
  });
});

describe('over a socket', () => {
  async function opened(): Promise<{ url: string; port: number }> {
    const listening = await listen({ ...options(), port: 0, host: '127.0.0.1', names: ['console.example'] });
    onTestFinished(() => listening.close());
    return { url: listening.url, port: Number(new URL(listening.url).port) };
  }

  /** Sends raw bytes and answers with what comes back first. */
  async function raw(port: number, text: string): Promise<string> {
    return await new Promise<string>((resolve, reject) => {
      const socket = connect(port, '127.0.0.1', () => socket.write(text));
      socket.once('data', (data) => {
        resolve(data.toString('utf8'));
        socket.destroy();
      });
      socket.once('error', reject);
    });
  }

  test('design 5 refuses a body of 100 MB by its first bytes', async () => {
    const { port } = await opened();
    const head = `POST /api/call/fleet.home HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nAuthorization: Bearer ${key}\r\nContent-Type: application/json\r\n`;
    expect(await raw(port, `${head}Content-Length: 104857600\r\n\r\n{"input":`)).toMatch(/^HTTP\/1\.1 413 /);
    expect(asked).toEqual([]);
  });

  test('design 5 refuses a body without a length once it has grown too large', async () => {
    const { url } = await opened();
    let sent = 0;
    const chunk = new Uint8Array(256 * 1024).fill(0x20);
    const body = new ReadableStream<Uint8Array>({
      pull(controller) {
        sent += chunk.length;
        if (sent > 100 * 1024 * 1024) controller.close();
        else controller.enqueue(chunk);
      },
    });
    const request = { method: 'POST', headers: { authorization: `Bearer ${key}` }, body, duplex: 'half' };
    const status = await fetch(`${url}/api/call/fleet.home`, request).then(
      (response) => response.status,
      () => 413,
    );
    expect(status).toBe(413);
    expect(sent).toBeLessThan(20 * 1024 * 1024);
    expect(asked).toEqual([]);
  });

  test('R6.1 streams pushes with their running number, and lets go when the browser leaves', async () => {
    const { url } = await opened();
    const stop = new AbortController();
    const response = await fetch(`${url}/api/events`, { headers: { authorization: `Bearer ${key}` }, signal: stop.signal });
    expect(response.headers.get('content-type')).toContain('text/event-stream');
    const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
    let text = (await reader?.read())?.value ?? '';
    expect(text).toContain(': connected at 7');
    for (const listener of listeners) listener({ seq: 8, changes: [{ table: 'reload', what: 'plans' }] });
    while (!text.includes('\n\n', text.indexOf('id: 8') + 1) || !text.includes('id: 8')) text += (await reader?.read())?.value ?? '';
    expect(text).toContain('data: {"seq":8,"changes":[{"table":"reload","what":"plans"}]}');
    stop.abort();
    await expect.poll(() => listeners.length, { timeout: 2000 }).toBe(0);
  });

  test('R6.1 says what to do when the port is taken', async () => {
    const { port } = await opened();
    await expect(listen({ ...options(), port, host: '127.0.0.1', names: [] })).rejects.toThrow(
      `Port ${port} is taken. Choose another with --port, or 0 for a free one.`,
    );
  });

  test('design 5 answers under the names it was told, and health to anybody here', async () => {
    const { port } = await opened();
    expect(await raw(port, `GET /api/health HTTP/1.1\r\nHost: console.example\r\n\r\n`)).toMatch(/^HTTP\/1\.1 200 /);
    expect(await raw(port, `GET /api/health HTTP/1.1\r\nHost: other.example\r\n\r\n`)).toMatch(/^HTTP\/1\.1 421 /);
  });
});
