import { describe, expect, test } from 'vitest';
import { systemActor } from '../../main/core/model/actor.ts';
import { contain } from '../../main/engine/containment.ts';
import { siblingsOf } from '../../main/engine/gather.ts';
import { approve, recapture, signOff } from '../../main/engine/press-judgement.ts';
import { cancel, promote, takeBack } from '../../main/engine/press.ts';
import { insertIncident } from '../../main/store/incidents.ts';
import { signoffsOf } from '../../main/store/signoffs.ts';
import { latestVerdicts } from '../../main/store/verdicts.ts';
import { type Bench, decided, hour, minute, openBench, personOf, planLike, pressOf, reading, second } from '../support/engine/bench.ts';

const stages = `stages:
  - { percent: 10, bake: 1m }
  - { percent: 100, bake: 1m }`;

function says(bench: Bench, value: (ageMs: number) => number): void {
  const from = bench.clock.now();
  bench.far.read = () => [reading('2.0.0', value(bench.clock.now() - from), bench.clock.now())];
}

describe('a dry run', () => {
  test('design 3 judges and records every stage, and sends nothing', async () => {
    const bench = await openBench();
    says(bench, () => 0.001);
    const [rollout] = await bench.begin('2.0.0', planLike(['every: 10s', 'dryRun: true\nevery: 10s']));
    await bench.run(5 * minute);
    const id = rollout?.id ?? '';
    expect(bench.platform().applied).toEqual([]);
    expect(bench.rollout(id).state).toBe('completed');
    expect(decided(bench, id)).toEqual(['start/green', 'wait/pending', 'wait/bake', 'advance/green', 'wait/bake', 'complete/green']);
  });

  test('design 3 says that it would have rolled back, ends there and pages nobody', async () => {
    const bench = await openBench();
    says(bench, (ageMs) => (ageMs > 40 * second ? 0.5 : 0.001));
    const [rollout] = await bench.begin('2.0.0', planLike(['every: 10s', 'dryRun: true\nevery: 10s']));
    await bench.run(3 * minute);
    const after = bench.rollout(rollout?.id ?? '');
    expect(after.state).toBe('cancelled');
    expect(after.heldReason).toContain('Dry run, nothing is sent.');
    expect(bench.platform().applied).toEqual([]);
    expect(bench.far.sent.map((notice) => notice.severity)).toEqual(['info']);
  });

  test('design 3 is moved by hand without a write, has nothing to take back, and can be cancelled', async () => {
    const bench = await openBench();
    says(bench, () => 0.001);
    const [rollout] = await bench.begin('2.0.0', planLike(['every: 10s', 'dryRun: true\nevery: 10s']));
    await bench.run(20 * second);
    const id = rollout?.id ?? '';
    promote(bench.deps, id, pressOf());
    await bench.run(20 * second);
    expect(bench.rollout(id).stage).toBe(1);
    const what = { applicationId: bench.rollout(id).applicationId, version: '2.0.0', targetIds: null, toVersion: null };
    expect(() => takeBack(bench.deps, what, pressOf())).toThrow('Nothing to take back');
    cancel(bench.deps, id, pressOf());
    expect(bench.rollout(id).state).toBe('cancelled');
    expect(bench.platform().applied).toEqual([]);
  });
});

describe('a dry run beside real rollouts', () => {
  const dry = planLike(['every: 10s', 'dryRun: true\nevery: 10s']);

  test('R1.12 completes no channel for a plan that follows it', async () => {
    const bench = await openBench();
    says(bench, () => 0.001);
    await bench.begin('2.0.0', dry);
    await bench.run(5 * minute);
    const [next] = await bench.begin('2.0.0', planLike(['every: 10s', 'follows: stable\nevery: 10s']));
    await bench.run(minute);
    expect(decided(bench, next?.id ?? '')).toEqual(['hold/channel']);
    expect(bench.platform().applied).toEqual([]);
  });

  test('R1.7 leaves the release before it to be taken back, because it replaced nobody', async () => {
    const bench = await openBench();
    says(bench, () => 0.001);
    const [real] = await bench.begin('2.0.0');
    await bench.run(5 * minute);
    expect(bench.rollout(real?.id ?? '').state).toBe('completed');
    const [rehearsed] = await bench.begin('3.0.0', dry);
    bench.far.read = () => [reading('3.0.0', 0.001, bench.clock.now())];
    await bench.run(5 * minute);
    expect(bench.rollout(rehearsed?.id ?? '').state).toBe('completed');
    expect(siblingsOf(bench.deps, bench.rollout(real?.id ?? '')).map((one) => one.exposed)).toEqual([true]);
  });

  test('design 3 sends nothing when a person asks to contain it', async () => {
    const bench = await openBench();
    says(bench, () => 0.001);
    const [rollout] = await bench.begin('2.0.0', dry);
    await bench.run(30 * second);
    const choice = { rolloutId: rollout?.id ?? '', op: 'halt' as const, toVersion: null };
    expect(() => contain(bench.deps, choice, pressOf())).toThrow('This is a dry run');
  });
});

