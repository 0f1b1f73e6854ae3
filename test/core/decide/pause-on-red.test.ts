import { expect, test } from 'vitest';
import { decide, judge } from '../../../main/core/decide/index.ts';
import { freshWatch } from '../../../main/core/model/rollout.ts';
import { pointsOf, sampleGate, samplePlan, sampleRollout, sampleSnapshot, sampleStage } from '../../support/core-samples.ts';

const plan = samplePlan({ stages: [sampleStage({ gates: [sampleGate({ onRed: 'pause' })] }), sampleStage({ percent: 50 })] });
const windows = [{ metric: 'errors', points: pointsOf([0.1, 0.1, 0.1, 0.1]), control: [], failingSince: null, problem: null }];

test('R1.5 pauses once for each episode of red, and holds the share after a person let it go on', () => {
  const snapshot = sampleSnapshot({ plan, windows });
  const first = decide(snapshot, judge(snapshot));
  expect(first).toMatchObject({ kind: 'pause', cause: 'red', watch: { paused: true }, steps: [] });
  const resumed = { ...snapshot, rollout: sampleRollout({ watch: { ...freshWatch, paused: true } }) };
  expect(decide(resumed, judge(resumed))).toMatchObject({ kind: 'hold', cause: 'red', steps: [] });
  const well = { ...resumed, windows: [{ ...windows[0], points: pointsOf([0, 0, 0, 0]) }] } as typeof snapshot;
  expect(decide(well, judge(well))).toMatchObject({ kind: 'advance', watch: { paused: false } });
});
