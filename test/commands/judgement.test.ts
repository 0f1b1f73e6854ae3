import { describe, expect, test } from 'vitest';
import { hour, minute, planLike, reading, second } from '../support/engine/bench.ts';
import { openWorld, type TestWorld } from '../support/engine/world.ts';

const reason = 'Because a test wants it';
const firstStage = '{ percent: 10, bake: 1m }';
const lastStage = '{ percent: 100, bake: 1m }';

const asking = planLike(
  [lastStage, '{ percent: 100, bake: 1m, approvals: [{ role: operator, count: 2 }] }'],
  [
    'notices: [chat]',
    `notices: [chat]
signoffs:
  - { id: nps, title: NPS, stages: ['10 %'], due: 2h, value: { unit: points, atLeast: 40 }, evidence: true }
  - { id: team, title: Team is confident, role: admin, stages: ['10 %'], expires: 1h }
  - { id: calm, title: Errors are calm, stages: ['10 %'], gate: errors }`,
  ],
);

const baselinePlan = planLike([
  'metric: errors, window: 30s, yellow: 2 %, red: 5 %, emergency: 20 %',
  'metric: errors, kind: baselineRatio, window: 30s, red: 50 %',
]);

/** A rollout of `plan` that has been watched for `forMs`. */
async function watched(plan: string, forMs = 3 * minute): Promise<{ readonly bench: TestWorld; readonly rolloutId: string }> {
  const bench = await openWorld();
  bench.far.history = (from) => [reading('1.0.0', 0.002, from + second)];
  const [rollout] = await bench.begin('2.0.0', plan);
  await bench.run(forMs);
  return { bench, rolloutId: rollout?.id ?? '' };
}

async function signoffsOf(bench: TestWorld, rolloutId: string) {
  return (await bench.ask('rollouts.get', { rolloutId })).signoffs;
}

const nps = { signoff: 'nps', go: true, value: 44, note: 'Survey 14' };
const team = { signoff: 'team', go: true };

describe('rollouts.signOff', () => {
  test('R3.8 shows each item with who, by when and what for, and fills in what a gate can say', async () => {
    const { bench, rolloutId } = await watched(asking);
    const entered = bench.rollout(rolloutId).stageEnteredAt ?? 0;
    expect(await signoffsOf(bench, rolloutId)).toMatchObject([
      { signoff: 'nps', state: 'open', role: 'operator', due: entered + 2 * hour, evidence: true, value: { bound: 40 }, actor: null },
      { signoff: 'team', state: 'open', role: 'admin', due: null, byGate: false },
      { signoff: 'calm', state: 'go', byGate: true, actor: null, words: expect.stringContaining('Error rate') },
    ]);
    const answer = await bench.ask('rollouts.signOff', { rolloutId, ...nps, reason }, { role: 'operator', name: 'Grace' });
    expect(answer.next.cause).toBe('signoff');
    expect((await signoffsOf(bench, rolloutId))[0]).toMatchObject({
      state: 'go',
      actor: 'Grace',
      at: bench.clock.now(),
      note: 'Survey 14',
      words: 'Go by Grace: 44 points. Survey 14.',
    });
  });

  test('R4.5 refuses what may not be answered, each time with the reason', async () => {
    const { bench, rolloutId } = await watched(asking);
    const input = { rolloutId, ...nps, reason };
    const words = async (more: object, role: 'viewer' | 'operator' | 'admin' = 'operator'): Promise<string> => {
      const problem = await bench.refused('rollouts.signOff', { ...input, ...more }, { role });
      return `${problem.code}: ${problem.message}`;
    };
    expect(await words({}, 'viewer')).toContain('role: This needs the role operator');
    expect(await words({ signoff: 'team' })).toBe('refused: Team is confident is signed off by admins.');
    expect(await words({ signoff: 'none' })).toBe('notFound: This plan has no signoff none. It has: nps, team, calm.');
    expect(await words({ signoff: 'calm' })).toBe('refused: Errors are calm fills itself in from gate errors.');
    expect(await words({ note: '  ' })).toBe('refused: NPS asks for a note about the evidence.');
    expect(await words({ value: null })).toBe('refused: NPS asks for a number (points).');
    expect(await words({ value: 'many' })).toContain('input:');
    expect(await words({ reason: '' })).toContain('input:');
    expect(await words({ rolloutId: 'rol-none' })).toBe('notFound: There is no rollout rol-none.');
    expect((await signoffsOf(bench, rolloutId)).map((one) => one.state)).toEqual(['open', 'open', 'go']);
  });

  test('R4.5 lets the bound of a typed value decide, holds on a no-go and goes on after a later go', async () => {
    const { bench, rolloutId } = await watched(asking);
    await bench.ask('rollouts.signOff', { rolloutId, ...nps, value: 35, reason });
    await bench.run(20 * second);
    const held = await bench.ask('rollouts.get', { rolloutId });
    expect(held.signoffs[0]).toMatchObject({ state: 'noGo', words: 'No-go by Ada: 35 points. Survey 14.' });
    expect(held.rollout).toMatchObject({ percent: 10, next: { kind: 'hold', cause: 'signoffRefused' } });
    await bench.ask('rollouts.signOff', { rolloutId, ...nps, reason });
    await bench.ask('rollouts.signOff', { rolloutId, ...team, reason });
    await bench.run(20 * second);
    expect((await bench.ask('rollouts.get', { rolloutId })).rollout.next.cause).toBe('approval');
  });

  test('R4.5 counts a go no longer once it has lapsed', async () => {
    const { bench, rolloutId } = await watched(asking);
    await bench.ask('rollouts.signOff', { rolloutId, ...team, reason });
    await bench.run(hour, minute);
    expect((await signoffsOf(bench, rolloutId))[1]).toMatchObject({ state: 'expired', words: expect.stringContaining('has lapsed') });
  });

  test('R4.5 refuses an answer once the rollout is over', async () => {
    const { bench, rolloutId } = await watched(asking);
    await bench.ask('rollouts.rollback', { applicationId: 'pryde', version: '2.0.0', reason });
    await bench.run(minute);
    expect((await bench.refused('rollouts.signOff', { rolloutId, ...nps, reason })).message).toBe('This rollout is rolled back.');
    expect((await bench.refused('rollouts.approve', { rolloutId, reason })).message).toBe('This rollout is rolled back.');
    expect((await bench.refused('rollouts.recapture', { rolloutId, reason })).message).toBe('This rollout is rolled back.');
  });
});

