import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { insertDispatch } from '../../main/store/dispatches.ts';
import { listDecisions } from '../../main/store/decisions.ts';
import { githubBody, githubHeaders, type HookDoor, openHookDoor, type Sent, standardBody, standardHeaders } from '../support/hook-door.ts';
import { hour, minute, second } from '../support/engine/bench.ts';

let door: HookDoor;
let now: () => number;
beforeEach(async () => {
  door = await openHookDoor();
  now = door.bench.clock.now;
});
afterEach(async () => await door.close());

type Made = Awaited<ReturnType<HookDoor['create']>>;

function github(hook: Made, body = githubBody(now()), id = 'd-1'): Sent {
  return { path: hook.path, headers: githubHeaders(hook.secret, body, id), body };
}

function standard(hook: Made, body = standardBody(now()), id = 'msg_1', at = now()): Sent {
  return { path: hook.path, headers: standardHeaders([hook.secret], body, at, id), body };
}

describe('a verified message', () => {
  test.each(['github', 'standard'] as const)('R1.9 of shape %s becomes the decision of the emergency path', async (shape) => {
    const hook = await door.create(shape);
    const answer = await door.send(shape === 'github' ? github(hook) : standard(hook));
    expect([answer.status, answer.headers['idempotency-status']]).toEqual([200, 'created']);
    const [decision] = listDecisions(door.bench.store.reader, { limit: 5 }).filter((one) => one.kind === 'rollback');
    expect(decision).toMatchObject({
      cause: 'person',
      reason: 'Errors in production',
      actor: { kind: 'program', name: `webhook ci-${shape}` },
    });
    expect(JSON.parse(answer.text)).toMatchObject({ ok: true, answer: { decisionId: decision?.id, says: '2.0.0 is being taken back.' } });
    expect(door.bench.audited()).toContain('rollout.emergency');
    await door.bench.engine.actions.idle();
    const { contained } = await door.bench.ask('rollouts.containment', { applicationId: 'pryde', version: '2.0.0' });
    expect(contained).toBe(true);
    const { hooks } = await door.bench.ask('hooks.list', {});
    expect(hooks[0]).toMatchObject({ used: 1, lastUsedAt: now(), refused: 0 });
  });

  test('R1.9 sent twice under one id gets the first answer, and nothing is done twice', async () => {
    for (const [shape, make] of [
      ['github', github],
      ['standard', standard],
    ] as const) {
      const hook = await door.create(shape);
      const sent = make(hook);
      const [first, again] = [await door.send(sent), await door.send(sent)];
      expect([again.status, again.headers['idempotency-status']]).toEqual([200, 'replayed']);
      expect(JSON.parse(again.text)).toEqual({ ...JSON.parse(first.text), replayed: true });
    }
    // The second webhook found the release taken back by the first one.
    expect(door.acted()).toHaveLength(1);
  });

  test('R1.9 sent again by GitHub after hours under its id still gets the first answer', async () => {
    const hook = await door.create('github');
    const sent = github(hook);
    await door.send(sent);
    door.bench.clock.moveTo(now() + 20 * hour);
    expect((await door.send(sent)).headers['idempotency-status']).toBe('replayed');
    expect(door.acted()).toHaveLength(1);
  });

  test('R1.9 leaves the incident to a person: a program that presses has not taken it on', async () => {
    await door.send(github(await door.create('github')));
    const [incident] = await door.bench.ask('incidents.list', {});
    expect(incident).toMatchObject({ severity: 'P0', acknowledgedAt: null });
  });

  test('R1.9 does nothing on the echo of a dispatch that this console sent', async () => {
    const hook = await door.create('github');
    insertDispatch(door.bench.store.writer, {
      id: 'dsp-1',
      applicationId: 'pryde',
      version: '2.0.0',
      kind: 'repository',
      connectionId: 'con-github',
      repository: 'acme/pryde',
      workflow: null,
      ref: null,
      reason: 'Errors in production',
      actor: { kind: 'person', name: 'Ada', role: 'operator' },
      state: 'accepted',
      at: now(),
      finishedAt: now(),
      problem: null,
      runUrl: null,
    });
    const answer = await door.send(github(hook, githubBody(now(), { dispatch: 'dsp-1' })));
    expect([answer.status, JSON.parse(answer.text)]).toEqual([202, expect.objectContaining({ ok: true, done: false })]);
    expect(door.acted()).toEqual([]);
    await door.send(github(hook, githubBody(now(), { dispatch: 'dsp-of-another' }), 'd-2'));
    expect(door.acted()).toHaveLength(1);
  });

  test('R1.9 may carry several signatures while its sender changes the key', async () => {
    const hook = await door.create('standard');
    const other = `whsec_${Buffer.from('another-secret-of-32-bytes-long!').toString('base64')}`;
    const body = standardBody(now());
    const headers = standardHeaders([other, hook.secret], body, now());
    expect((await door.send({ path: hook.path, headers, body })).status).toBe(200);
  });

  test('R1.9 that is a ping, another event or another type does nothing and is no refusal', async () => {
    const [one, two] = [await door.create('github'), await door.create('standard')];
    const ping = '{"zen":"Keep it logically awesome."}';
    const headers = githubHeaders(one.secret, ping, 'd-9', { 'x-github-event': 'ping' });
    expect((await door.send({ path: one.path, headers, body: ping })).status).toBe(202);
    const other = githubBody(now(), {}, { action: 'deploy' });
    expect((await door.send(github(one, other))).status).toBe(202);
    const trial = JSON.stringify({ type: 'test.ping', timestamp: new Date(now()).toISOString(), data: {} });
    expect(JSON.parse((await door.send(standard(two, trial))).text)).toMatchObject({ ok: true, done: false });
    expect([door.acted(), await door.refusals()]).toEqual([[], {}]);
  });
});

