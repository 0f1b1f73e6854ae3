import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { type DrillGround, planForDrill } from '../../../main/core/drill/index.ts';
import { readPlan } from '../../../main/core/plan/index.ts';

const folder = join(import.meta.dirname, '../../../resources/plans');
const measure = (name: string) => ({ query: `app_${name}[20s]`, samples: 'app_requests_total' });

const ground: DrillGround = {
  answers: (query) => JSON.stringify(query).includes('app_'),
  measures: {
    'error-rate': measure('errors'),
    p95: { ...measure('p95'), scale: 1000 },
    'auth-success': measure('auth'),
    'crash-rate': measure('crashes'),
  },
  metrics: 'practice-metrics',
  notices: 'practice-slack',
  check: (source) => (source === 'our-guardian' || source === 'practice-guardian' ? 'practice-guardian' : null),
};
const watched = { watched: true, byHand: true };

const own = `name: ours
every: 1m
follows: beta
metrics:
  sentry-errors: { title: Errors by release, source: sentry-live, unit: rate, query: { project: 1 } }
  free: { title: Crash-free sessions, source: sentry-live, unit: rate, query: { project: 1 } }
  nps: { title: NPS, source: forms, unit: score, query: { form: nps } }
gates:
  - { id: errors, title: Errors, metric: sentry-errors, window: 10m, red: 2 %, for: 20m }
  - { id: free, title: Crash-free, metric: free, direction: below, window: 30m, red: 99 % }
  - { id: feeling, title: Feeling, metric: nps, direction: below, window: 1h, red: 30, whenNoData: red }
checks:
  - { id: guard, source: our-guardian, freshFor: 1h }
  - { id: lab, title: Lab report, source: lab }
signoffs:
  - { id: qa }
freezes:
  - { days: [friday] }
stages:
  - { percent: 10, bake: 4h, approval: true }
  - { percent: 100, bake: 1d, earliestDay: 2 }
notices: [our-slack]
`;

function played(text: string, wishes = watched) {
  const read = planForDrill(text, 'ours.yaml', ground, wishes);
  if (!read.ok) throw new Error(read.problem);
  const plan = readPlan(read.drill.text, 'ours.yaml');
  if (!plan.ok) throw new Error(plan.problems[0]?.message);
  return { ...read.drill, plan: plan.plan };
}

test('R1.12 every plan that ships can be rehearsed, or says why not', () => {
  const names = readdirSync(folder).filter((name) => name.endsWith('.yaml'));
  const problems = names.flatMap((name) => {
    const read = planForDrill(readFileSync(join(folder, name), 'utf8'), name, ground, watched);
    return read.ok ? [] : [`${name}: ${read.problem}`];
  });
  expect(problems).toEqual([]);
});

test('R1.12 a plan keeps its rules in a drill, and its times pass faster by one factor', () => {
  const { plan, speed } = played(own);
  expect(speed).toBe(30);
  expect(plan.everyMs).toBe(2000);
  expect(plan.stages.map((stage) => [stage.percent, stage.bakeMs])).toEqual([
    [10, 480_000],
    [100, 2_880_000],
  ]);
  const errors = plan.stages[0]?.gates.find((gate) => gate.id === 'errors');
  expect(errors).toMatchObject({ red: 0.02, windowMs: 20_000, forMs: 40_000, shadow: false });
});

test('R1.12 a drill says which measure stands in, which gate stays blind and only watches, and what is left out', () => {
  const drill = played(own);
  expect(drill.metrics.map((one) => [one.id, one.use])).toEqual([
    ['sentry-errors', 'standIn'],
    ['free', 'standIn'],
    ['nps', 'blind'],
  ]);
  expect(drill.metrics[1]?.says).toBe('the crash rate of the practice fleet stands in, counted the other way round');
  expect(drill.plan.metrics.find((metric) => metric.id === 'free')?.query).toEqual({
    query: '1 - (app_crashes[20s])',
    samples: 'app_requests_total',
  });
  expect([drill.judging, drill.blind]).toEqual([['Errors', 'Crash-free'], ['Feeling']]);
  // Silence means red to this gate: it must not take a release back over a source that a drill has not.
  expect(drill.plan.stages[0]?.gates.find((gate) => gate.id === 'feeling')?.shadow).toBe(true);
  expect(drill.leftOut).toEqual([
    '1 signoff of the plan: nobody is asked.',
    'Approvals before a stage: it is entered without them.',
    'Freezes: the drill plays at any hour.',
    'Earliest days of stages.',
    'Channel beta, which the release must have completed before.',
    'Checks that the practice fleet has not: Lab report.',
  ]);
  expect(drill.plan.checks.map((check) => check.source)).toEqual(['practice-guardian']);
  expect([drill.plan.notices, drill.plan.follows, drill.plan.signoffs]).toEqual([['practice-slack'], null, []]);
});

test('R1.12 says how long a drill lasts at least when nothing goes wrong', () => {
  const { lastsMs, plan } = played(own);
  expect(lastsMs).toBe(plan.stages.reduce((sum, stage) => sum + stage.bakeMs, 0));
  expect(lastsMs).toBeGreaterThan(60_000);
});

test('design 5 no source of a plan keeps its name in a drill, so that nothing real can be asked', () => {
  const { plan } = played(own);
  expect(new Set(plan.metrics.map((metric) => metric.source))).toEqual(new Set(['practice-metrics']));
});

test('R1.12 automatic rollback is off when a person is to press, and else as the plan says', () => {
  expect(played(own).plan.stages.map((stage) => stage.automation.rollback)).toEqual([false, false]);
  const alone = { watched: false, byHand: false };
  expect(played(own, alone).plan.stages.map((stage) => stage.automation)).toEqual([
    { promote: true, rollback: true },
    { promote: true, rollback: true },
  ]);
  const careful = own.replace('follows: beta', 'automation: { rollback: false }');
  expect(played(careful, alone).plan.stages[0]?.automation.rollback).toBe(false);
  expect(played(own, alone).plan.stages[0]?.bakeMs).toBe(4 * 3_600_000);
});

test('R1.12 windows inside a query pass faster too, and no baseline looks further back than the fleet has lived', () => {
  const text = own
    .replace(
      'source: sentry-live, unit: rate, query: { project: 1 }',
      "source: prod, unit: rate, query: { query: 'app_x[15m]' }, baseline: { from: lastWeek, window: 7d }",
    )
    .replace('every: 1m', 'every: 1m\nbaselineWindow: 3d');
  const { plan } = played(text);
  expect(plan.metrics[0]).toMatchObject({ query: { query: 'app_x[30s]' }, baseline: { from: 'previous', windowMs: 50 * 60_000 } });
  expect(plan.baselineWindowMs).toBe(50 * 60_000);
});

test('R1.12 a plan that is broken, or of which nothing can be judged, is refused with words', () => {
  const broken = planForDrill('name: x', 'ours.yaml', ground, watched);
  expect(broken).toMatchObject({ ok: false, problem: expect.stringContaining('ours.yaml:1') });
  const silent = own.replaceAll(/^ {2}- \{ id: (errors|free),.*\n/gm, '');
  expect(planForDrill(silent, 'ours.yaml', ground, watched)).toMatchObject({ ok: false, problem: expect.stringContaining('answers none') });
});