describe('rollouts.approve', () => {
  const two = planLike([lastStage, '{ percent: 100, bake: 1m, approvals: [{ role: operator, count: 2 }] }']);
  const byAdmin = planLike([lastStage, '{ percent: 100, bake: 1m, approvals: [{ role: admin }] }']);

  test('R4.5 enters a stage that wants two people after the second of them', async () => {
    const { bench, rolloutId } = await watched(two);
    expect((await bench.refused('rollouts.promote', { rolloutId, reason })).message).toContain('needs the approval of 1 of 2 operators');
    const first = await bench.ask('rollouts.approve', { rolloutId, reason }, { role: 'operator', name: 'Grace' });
    expect(first).toMatchObject({ percent: 10, state: 'running' });
    expect((await bench.refused('rollouts.approve', { rolloutId, reason }, { role: 'operator', name: 'Grace' })).message).toBe(
      'Grace approved 100 % already; it needs somebody else too.',
    );
    expect((await bench.ask('rollouts.get', { rolloutId })).approvals).toEqual([
      { stage: 1, name: 'Grace', role: 'operator', at: bench.clock.now() },
    ]);
    await bench.ask('rollouts.approve', { rolloutId, reason });
    expect((await bench.refused('rollouts.approve', { rolloutId, reason }, { name: 'Mary' })).message).toBe('100 % is approved already.');
    await bench.run(20 * second);
    expect(bench.rollout(rolloutId).stage).toBe(1);
  });

  test('R4.5 refuses who may not approve, and what asks for no approval', async () => {
    const { bench, rolloutId } = await watched(byAdmin);
    expect((await bench.refused('rollouts.approve', { rolloutId, reason }, { role: 'viewer' })).code).toBe('role');
    expect((await bench.refused('rollouts.approve', { rolloutId, reason }, { role: 'operator' })).message).toBe(
      '100 % needs the approval of admin.',
    );
    expect((await bench.refused('rollouts.approve', { rolloutId: 'rol-none', reason })).code).toBe('notFound');
    const plain = await watched(planLike(), 20 * second);
    expect((await plain.bench.refused('rollouts.approve', { rolloutId: plain.rolloutId, reason })).message).toBe(
      'The next step of this rollout asks for no approval.',
    );
  });
});

