import { expect, test } from 'vitest';
import { plannedChecks } from '../../main/commands/rows/planned-checks.ts';
import type { CheckResult } from '../../main/core/model/check.ts';
import type { CheckSpec } from '../../main/core/model/plan.ts';
import { samplePlan } from '../support/core-samples.ts';

const guardian: CheckSpec = {
  id: 'guardian',
  title: 'Guardian',
  source: 'guardian',
  moments: ['beforeStart', 'afterStage'],
  settings: {},
  freshForMs: null,
  stages: null,
};
const plan = samplePlan({ checks: [guardian] });
const moments = (
  state: 'preparing' | 'running' | 'rollingBack',
  stage: number,
  asked: readonly CheckResult[] = [],
  endedAt: number | null = null,
) => plannedChecks(plan, { state, stage, endedAt }, asked).map((row) => `${row.moment} ${row.stage}`);
const answer = (over: Pick<CheckResult, 'moment' | 'stage'>): CheckResult => ({
  check: 'guardian',
  passed: true,
  summary: '',
  items: [],
  at: 0,
  ...over,
});
const stages = plan.stages.map((_, stage) => `afterStage ${stage}`);

test('R1.4 plans a check for before the start and for each stage that is still to come', () => {
  expect(moments('preparing', -1)).toEqual(['beforeStart 0', ...stages]);
  expect(moments('preparing', -1, [answer({ moment: 'beforeStart', stage: -1 })])).toEqual(stages);
  expect(moments('running', 1)).toEqual(stages.slice(1));
});

test('R1.4 no longer plans what was asked, nor anything for a release that goes back or is over', () => {
  expect(moments('running', 0, [answer({ moment: 'afterStage', stage: 0 })])).toEqual(stages.slice(1));
  expect(moments('rollingBack', 0)).toEqual([]);
  expect(moments('running', 0, [], 5)).toEqual([]);
});
