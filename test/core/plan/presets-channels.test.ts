import { describe, expect, test } from 'vitest';
import { decide, judge } from '../../../main/core/decide/index.ts';
import { freshWatch } from '../../../main/core/model/rollout.ts';
import { now, sampleVerdict } from '../../support/core-samples.ts';
import { planOf, presetText } from '../../support/plan-text.ts';
import { at, walkBands } from '../../support/preset-bands.ts';
import { goOf, stand, standingOf } from '../../support/preset-stand.ts';

const alpha = 'web-desktop-mobile-alpha.yaml';
const beta = 'web-desktop-mobile-beta.yaml';
const stable = 'web-desktop-mobile-stable.yaml';
const production = 'play-production.yaml';
const web = 'web-hosting.yaml';
const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

describe('alpha', () => {
  walkBands(alpha, [
    ['R1.7 lets an alpha go on at an error rate of 5 %', at('error-rate', 0.05), 'errors', 'green', 'complete'],
    ['R1.7 rolls back an alpha when the error rate passes 5 %', at('error-rate', 0.051), 'errors', 'red', 'rollback'],
    ['R1.7 lets an alpha go on 49 % slower than before', at('p95', 268), 'latency', 'green', 'complete'],
    ['R1.7 rolls back an alpha when p95 rises by more than 50 %', at('p95', 271), 'latency', 'red', 'rollback'],
    ['R1.7 lets an alpha go on at a success rate of 90 %', at('success-rate', 0.9), 'success', 'green', 'complete'],
    ['R1.7 holds an alpha when the success rate falls under 90 %', at('success-rate', 0.89), 'success', 'yellow', 'hold'],
    ['R1.7 lets an alpha go on at a crash rate of 2 %', at('crash-rate', 0.02), 'crashes', 'green', 'complete'],
    ['R1.7 rolls back an alpha when the crash rate passes 2 %', at('crash-rate', 0.021), 'crashes', 'red', 'rollback'],
    ['R1.6 rolls back an alpha when 4xx and 5xx pass 10 %', at('http-errors', 0.101), 'http-errors', 'red', 'rollback'],
  ]);
});

describe('beta', () => {
  walkBands(beta, [
    ['R1.7 lets a beta go on at an error rate of 2 %', at('error-rate', 0.02), 'errors', 'green', 'complete'],
    ['R1.7 rolls back a beta when the error rate passes 2 %', at('error-rate', 0.021), 'errors', 'red', 'rollback'],
    ['R1.7 lets a beta go on 29 % slower than before', at('p95', 232), 'latency', 'green', 'complete'],
    ['R1.7 rolls back a beta when p95 rises by more than 30 %', at('p95', 235), 'latency', 'red', 'rollback'],
    ['R1.7 lets a beta go on at a success rate of 95 %', at('success-rate', 0.95), 'success', 'green', 'complete'],
    ['R1.7 holds a beta when the success rate falls under 95 %', at('success-rate', 0.94), 'success', 'yellow', 'hold'],
    ['R1.7 lets a beta go on at a crash rate of 1 %', at('crash-rate', 0.01), 'crashes', 'green', 'complete'],
    ['R1.7 rolls back a beta when the crash rate passes 1 %', at('crash-rate', 0.011), 'crashes', 'red', 'rollback'],
    ['R1.7 lets a beta go on when incidents take 30 min to close', at('mttr', 30 * minute), 'recovery', 'green', 'complete'],
    ['R1.7 holds a beta when incidents take longer than 30 min to close', at('mttr', 31 * minute), 'recovery', 'yellow', 'hold'],
    ['R1.6 rolls back a beta when 4xx and 5xx pass 10 %', at('http-errors', 0.101), 'http-errors', 'red', 'rollback'],
  ]);
});

