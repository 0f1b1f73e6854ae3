import { expect, test } from 'vitest';
import { openStore } from '../../main/store/open.ts';
import { saveDrill } from '../../main/store/drills.ts';
import { cliPlace } from '../support/cli.ts';
import { playedDrill } from '../support/drill-samples.ts';

const own = `name: ours
every: 15m
metrics:
  sentry-errors: { title: Errors by release, source: sentry-live, unit: rate, query: { project: 1 } }
  nps: { title: NPS, source: forms, unit: score, query: { form: nps } }
gates:
  - { id: errors, title: Errors, metric: sentry-errors, window: 20m, red: 5 %, minSamples: 50 }
  - { id: feeling, title: Feeling, metric: nps, direction: below, window: 1h, red: 30, whenNoData: red }
stages:
  - { percent: 10, bake: 8h, approval: true }
  - { percent: 100, bake: 8h }
`;

test('R4.3 drill plays a scenario under a plan of one’s own, and says what stood in, what stayed blind and what was left out', {
  timeout: 90_000,
}, async () => {
  const place = cliPlace();
  const ran = await place.run('drill', 'bad-release', '--plan', place.file('ours.yaml', own));
  expect(ran).toMatchObject({ code: 0 });
  expect(ran.out).toContain('judged by Errors; all stages need 16 h or more');
  expect(ran.out).toContain('Errors by release: the error rate of the practice fleet stands in');
  expect(ran.out).toContain('Feeling: blind here, so that it only watches');
  expect(ran.out).toContain('left out: Approvals before a stage');
  expect(ran.out).toContain('bad-release (seed 1): rolledBack, expected rolledBack');
});

test('R4.3 drill refuses a plan or a scenario that does not fit, with what to do', { timeout: 60_000 }, async () => {
  const place = cliPlace();
  const crash = await place.run('drill', 'crash', '--plan', place.file('ours.yaml', own));
  expect(crash).toMatchObject({ code: 2, error: expect.stringContaining('Choose another scenario for ours.yaml') });
  const broken = await place.run('drill', 'bad-release', '--plan', place.file('broken.yaml', 'name: x\n'));
  expect(broken).toMatchObject({ code: 2, error: expect.stringContaining('broken.yaml:1') });
});

test('R1.12 drills lists what people rehearsed, also as CSV and without a running console', { timeout: 60_000 }, async () => {
  const place = cliPlace();
  const store = await openStore({ folder: place.workspace, now: () => playedDrill.startedAt });
  saveDrill(store.writer, playedDrill);
  store.close();
  expect((await place.run('drills')).out).toMatch(/Anna +bad-release +ours +12\.0 s +3\.0 s +40\.0 s +4180 +contained/);
  expect((await place.run('drills', '--csv')).out).toContain('Anna,A release turns bad,Pryde 2.4.0');
});