describe('refused, counted, logged, and nothing done', () => {
  async function refused(sent: Sent, status: number, kind: string): Promise<string> {
    const answer = await door.send(sent);
    expect([answer.status, Object.keys(await door.refusals())]).toEqual([status, [kind]]);
    expect(door.acted()).toEqual([]);
    expect(door.logged().some((line) => line.includes(`"refused":"${kind}"`))).toBe(true);
    expect(door.bench.audited()).toContain('hook.refused');
    return answer.text;
  }

  test('R1.9 a wrong signature', async () => {
    const hook = await door.create('github');
    const body = githubBody(now());
    expect(await refused({ path: hook.path, headers: githubHeaders('guess', body), body }, 401, 'signature')).toContain('does not match');
  });

  test('R1.9 a body changed by one character after it was signed', async () => {
    const hook = await door.create('standard');
    const sent = standard(hook);
    await refused({ ...sent, body: String(sent.body).replace('2.0.0', '2.0.1') }, 401, 'signature');
  });

  test.each([['sha1=abc'], ['sha256='], [`sha256=${'0'.repeat(64)}`], ['v1,AAAA']])('R1.9 the signature %s', async (signature) => {
    const hook = await door.create('github');
    const sent = github(hook);
    await refused({ ...sent, headers: { ...sent.headers, 'x-hub-signature-256': signature } }, 401, 'signature');
  });

  test('R1.9 a missing signature, for either shape', async () => {
    const hook = await door.create('github');
    const text = await refused({ path: hook.path, body: githubBody(now()) }, 401, 'missing');
    expect(text).toContain('X-Hub-Signature-256');
    const other = await door.create('standard');
    expect((await door.send({ path: other.path, body: standardBody(now()) })).status).toBe(401);
  });

  test.each([
    ['old', -6 * minute],
    ['of the future', 6 * minute],
  ])('R1.9 a timestamp that is %s', async (_words, offMs) => {
    const hook = await door.create('github');
    await refused(github(hook, githubBody(now() + offMs)), 400, 'time');
    const other = await door.create('standard');
    const sent = standard(other, standardBody(now()), 'msg_1', now() + offMs);
    expect((await door.send(sent)).status).toBe(400);
    expect(door.acted()).toEqual([]);
  });

  test.each(['tomorrow', '', null, -5, {}])('R1.9 the GitHub timestamp %j', async (timestamp) => {
    const hook = await door.create('github');
    const answer = await door.send(github(hook, githubBody(now(), { timestamp })));
    expect(answer.status).toBeGreaterThanOrEqual(400);
    expect(door.acted()).toEqual([]);
  });

  test('R1.9 a message replayed after its time', async () => {
    const hook = await door.create('standard');
    const sent = standard(hook);
    expect((await door.send(sent)).status).toBe(200);
    door.bench.clock.moveTo(now() + 6 * minute);
    expect((await door.send(sent)).status).toBe(400);
    expect(await door.refusals()).toEqual({ time: 1 });
    expect(door.acted()).toHaveLength(1);
  });

  test('R1.9 a signed body replayed under another delivery id, and an id used for another body', async () => {
    const hook = await door.create('github');
    const body = githubBody(now());
    expect((await door.send(github(hook, body, 'd-1'))).status).toBe(200);
    expect((await door.send(github(hook, body, 'd-2'))).status).toBe(409);
    const conflict = await door.send(github(hook, githubBody(now(), { reason: 'Another one' }), 'd-1'));
    expect([conflict.status, conflict.headers['idempotency-status']]).toEqual([409, 'conflict']);
    expect(await door.refusals()).toEqual({ replay: 2 });
    expect(door.acted()).toHaveLength(1);
  });

  test('R1.9 a body of 10 MB, whether or not it says its length', async () => {
    const hook = await door.create('github');
    const body = Buffer.alloc(10 * 1024 * 1024, 'a');
    const headers = githubHeaders(hook.secret, 'x');
    const told = await door.send({ path: hook.path, headers, body }).catch(() => ({ status: 413 }));
    const chunked = await door
      .send({ path: hook.path, headers: { ...headers, 'transfer-encoding': 'chunked' }, body })
      .catch(() => ({ status: 413 }));
    expect([told.status, chunked.status]).toEqual([413, 413]);
    expect(await door.refusals()).toEqual({ size: 2 });
    expect(door.acted()).toEqual([]);
  });

  test('R1.9 another Host, and any Origin of a web page', async () => {
    const hook = await door.create('github');
    const sent = github(hook);
    expect((await door.send({ ...sent, headers: { ...sent.headers, host: 'evil.example' } })).status).toBe(421);
    expect((await door.send({ ...sent, headers: { ...sent.headers, origin: 'https://evil.example' } })).status).toBe(403);
    expect((await door.send({ ...sent, headers: { ...sent.headers, origin: 'null' } })).status).toBe(403);
    expect(await door.refusals()).toEqual({ host: 1, origin: 2 });
    expect(door.acted()).toEqual([]);
  });

  test('R1.9 a path that leads elsewhere', async () => {
    const hook = await door.create('github');
    const paths = [
      '/hooks/../api/call/rollouts.emergency',
      '/hooks/%2e%2e/api/health',
      '/hooks/..%2f..%2fetc',
      `${hook.path}/../x`,
      '/hooks/',
    ];
    for (const path of [...paths, `${hook.path}/more`, '/hooks/hook_nobody', `/hooks/${'a'.repeat(500)}`]) {
      const text = await door.raw(
        `POST ${path} HTTP/1.1\r\nHost: ${new URL(door.url).host}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`,
      );
      expect(text.slice(0, 20), `at ${path}`).toMatch(/^HTTP\/1\.1 (404|415)/);
    }
    expect(Object.keys(await door.refusals()).toSorted()).toEqual(['address', 'type']);
    expect(door.acted()).toEqual([]);
  });

  test('R1.9 another method or content type', async () => {
    const hook = await door.create('github');
    const sent = github(hook);
    for (const method of ['GET', 'PUT', 'DELETE']) expect((await door.send({ path: hook.path, method })).status).toBe(405);
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'application/jsonp'])
      expect((await door.send({ ...sent, headers: { ...sent.headers, 'content-type': type } })).status).toBe(415);
    expect(await door.refusals()).toEqual({ method: 3, type: 3 });
    expect((await door.send({ ...sent, headers: { ...sent.headers, 'content-type': 'Application/JSON; charset=utf-8' } })).status).toBe(
      200,
    );
  });

  test.each(['{', '[]', 'null', '"text"', '{"action":"auto-rollback"}', '{"action":"auto-rollback","client_payload":{"version":7}}'])(
    'R1.9 the signed body %s',
    async (body) => {
      const hook = await door.create('github');
      const answer = await door.send(github(hook, body));
      expect([400, 422]).toContain(answer.status);
      expect(answer.text).toMatch(/"message":"[^"]{10,}/);
      expect(door.acted()).toEqual([]);
    },
  );

  test('R1.9 an application that is not its own, and a version that is nowhere', async () => {
    const hook = await door.create('github');
    const other = await door.send(github(hook, githubBody(now(), { application: 'harbor' }), 'd-1'));
    expect([other.status, other.text]).toEqual([422, expect.stringContaining('not for harbor')]);
    const nowhere = await door.send(github(hook, githubBody(now(), { version: '9.9.9' }), 'd-2'));
    expect(nowhere.status).toBe(422);
    expect(await door.refusals()).toEqual({ release: 2 });
    // A refused message is not kept: its sender may correct what was wrong and send it again.
    expect((await door.send(github(hook, githubBody(now()), 'd-2'))).status).toBe(200);
  });

  test('R1.9 a webhook that was removed, and a secret that was changed', async () => {
    const [gone, changed] = [await door.create('github'), await door.create('standard')];
    await door.bench.ask('hooks.remove', { hookId: gone.id, reason: 'No longer used' });
    expect((await door.send(github(gone))).status).toBe(404);
    const { secret } = await door.bench.ask('hooks.rotate', { hookId: changed.id, reason: 'It was in a chat' });
    expect((await door.send(standard(changed))).status).toBe(401);
    expect(door.acted()).toEqual([]);
    expect((await door.send(standard({ ...changed, secret: secret ?? '' }))).status).toBe(200);
  });

  test('R1.9 a former secret once its time is over, and not before', async () => {
    const hook = await door.create('standard');
    await door.bench.ask('hooks.rotate', { hookId: hook.id, keepFormerHours: 1, reason: 'Every quarter' });
    expect((await door.send(standard(hook))).status).toBe(200);
    door.bench.clock.moveTo(now() + hour + second);
    expect((await door.send(standard(hook, standardBody(now()), 'msg_2'))).status).toBe(401);
  });

  test('R1.9 everything while there is no webhook, as if there were no such path', async () => {
    expect((await door.send({ path: '/hooks/hook_1', body: '{}' })).status).toBe(404);
    expect(await door.refusals()).toEqual({});
  });
});