describe('stable', () => {
  walkBands(stable, [
    ['R1.5 lets a stable release go on at an error rate of 0.5 %', at('error-rate', 0.005), 'errors', 'green', 'advance'],
    ['R1.5 R1.7 rolls back a stable release when the error rate passes 0.5 %', at('error-rate', 0.0051), 'errors', 'red', 'rollback'],
    ['R1.5 lets a stable release go on at a p95 of 200 ms', at('p95', 200), 'latency-target', 'green', 'advance'],
    ['R1.5 pauses a stable release when p95 passes 200 ms', at('p95', 201), 'latency-target', 'yellow', 'pause'],
    ['R1.7 rolls back a stable release when p95 rises by more than 20 %', at('p95', 217), 'latency', 'red', 'rollback'],
    ['R1.5 lets a stable release go on at a success rate of 99 %', at('success-rate', 0.99), 'success', 'green', 'advance'],
    ['R1.5 R1.7 rolls back a stable release when success falls under 99 %', at('success-rate', 0.989), 'success', 'red', 'rollback'],
    ['R1.7 lets a stable release go on at a crash rate of 0.5 %', at('crash-rate', 0.005), 'crashes', 'green', 'advance'],
    ['R1.7 rolls back a stable release when the crash rate passes 0.5 %', at('crash-rate', 0.0051), 'crashes', 'red', 'rollback'],
    ['R1.5 R1.7 lets a stable release go on when incidents take 15 min', at('mttr', 15 * minute), 'recovery', 'green', 'advance'],
    ['R1.5 R1.7 pauses a stable release when incidents take over 15 min', at('mttr', 16 * minute), 'recovery', 'yellow', 'pause'],
    ['R1.6 rolls back a stable release when 4xx and 5xx pass 10 %', at('http-errors', 0.101), 'http-errors', 'red', 'rollback'],
    ['R1.10 completes a stable release after seven days without a rollback', { stage: 'seven days' }, 'rollbacks', 'green', 'complete'],
    ['R1.10 pauses when a release was taken back in the seven days', at('rollbacks', 1, 'seven days'), 'rollbacks', 'yellow', 'pause'],
  ]);

  test('R1.10 watches a stable release for seven days at 100 %', () => {
    const { stages } = planOf(presetText(stable));
    expect(stages.map(({ name, percent, bakeMs }) => [name, percent, bakeMs])).toEqual([
      ['everybody', 100, day],
      ['seven days', 100, 7 * day],
    ]);
    expect(stand(stable).conclusion).toMatchObject({ kind: 'advance', steps: [] });
  });
});

describe('web host', () => {
  walkBands(web, [
    ['R1.6 lets a web release go on at an error rate of 5 % over 15 min', at('error-rate', 0.05), 'errors', 'green', 'advance'],
    ['R1.6 rolls back a web release when errors pass 5 % over 15 min', at('error-rate', 0.051), 'errors', 'red', 'rollback'],
    ['R1.6 lets a web release go on 29 % slower', at('p95', 232), 'latency', 'green', 'advance'],
    ['R1.6 rolls back a web release when p95 rises by over 30 % over 10 min', at('p95', 235), 'latency', 'red', 'rollback'],
    ['R1.6 lets a web release go on at 10 % of 4xx and 5xx', at('http-errors', 0.1), 'http-errors', 'green', 'advance'],
    ['R1.6 rolls back a web release when 4xx and 5xx pass 10 %', at('http-errors', 0.101), 'http-errors', 'red', 'rollback'],
  ]);

  test('R1.6 looks at errors over 15 min and at latency over 10 min', () => {
    const windows = planOf(presetText(web)).stages[0]?.gates.map((gate) => [gate.id, gate.windowMs]);
    expect(windows).toEqual([
      ['errors', 15 * minute],
      ['latency', 10 * minute],
      ['http-errors', 15 * minute],
    ]);
  });
});

describe('yellow', () => {
  test.each([
    [alpha, 6 * hour],
    [beta, 12 * hour],
  ])('R1.7 makes the watch longer after yellow: %s', (file, extraMs) => {
    const yellow = stand(file, at('success-rate', 0.8));
    expect(yellow.conclusion.watch).toMatchObject({ extraBakeMs: extraMs, streakMs: 0, yellow: true });
    const again = stand(file, { rollout: { watch: { ...freshWatch, extraBakeMs: extraMs, streakMs: 30 * day } } });
    expect(again.conclusion).toMatchObject({ kind: 'wait', cause: 'bake' });
    expect(again.conclusion.reason).toContain('of it for yellow');
  });

  test.each([
    [alpha, 24],
    [beta, 48],
  ])('R1.7 promotes only after the whole window was green: %s, %d h', (file, hours) => {
    const short = stand(file, { rollout: { watch: { ...freshWatch, streakMs: hours * hour - 2 * minute } } });
    expect(short.conclusion).toMatchObject({ kind: 'wait', cause: 'bake' });
    expect(short.conclusion.reason).toMatch(/^Green for /);
    expect(stand(file, { rollout: { watch: { ...freshWatch, streakMs: hours * hour } } }).conclusion.kind).toBe('complete');
  });
});