describe('two versions side by side', () => {
  const compared = planLike([
    'metric: errors, window: 30s, yellow: 2 %, red: 5 %, emergency: 20 %, minSamples: 50',
    'metric: errors, kind: canaryVsControl, window: 30s, red: 50 %',
  ]);

  test('R3.2 is blind when the source does not tell releases apart, instead of comparing them with themselves', async () => {
    const bench = await openBench();
    bench.far.read = () => [reading('*', 0.5, bench.clock.now())];
    const [rollout] = await bench.begin('2.0.0', compared);
    await bench.run(3 * minute);
    const id = rollout?.id ?? '';
    expect(bench.rollout(id).stage).toBe(0);
    expect(latestVerdicts(bench.store.reader, id).map((verdict) => verdict.kind)).toEqual(['blind']);
  });
});

describe('a late source', () => {
  test('R1.7 is judged by its newest reading, though that is older than the window', async () => {
    const bench = await openBench();
    bench.far.read = () => [reading('2.0.0', 0.1, bench.clock.now() - 5 * minute - 20 * second)];
    const [rollout] = await bench.begin('2.0.0', planLike(['lag: 5s', 'lag: 5m'], ['window: 30s', 'window: 310s']));
    await bench.run(8 * minute);
    expect(decided(bench, rollout?.id ?? '')).toContain('rollback/red');
  });
});

describe('stages', () => {
  test('R2.9 watches on after 100 % in a stage of its own, without another write', async () => {
    const bench = await openBench();
    says(bench, () => 0.001);
    const more = `${stages}\n  - { name: stabilise, percent: 100, bake: 2m }`;
    const [rollout] = await bench.begin('2.0.0', planLike([stages, more]));
    await bench.run(8 * minute);
    expect(bench.platform().applied).toEqual(['expose 2.0.0 10', 'expose 2.0.0 100']);
    expect(bench.rollout(rollout?.id ?? '')).toMatchObject({ state: 'completed', stage: 2 });
  });

  test('R1.7 pauses on yellow where the plan says so, until a person resumes', async () => {
    const bench = await openBench();
    says(bench, (ageMs) => (ageMs > 30 * second && ageMs < minute ? 0.03 : 0.001));
    const [rollout] = await bench.begin('2.0.0', planLike(['{ percent: 10, bake: 1m }', '{ percent: 10, bake: 1m, onYellow: pause }']));
    await bench.run(5 * minute);
    const after = bench.rollout(rollout?.id ?? '');
    expect(after).toMatchObject({ state: 'held', stage: 0 });
    expect(after.heldReason).toContain('Error rate');
  });

  test('R1.7 watches longer after yellow where the plan says so', async () => {
    const bench = await openBench();
    says(bench, (ageMs) => (ageMs > 30 * second && ageMs < 45 * second ? 0.03 : 0.001));
    const extend = ['{ percent: 10, bake: 1m }', '{ percent: 10, bake: 1m, onYellow: extend, extend: 4m }'] as const;
    const [rollout] = await bench.begin('2.0.0', planLike(extend));
    await bench.run(3 * minute);
    expect(bench.rollout(rollout?.id ?? '')).toMatchObject({ stage: 0, watch: { extraBakeMs: 4 * minute } });
    await bench.run(4 * minute);
    expect(bench.rollout(rollout?.id ?? '')).toMatchObject({ stage: 1, watch: { extraBakeMs: 0 } });
  });

  test('R2.3 goes on sooner after a stage in which nothing went wrong, and keeps what it saw over a restart', async () => {
    const bench = await openBench();
    says(bench, () => 0);
    const quick = '{ percent: 10, bake: 30m, accelerated: { bake: 1m, gates: [errors] } }';
    const [rollout] = await bench.begin('2.0.0', planLike(['{ percent: 10, bake: 1m }', quick]));
    await bench.run(40 * second);
    bench.restart();
    expect(bench.rollout(rollout?.id ?? '').watch.peaks).toEqual({ errors: 0 });
    await bench.run(2 * minute);
    expect(bench.rollout(rollout?.id ?? '').stage).toBe(1);
  });

  test('R2.3 takes the conservative time once something went wrong', async () => {
    const bench = await openBench();
    says(bench, (ageMs) => (ageMs > 20 * second && ageMs < 40 * second ? 0.01 : 0));
    const quick = '{ percent: 10, bake: 5m, accelerated: { bake: 1m, gates: [errors] } }';
    const [rollout] = await bench.begin('2.0.0', planLike(['{ percent: 10, bake: 1m }', quick]));
    await bench.run(4 * minute);
    expect(bench.rollout(rollout?.id ?? '').stage).toBe(0);
    await bench.run(3 * minute);
    expect(bench.rollout(rollout?.id ?? '').stage).toBe(1);
  });
});