describe('rollouts.recapture', () => {
  test('R3.3 takes a baseline again with a reason and tells where it came from', async () => {
    const { bench, rolloutId } = await watched(baselinePlan, 30 * second);
    const before = await bench.ask('rollouts.get', { rolloutId });
    expect(before.baselines).toMatchObject([{ metric: 'errors', title: 'Error rate', unit: 'rate', value: 0.002, release: '1.0.0' }]);
    bench.far.history = (from) => [reading('1.0.0', 0.004, from + second)];
    await bench.ask('rollouts.recapture', { rolloutId, metric: 'errors', reason: 'The window lay in an outage' });
    const after = await bench.ask('rollouts.get', { rolloutId });
    expect(after.baselines).toMatchObject([{ value: 0.004 }]);
    expect(after.decisions[0]).toMatchObject({ kind: 'recapture', reason: 'The window lay in an outage' });
  });

  test('R3.3 refuses what cannot be taken again and keeps what was there', async () => {
    const { bench, rolloutId } = await watched(baselinePlan, 30 * second);
    const input = { rolloutId, reason };
    expect((await bench.refused('rollouts.recapture', input, { role: 'viewer' })).code).toBe('role');
    expect((await bench.refused('rollouts.recapture', { ...input, metric: 'sales' })).message).toBe(
      'No gate compares sales with a baseline.',
    );
    bench.far.history = () => [];
    expect((await bench.refused('rollouts.recapture', input)).message).toContain('so the old one stays');
    expect((await bench.ask('rollouts.get', { rolloutId })).baselines).toMatchObject([{ value: 0.002 }]);
    const plain = await watched(planLike([firstStage, firstStage]), 20 * second);
    expect((await plain.bench.refused('rollouts.recapture', { rolloutId: plain.rolloutId, reason })).message).toBe(
      'No gate of this plan uses a baseline.',
    );
  });

  test('R2.7 takes it once for a press that arrives twice', async () => {
    const { bench, rolloutId } = await watched(baselinePlan, 30 * second);
    const input = { rolloutId, reason };
    const once = await bench.call('rollouts.recapture', input, { key: 'k1' });
    const again = await bench.call('rollouts.recapture', input, { key: 'k1' });
    expect([once.ok, again.ok && again.replayed]).toEqual([true, true]);
    const { decisions } = await bench.ask('rollouts.get', { rolloutId });
    expect(decisions.filter((decision) => decision.kind === 'recapture')).toHaveLength(1);
  });
});

describe('what stands in the way', () => {
  test('R4.5 says of the next stage who still has to approve and from which day on it may be entered', async () => {
    const later = planLike([lastStage, '{ name: all, percent: 100, bake: 1m, earliestDay: 3, approvals: [{ role: operator, count: 2 }] }']);
    const { bench, rolloutId } = await watched(later);
    await bench.ask('rollouts.approve', { rolloutId, reason }, { role: 'operator', name: 'Grace' });
    const detail = await bench.ask('rollouts.get', { rolloutId });
    expect(detail.ahead).toEqual({
      stage: 1,
      name: 'all',
      percent: 100,
      approvals: [{ role: 'operator', count: 2, given: 1 }],
      missing: ['1 of 2 operators'],
      notBefore: (detail.rollout.startedAt ?? 0) + 48 * hour,
    });
    expect([detail.freeze, detail.follows]).toEqual([null, null]);
    await bench.ask('rollouts.rollback', { applicationId: 'pryde', version: '2.0.0', reason });
    await bench.run(minute);
    expect((await bench.ask('rollouts.get', { rolloutId })).ahead).toBeNull();
  });

  test('R1.12 tells of a freeze until when, and of a channel that has to come first', async () => {
    const frozen = planLike([
      'every: 10s',
      'follows: alpha\nzone: UTC\nfreezes: [{ title: Friday, days: [friday], from: "09:00" }]\nevery: 10s',
    ]);
    const { bench, rolloutId } = await watched(frozen, 20 * second);
    expect(await bench.ask('rollouts.get', { rolloutId })).toMatchObject({
      freeze: { title: 'Friday', until: Date.parse('2026-11-21T00:00:00Z') },
      follows: { channel: 'alpha', done: false },
      rollout: { next: { cause: 'channel' } },
    });
  });
});

test('R4.5 tells on Home what waits for a go, holds on a no-go or waits for approval', async () => {
  const { bench, rolloutId } = await watched(asking);
  const needs = async () => (await bench.ask('fleet.home', {})).needs.map(({ kind, severity, title }) => [kind, severity, title]);
  expect(await needs()).toEqual([['signoff', 'info', 'Pryde 2.0.0 · web waits for a go']]);
  await bench.ask('rollouts.signOff', { rolloutId, ...nps, value: 35, reason });
  await bench.run(20 * second);
  expect(await needs()).toEqual([['signoff', 'warning', 'Pryde 2.0.0 · web has a no-go']]);
  await bench.ask('rollouts.signOff', { rolloutId, ...nps, reason });
  await bench.ask('rollouts.signOff', { rolloutId, ...team, reason });
  await bench.run(20 * second);
  expect(await needs()).toEqual([['approval', 'info', 'Pryde 2.0.0 · web waits for approval']]);
});