describe('promotion', () => {
  const before = (file: string, over: Parameters<typeof standingOf>[2]) => {
    const snapshot = standingOf(planOf(presetText(file)), -1, over);
    return decide(snapshot, judge(snapshot));
  };

  test.each([beta, stable, production])('R1.10 starts %s once bugs, security scan, Guardian and signoffs are all good', (file) => {
    expect(before(file, {})).toMatchObject({ kind: 'start', cause: 'green' });
  });

  test.each([
    [beta, 'open-bugs', 'Open P0 and P1 bugs'],
    [beta, 'security-scan', 'Security scan'],
    [beta, 'guardian', 'Guardian'],
    [stable, 'open-bugs', 'Open P0 and P1 bugs'],
    [stable, 'security-scan', 'Security scan'],
    [stable, 'guardian', 'Guardian'],
  ])('R1.10 keeps %s from everybody when %s fails', (file, check, title) => {
    const all = standingOf(planOf(presetText(file)), -1).checks;
    const checks = all.map((one) =>
      one.check === check && one.moment === 'beforeStart' ? { ...one, passed: false, summary: 'two' } : one,
    );
    const conclusion = before(file, { snapshot: { checks } });
    expect(conclusion).toMatchObject({ kind: 'hold', cause: 'checkFailed' });
    expect(conclusion.reason).toContain(`${title} failed: two.`);
    expect(before(file, { snapshot: { checks: all.filter((one) => one.check !== check) } })).toMatchObject({
      kind: 'wait',
      cause: 'check',
    });
  });

  test.each(['feedback', 'load-test', 'cross-platform'])('R1.10 waits for %s between beta and stable', (item) => {
    const given = standingOf(planOf(presetText(stable)), -1).signoffs;
    const without = given.filter((one) => one.signoff !== item);
    expect(before(stable, { snapshot: { signoffs: without } })).toMatchObject({ kind: 'wait', cause: 'signoff' });
    const refused = [...without, goOf(item, -1, { go: false })];
    expect(before(stable, { snapshot: { signoffs: refused } })).toMatchObject({ kind: 'hold', cause: 'signoffRefused' });
  });

  test.each(['recovered', 'satisfaction'])('R1.10 is done only with %s', (item) => {
    const plan = planOf(presetText(stable));
    const own = plan.signoffs.find((one) => one.id === item);
    expect(own).toMatchObject({ stages: ['seven days'], moments: ['afterStage'] });
    const snapshot = standingOf(plan, 1);
    const signoffs = snapshot.signoffs.filter((one) => one.signoff !== item);
    const green = decide({ ...snapshot, signoffs }, judge(snapshot));
    expect(green.cause).toBe(own?.gate === null ? 'signoff' : 'green');
    if (own?.gate === null || own === undefined) return;
    const silent = judge(snapshot).map((one) => (one.gate === own.gate ? sampleVerdict('yellow', { gate: one.gate }) : one));
    expect(decide({ ...snapshot, signoffs }, silent).kind).toBe('pause');
  });

  test.each([
    [beta, 'alpha'],
    [stable, 'beta'],
    [production, 'beta'],
  ])('R1.12 does not start %s before %s was completed', (file, channel) => {
    const skipped = before(file, { snapshot: { channelsDone: [] } });
    expect(skipped).toMatchObject({ kind: 'hold', cause: 'channel', steps: [] });
    expect(skipped.reason).toContain(`was not completed on channel ${channel}`);
  });
});

describe('production by days', () => {
  const stages = planOf(presetText(production)).stages;

  test('R1.3 goes 10, 25, 50 and 100 % on days 1, 2, 3 and 5', () => {
    expect(stages.slice(0, 4).map(({ percent, earliestDay }) => [percent, earliestDay])).toEqual([
      [10, 1],
      [25, 2],
      [50, 3],
      [100, 5],
    ]);
  });

  test.each([
    ['day 1', 2, 25],
    ['day 2', 3, 50],
    ['day 3', 5, 100],
  ])('R1.3 leaves %s on day %d at the earliest', (stage, next, percent) => {
    const early = stand(production, { stage, rollout: { startedAt: now - (next - 1) * day + minute } });
    expect(early.conclusion).toMatchObject({ kind: 'wait', cause: 'notYet', nextAt: now + minute });
    const due = stand(production, { stage, rollout: { startedAt: now - (next - 1) * day } });
    expect(due.conclusion).toMatchObject({ kind: 'advance', next: `to ${percent} %` });
  });

  test.each(['day 1', 'day 2', 'day 3'])('R1.3 leaves %s only after a green day', (stage) => {
    const { conclusion } = stand(production, { stage, rollout: { watch: { ...freshWatch, streakMs: 23 * hour } } });
    expect(conclusion).toMatchObject({ kind: 'wait', cause: 'bake' });
    expect(conclusion.reason).toContain('Green for 23 h 1 min of 1 d running.');
  });

  walkBands(production, [
    ['R1.7 rolls back on any day when the error rate passes 0.5 %', at('error-rate', 0.0051, 'day 2'), 'errors', 'red', 'rollback'],
    ['R1.7 rolls back on any day when the crash rate passes 0.5 %', at('crash-rate', 0.0051, 'day 3'), 'crashes', 'red', 'rollback'],
    ['R1.5 pauses on any day when p95 passes 200 ms', at('p95', 201, 'day 2'), 'latency-target', 'yellow', 'pause'],
  ]);
});