describe('a flood', () => {
  test('R1.9 is answered shortly, written once, and does not shut a right message out', async () => {
    const hook = await door.create('github');
    const body = githubBody(now());
    const wrong = { path: hook.path, headers: githubHeaders('guess', body), body };
    const statuses = new Map<number, number>();
    for (let round = 0; round < 10; round += 1) {
      const answers = await Promise.all(Array.from({ length: 50 }, async () => await door.send(wrong)));
      for (const { status } of answers) statuses.set(status, (statuses.get(status) ?? 0) + 1);
    }
    expect([...statuses]).toEqual([
      [401, 120],
      [429, 380],
    ]);
    expect(door.acted()).toEqual([]);
    // One line in the log and one audit entry for each of the two kinds, whatever the number.
    expect(door.logged()).toHaveLength(2);
    expect(door.bench.audited().filter((action) => action === 'hook.refused')).toHaveLength(2);
    expect((await door.send(github(hook))).status).toBe(200);
    expect(await door.refusals()).toEqual({ signature: 120, flood: 380 });
    expect(door.logged()).toHaveLength(4);
  });

  test('R1.9 of any junk, however much, does not keep a signed emergency from being taken', { timeout: 60_000 }, async () => {
    const hook = await door.create('github');
    const body = githubBody(now());
    const guessed = githubHeaders(hook.secret, 'another body');
    const junk: Sent[] = [
      { path: hook.path, headers: guessed, body },
      { path: hook.path, body },
      { path: hook.path, method: 'GET' },
      { path: hook.path, headers: { 'content-type': 'text/plain' }, body },
      { path: '/hooks/nobody', headers: guessed, body },
    ];
    const statuses = new Set<number>();
    // All of it within one minute of the console's clock.
    for (let round = 0; round < 7000; round += 1) statuses.add(await door.ask(junk[round % junk.length] ?? {}));
    expect([...statuses].toSorted((one, other) => one - other)).toEqual([401, 404, 405, 415, 429]);
    expect(await door.ask(github(hook))).toBe(200);
    expect(door.acted()).toHaveLength(1);
  });

  test('R1.9 of messages without a signature is answered before their bodies arrive', async () => {
    const hook = await door.create('standard');
    const heading = `POST ${hook.path} HTTP/1.1\r\nHost: ${new URL(door.url).host}\r\nContent-Type: application/json\r\nConnection: close\r\n`;
    const [id, time] = ['webhook-id: msg_1', `webhook-timestamp: ${Math.floor(now() / 1000)}`];
    for (const headers of ['', `${id}\r\n${time}\r\nwebhook-signature: v1,short\r\n`, `${id}\r\n${time}\r\nwebhook-signature:\r\n`]) {
      const text = await door.raw(`${heading}${headers}Content-Length: 200000\r\n\r\n`);
      expect(text.slice(0, 12)).toBe('HTTP/1.1 401');
    }
    expect(await door.refusals()).toEqual({ missing: 2, signature: 1 });
  });

  test('R1.9 of signed messages is told to wait', async () => {
    const hook = await door.create('standard');
    let last = 0;
    for (let count = 0; count < 31; count += 1) last = (await door.send(standard(hook, standardBody(now()), `msg_${count}`))).status;
    expect(last).toBe(429);
    door.bench.clock.moveTo(now() + minute);
    expect((await door.send(standard(hook, standardBody(now()), 'msg_late'))).status).toBe(200);
  });
});