describe('rows of gates', () => {
  const metricsBlock = planLike([
    'gates:',
    `  logins: { title: Failed logins, source: numbers, unit: rate, aggregate: last, query: { what: logins } }
gates:`,
  ]);
  const gateLine = metricsBlock.split('\n').find((line) => line.includes('id: errors')) ?? '';

  test('R2.1 draws a weighted score from the readings of its parts', async () => {
    const score =
      '  - { id: score, title: Score, kind: weightedScore, metrics: [errors, logins], weights: { errors: 10, logins: 5 }, window: 30s, red: 3 }';
    const { bench, rolloutId } = await watched(metricsBlock.replace(gateLine, score), 50 * second);
    const [gate] = (await bench.ask('rollouts.get', { rolloutId })).gates;
    expect(gate).toMatchObject({ kindOfGate: 'weightedScore', lines: { red: 3 } });
    expect(gate?.recent.length).toBeGreaterThan(2);
    for (const [, value] of gate?.recent ?? []) expect(value).toBeCloseTo(0.015, 9);
    const input = { rolloutId, gate: 'score', from: bench.clock.now() - minute, to: bench.clock.now() + 1 };
    const { release, previous } = await bench.ask('rollouts.series', input);
    expect(release.length).toBeGreaterThan(2);
    for (const bucket of release) expect(bucket).toMatchObject({ min: bucket.mean, max: bucket.mean });
    expect(release.at(-1)?.mean).toBeCloseTo(gate?.value ?? 0, 9);
    expect(previous).toEqual([]);
  });

  test('R3.7 draws the interval its verdicts went by, and none for a gate that judges the bare value', async () => {
    const sure = gateLine.replace('id: errors,', 'id: errors, evidence: sequential, confidence: 0.95,');
    const { bench, rolloutId } = await watched(metricsBlock.replace(gateLine, sure), 50 * second);
    const span = { from: bench.clock.now() - minute, to: bench.clock.now() + 1 };
    const { interval } = await bench.ask('rollouts.series', { rolloutId, gate: 'errors', ...span });
    const [gate] = (await bench.ask('rollouts.get', { rolloutId })).gates;
    expect(interval.length).toBeGreaterThan(2);
    expect(interval.map(({ ts }) => ts)).toEqual(interval.map(({ ts }) => ts).toSorted((a, b) => a - b));
    expect(gate?.interval?.high).toBeGreaterThan(0);
    expect(interval.at(-1)).toMatchObject({ low: gate?.interval?.low, high: gate?.interval?.high });
    const widths = interval.map(({ low, high }) => high - low);
    expect(widths.at(-1)).toBeLessThan(widths[0] ?? 0);
    const bare = await watched(metricsBlock, 50 * second);
    const none = await bare.bench.ask('rollouts.series', { rolloutId: bare.rolloutId, gate: 'errors', ...span });
    expect(none.interval).toEqual([]);
  });

  test('R3.7 shows the members of a composite, each with where it stands now', async () => {
    const both = `  - id: both
    title: Errors or logins
    kind: anyOf
    gates:
      - { id: e, title: Errors, metric: errors, window: 30s, red: 5 % }
      - { id: l, title: Logins, metric: logins, window: 30s, red: 1 % }`;
    const { bench, rolloutId } = await watched(metricsBlock.replace(gateLine, both), 50 * second);
    const { gates, matrix } = await bench.ask('rollouts.get', { rolloutId });
    expect(gates[0]).toMatchObject({
      value: null,
      recent: [],
      members: [
        { gate: 'e', title: 'Errors', kind: 'green', value: 0.001, bounds: 'red > 5 %' },
        { gate: 'l', title: 'Logins', kind: 'green', bounds: 'red > 1 %' },
      ],
    });
    expect(matrix[0]).toMatchObject({ gate: 'both', current: 'green' });
    const span = { from: bench.clock.now() - minute, to: bench.clock.now() + 1 };
    expect((await bench.ask('rollouts.series', { rolloutId, gate: 'l', ...span })).release.length).toBeGreaterThan(2);
  });
});