describe('people', () => {
  const two = planLike(['{ percent: 100, bake: 1m }', '{ percent: 100, bake: 1m, approvals: [{ role: operator, count: 2 }] }']);

  test('R4.5 enters a stage that wants two people once both said yes', async () => {
    const bench = await openBench();
    says(bench, () => 0.001);
    const [rollout] = await bench.begin('2.0.0', two);
    const id = rollout?.id ?? '';
    await bench.run(3 * minute);
    expect(decided(bench, id).at(-1)).toBe('advance/approval?');
    expect(() => promote(bench.deps, id, pressOf())).toThrow('needs the approval of 1 of 2 operators');
    approve(bench.deps, id, pressOf());
    expect(() => approve(bench.deps, id, pressOf())).toThrow('Ada approved 100 % already');
    await bench.run(minute);
    expect(bench.rollout(id).stage).toBe(0);
    approve(bench.deps, id, pressOf('Looks good', { actor: personOf('admin', 'Grace') }));
    await bench.run(minute);
    expect(bench.rollout(id).stage).toBe(1);
    expect(bench.audited(id)).toContain('rollout.approve');
  });

  const signed = planLike([
    'notices: [chat]',
    `notices: [chat]
signoffs:
  - { id: nps, title: NPS, stages: ['10 %'], value: { unit: points, atLeast: 40 }, evidence: true }
  - { id: ready, title: Support is ready, stages: ['100 %'] }
  - { id: calm, title: Error rate is calm, gate: errors }`,
  ]);

  test('R4.5 waits for a typed go, holds on a no-go, and fills in what a gate can say', async () => {
    const bench = await openBench();
    says(bench, () => 0.001);
    const [rollout] = await bench.begin('2.0.0', signed);
    const id = rollout?.id ?? '';
    await bench.run(3 * minute);
    expect(decided(bench, id).at(-1)).toBe('wait/signoff');
    const answer = { signoff: 'nps', go: true, note: 'Survey 14', value: 35 };
    expect(() => signOff(bench.deps, id, { ...answer, note: '' }, pressOf())).toThrow('NPS asks for a note');
    expect(() => signOff(bench.deps, id, { ...answer, value: null }, pressOf())).toThrow('NPS asks for a number (points)');
    expect(() => signOff(bench.deps, id, { ...answer, signoff: 'calm' }, pressOf())).toThrow('fills itself in from gate errors');
    expect(() => signOff(bench.deps, id, { ...answer, signoff: 'ready' }, pressOf())).toThrow('Support is ready asks for no number');
    signOff(bench.deps, id, answer, pressOf());
    await bench.run(20 * second);
    expect(decided(bench, id).at(-1)).toBe('hold/signoffRefused');
    signOff(bench.deps, id, { ...answer, value: 44 }, pressOf());
    await bench.run(minute);
    expect(bench.rollout(id).stage).toBe(1);
    expect(signoffsOf(bench.store.reader, id).map((one) => [one.go, one.value])).toEqual([
      [false, 35],
      [true, 44],
    ]);
  });

  test('R1.12 keeps a channel waiting that follows another one', async () => {
    const bench = await openBench();
    says(bench, () => 0.001);
    const [rollout] = await bench.begin('2.0.0', planLike(['every: 10s', 'follows: alpha\nevery: 10s']));
    await bench.run(2 * minute);
    expect(decided(bench, rollout?.id ?? '')).toEqual(['hold/channel']);
    expect(bench.platform().applied).toEqual([]);
  });
});

