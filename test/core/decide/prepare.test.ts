import { expect, test } from 'vitest';
import { decide } from '../../../main/core/decide/index.ts';
import type { CheckResult } from '../../../main/core/model/check.ts';
import type { Snapshot } from '../../../main/core/model/snapshot.ts';
import type { Verdict } from '../../../main/core/model/verdict.ts';
import {
  minute,
  now,
  sampleBaseline,
  sampleGate,
  samplePlan,
  sampleRollout,
  sampleSnapshot,
  sampleStage,
  sampleVerdict,
} from '../../support/core-samples.ts';

const preparing = sampleRollout({ state: 'preparing', stage: -1, stageEnteredAt: null, startedAt: null, expected: null, observedMs: 0 });
const guardian = {
  id: 'guardian',
  title: 'Guardian',
  source: 'guard',
  moments: ['beforeStart', 'afterStage'],
  settings: {},
  freshForMs: null,
  stages: null,
} as const;
const guarded = samplePlan({ checks: [guardian] });
const before = (over: Partial<Snapshot> = {}) => decide(sampleSnapshot({ rollout: preparing, ...over }), []);
const answer = (over: Partial<CheckResult>): CheckResult => ({
  check: 'guardian',
  moment: 'beforeStart',
  stage: -1,
  passed: true,
  summary: 'all five reports passed',
  items: [],
  at: now,
  ...over,
});

test('R3.1 starts with the share of the first stage, and judges no drift before it', () => {
  const conclusion = before();
  expect(conclusion).toMatchObject({ kind: 'start', cause: 'green', next: 'to 10 %', recommendation: false });
  expect(conclusion.steps.map((step) => step.operation)).toEqual([{ op: 'expose', version: '4.8.0', percent: 10 }]);
});

test('R3.1 starts without asking even when promotion is by hand, because starting was a wish already', () => {
  expect(before({ rollout: { ...preparing, automationOverride: { promote: false, rollback: false } } }).kind).toBe('start');
});

test('R4.5 asks for approval of a first stage that wants it', () => {
  const plan = samplePlan({ stages: [sampleStage({ approval: true, approvals: [{ role: 'operator', count: 1 }] })] });
  expect(before({ plan })).toMatchObject({ kind: 'start', cause: 'approval', recommendation: true, steps: [] });
  expect(before({ plan, rollout: { ...preparing, approvedStage: 0 } }).steps).toHaveLength(1);
});

test('design 5 waits for the first write instead of sending it twice', () => {
  expect(before({ actions: [{ id: 'a1', state: 'intended', op: 'expose' }] })).toMatchObject({ kind: 'wait', cause: 'busy', steps: [] });
  expect(before({ actions: [{ id: 'a1', state: 'failed', op: 'expose' }] })).toMatchObject({ kind: 'hold', cause: 'busy', steps: [] });
});

test('design 4 does not start blindly: gap and unread platform hold', () => {
  expect(before({ rollout: { ...preparing, lastSweepAt: now - 60 * minute } }).cause).toBe('gap');
  expect(before({ platform: { state: null, readAt: null, failingSince: null, problem: null } }).cause).toBe('unreachable');
});

test('R1.4 waits for Guardian, and one that could not be asked has not passed', () => {
  expect(before({ plan: guarded })).toMatchObject({ kind: 'wait', cause: 'check', next: 'waits for Guardian', steps: [] });
  expect(before({ plan: guarded, checks: [answer({ passed: null })] }).cause).toBe('check');
  expect(before({ plan: guarded, checks: [answer({})] }).kind).toBe('start');
});

test('R1.4 refuses to start when Guardian fails', () => {
  const conclusion = before({ plan: guarded, checks: [answer({ passed: false, summary: 'security scan failed' })] });
  expect(conclusion).toMatchObject({ kind: 'hold', cause: 'checkFailed', steps: [] });
  expect(conclusion.reason).toBe('Guardian failed: security scan failed. Nobody has been given 4.8.0.');
});

test('R3.3 waits for the baselines its gates need before anybody is exposed', () => {
  const relative = sampleGate({ kind: 'baselineRatio' });
  const plan = samplePlan({ stages: [sampleStage({ gates: [relative] })] });
  expect(before({ plan }).reason).toBe('Waiting for the baseline of Error rate: 4.7.3 over 1 h.');
  expect(before({ plan, rollout: { ...preparing, baselines: [sampleBaseline(0.004)] } }).kind).toBe('start');
  expect(before({ plan, rollout: { ...preparing, previousVersion: null } })).toMatchObject({ kind: 'hold', cause: 'blind' });
  const shadow = samplePlan({ stages: [sampleStage({ gates: [{ ...relative, shadow: true }, sampleGate()] })] });
  expect(before({ plan: shadow }).kind).toBe('start');
});

test('R1.8 asks Guardian again after the stage, and rolls back when it fails', () => {
  const after = (checks: readonly CheckResult[], verdicts: readonly Verdict[] = [sampleVerdict('green')]) =>
    decide(sampleSnapshot({ plan: guarded, checks }), verdicts);
  const passed = answer({ moment: 'afterStage', stage: 0 });
  expect(after([])).toMatchObject({ kind: 'wait', cause: 'check' });
  expect(after([{ ...passed, stage: 1 }]).cause).toBe('check');
  expect(after([passed]).kind).toBe('advance');
  const failed = after([{ ...passed, passed: false, summary: 'accounts cannot sign in' }]);
  expect(failed).toMatchObject({ kind: 'rollback', cause: 'checkFailed', reason: 'Guardian failed: accounts cannot sign in.' });
  expect(failed.steps).toHaveLength(1);
  expect(after([{ ...passed, passed: false, check: 'other' }]).reason).toContain('other failed');
});
