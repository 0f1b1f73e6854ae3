import { describe, expect, test } from 'vitest';
import { AdapterError } from '../../main/adapters/errors.ts';
import { tell } from '../../main/engine/notify.ts';
import { subjectById, takeBack } from '../../main/engine/press.ts';
import { undoCard } from '../../main/engine/undo.ts';
import { removeConnection } from '../../main/store/connections.ts';
import { getIncident, listIncidents } from '../../main/store/incidents.ts';
import { type Bench, minute, openBench, plainPlan, planLike, pressOf, reading, runningRollout, second } from '../support/engine/bench.ts';

async function running(): Promise<{ bench: Bench; id: string; say: (event?: string) => void }> {
  const bench = await openBench();
  // A stage that outlasts every test, so that nothing else is told.
  const { id } = await runningRollout(bench, planLike(['bake: 1m }\n  - { percent: 100', 'bake: 9h }\n  - { percent: 100']));
  return { bench, id, say: (event = 'test') => tell(bench.deps, subjectById(bench.deps, id), 'warning', 'Look', 'At this.', event) };
}

function states(bench: Bench): string[] {
  return bench.store.reader
    .all("SELECT state, attempts FROM notice WHERE connection <> '@desktop' ORDER BY id")
    .map((row) => `${String(row['state'])} ${String(row['attempts'])}`);
}

describe('notices', () => {
  test('design 6 tell the same thing once in 30 minutes, and other things at once', async () => {
    const { bench, say } = await running();
    say();
    say();
    say('other');
    await bench.engine.step();
    expect(bench.far.sent).toHaveLength(2);
    bench.clock.moveTo(bench.clock.now() + 29 * minute);
    say();
    await bench.engine.step();
    expect(bench.far.sent).toHaveLength(2);
    bench.clock.moveTo(bench.clock.now() + 2 * minute);
    say();
    await bench.engine.step();
    expect(bench.far.sent).toHaveLength(3);
  });

  test('design 6 are tried again while the service does not answer, and given up after six tries', async () => {
    const { bench, say } = await running();
    bench.far.send = () => Promise.reject(new AdapterError('unavailable', 'Slack does not answer.'));
    say();
    await bench.run(10 * minute);
    expect(states(bench)).toEqual(['failed 6']);
    bench.far.send = async () => undefined;
    await bench.run(10 * minute);
    expect(bench.far.sent.filter((notice) => notice.title === 'Look')).toEqual([]);
  });

  test('design 6 arrive when the service is back, not before the time it asked for', async () => {
    const { bench, say } = await running();
    const retryAt = bench.clock.now() + 3 * minute;
    bench.far.send = () => Promise.reject(new AdapterError('rateLimited', 'Slow down.', { retryAt }));
    say();
    await bench.run(10 * second);
    bench.far.send = async () => undefined;
    await bench.run(2 * minute);
    expect(bench.far.sent).toEqual([]);
    await bench.run(minute);
    expect(bench.far.sent[0]).toMatchObject({ title: 'Look' });
    expect(states(bench)[0]).toBe('delivered 2');
  });

  test('design 6 refused for good are kept as failed and shown on the connection', async () => {
    const { bench, say } = await running();
    bench.far.send = () => Promise.reject(new AdapterError('auth', 'The webhook was revoked.'));
    say();
    await bench.engine.step();
    expect(states(bench)).toEqual(['failed 1']);
    expect(bench.hints).toContainEqual({ table: 'connections', id: 'con-chat' });
  });

  test('design 6 to a connection that was removed are given up', async () => {
    const { bench, say } = await running();
    say();
    removeConnection(bench.store.writer, 'con-chat');
    await bench.engine.step();
    expect(states(bench)).toEqual(['failed 0']);
  });
});

describe('an incident', () => {
  async function broken(): Promise<Bench> {
    const bench = await openBench();
    bench.addTarget('desktop', 'desktop');
    await runningRollout(bench, plainPlan, ['web', 'desktop']);
    await bench.run(20 * second);
    bench.far.read = (resolved) => [reading(String(resolved['release']), 0.4, bench.clock.now())];
    await bench.run(minute);
    return bench;
  }

  test('R4.9 opens once for a release, as P0 in an emergency, with verdicts, readings, share and targets frozen', async () => {
    const bench = await broken();
    const incidents = listIncidents(bench.store.reader, {});
    expect(incidents).toHaveLength(1);
    expect(getIncident(bench.store.reader, incidents[0]?.id ?? '')).toMatchObject({
      severity: 'P0',
      version: '2.0.0',
      closedAt: null,
      evidence: {
        usersAffected: 2000,
        sharePercent: 10,
        targets: expect.arrayContaining(['web', 'desktop']),
        verdicts: [expect.objectContaining({ gate: 'errors', kind: 'emergency', value: 0.4 })],
        series: [expect.objectContaining({ gate: 'errors', unit: 'rate', red: 0.05 })],
      },
    });
    expect(bench.audited()).toContain('incident.opened');
  });

  test('R6.2 keeps its evidence whatever is read later', async () => {
    const bench = await broken();
    const evidence = JSON.stringify(getIncident(bench.store.reader, listIncidents(bench.store.reader, {})[0]?.id ?? '')?.evidence);
    bench.far.read = (resolved) => [reading(String(resolved['release']), 0.001, bench.clock.now())];
    await bench.run(10 * minute);
    expect(JSON.stringify(getIncident(bench.store.reader, listIncidents(bench.store.reader, {})[0]?.id ?? '')?.evidence)).toBe(evidence);
  });
});

describe('the undo card', () => {
  test('design 2.7 says per target what a rollback would do, from a read made now, and writes nothing', async () => {
    const bench = await openBench();
    bench.addTarget('desktop', 'desktop');
    await runningRollout(bench, plainPlan, ['web', 'desktop']);
    bench.clock.moveTo(bench.clock.now() + minute);
    const calls = bench.platform().calls.length;
    const lines = await undoCard(bench.deps, 'pryde', '2.0.0');
    expect(lines).toHaveLength(2);
    expect(lines.find((line) => line.target.id === 'web')).toMatchObject({
      readAt: bench.clock.now(),
      ability: { op: 'rollback', available: true, undo: 'newUsersOnly' },
      calls: ['PUT /releases/2.0.0'],
      problem: null,
    });
    expect(bench.platform().calls).toHaveLength(calls);
  });

  test('design 2.7 says which target cannot be read, and leaves out what went back already', async () => {
    const bench = await openBench();
    bench.addTarget('desktop', 'desktop');
    await runningRollout(bench, plainPlan, ['web', 'desktop']);
    takeBack(bench.deps, { applicationId: 'pryde', version: '2.0.0', targetIds: ['desktop'], toVersion: null }, pressOf());
    await bench.engine.actions.idle();
    bench.platform().readScript.push(new AdapterError('auth', 'The key was revoked.'));
    const lines = await undoCard(bench.deps, 'pryde', '2.0.0');
    expect(lines).toMatchObject([{ target: { id: 'web' }, ability: null, problem: { kind: 'auth', message: 'The key was revoked.' } }]);
  });
});