describe('baselines', () => {
  const relative = (baseline: string) =>
    planLike(
      ['query: { what: errors }', `query: { what: errors }\n    baseline: ${baseline}`],
      [
        'metric: errors, window: 30s, yellow: 2 %, red: 5 %, emergency: 20 %',
        'metric: errors, kind: baselineRatio, window: 30s, red: 50 %',
      ],
    );

  test('R3.3 takes a fixed value as it is, even for a first release', async () => {
    const bench = await openBench();
    says(bench, () => 0.001);
    const [rollout] = await bench.begin('2.0.0', relative('{ value: 0.5 % }'));
    await bench.run(20 * second);
    expect(bench.rollout(rollout?.id ?? '').baselines).toMatchObject([{ metric: 'errors', value: 0.005, release: 'fixed' }]);
  });

  test('R3.3 takes the same hours of last week, of whatever release users had then', async () => {
    const bench = await openBench();
    bench.far.history = (from) => [reading('0.9.0', 0.02, from + second)];
    const [rollout] = await bench.begin('2.0.0', relative('{ from: lastWeek, window: 2h }'));
    await bench.run(10 * second);
    const from = bench.clock.now() - 7 * 24 * hour;
    expect(bench.rollout(rollout?.id ?? '').baselines).toMatchObject([{ value: 0.02, release: 'any', from, to: from + 2 * hour }]);
  });

  test('R3.3 takes a baseline again when a person says why, and keeps the old one when nothing is found', async () => {
    const bench = await openBench();
    bench.far.history = (from) => [reading('1.0.0', 0.02, from + second)];
    const [rollout] = await bench.begin('2.0.0', relative('{ from: previous }'));
    const id = rollout?.id ?? '';
    await bench.run(20 * second);
    bench.far.history = (from) => [reading('1.0.0', 0.03, from + second)];
    await recapture(bench.deps, id, null, pressOf('The baseline fell into an outage'));
    expect(bench.rollout(id).baselines).toMatchObject([{ value: 0.03 }]);
    bench.far.history = () => [];
    await expect(recapture(bench.deps, id, 'errors', pressOf())).rejects.toThrow('so the old one stays');
    expect(bench.rollout(id).baselines).toMatchObject([{ value: 0.03 }]);
    expect(bench.audited(id)).toContain('baseline.recaptured');
  });
});

test('R1.10 answers gates from the record: releases taken back, mean time to recovery, open incidents', async () => {
  const bench = await openBench();
  says(bench, () => 0.001);
  const now = bench.clock.now();
  const [probe] = await bench.begin('1.9.0', planLike());
  const base = {
    applicationId: bench.rollout(probe?.id ?? '').applicationId,
    version: '1.8.0',
    title: 'Slow',
    evidence: null,
    severitySince: now - hour,
    openedBy: systemActor,
    reason: '',
    acknowledgedAt: null,
    acknowledgedBy: null,
  };
  insertIncident(bench.store.writer, { ...base, id: 'inc-1', severity: 'P1', openedAt: now - hour, closedAt: now - 40 * minute });
  insertIncident(bench.store.writer, { ...base, id: 'inc-2', severity: 'P3', openedAt: now - hour, closedAt: null });
  cancel(bench.deps, probe?.id ?? '', pressOf());
  const plan = planLike([
    'gates:',
    `  mttr: { source: console, unit: ms, query: { fact: mttr } }
  rollbacks: { source: console, unit: count, query: { fact: rollbacks, over: 7d } }
  urgent: { source: console, unit: count, query: { fact: openIncidents, severity: P1 } }
gates:
  - { id: mttr, metric: mttr, window: 1m, yellow: 15min }
  - { id: rollbacks, metric: rollbacks, window: 1m, yellow: 0 }
  - { id: urgent, metric: urgent, window: 1m, yellow: 0 }`,
  ]);
  const [rollout] = await bench.begin('2.0.0', plan);
  await bench.run(2 * minute);
  const verdicts = latestVerdicts(bench.store.reader, rollout?.id ?? '');
  const of = (gate: string) => verdicts.find((one) => one.gate === gate);
  expect(of('mttr')).toMatchObject({ kind: 'yellow', value: 20 * minute });
  expect(of('rollbacks')?.value).toBe(0);
  expect(of('urgent')?.value).toBe(0);
});
