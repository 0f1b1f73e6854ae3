import { describe, expect, test } from 'vitest';
import { announcedShare, extendToNow, labelled, shareModel } from '../../../renderer/charts/share-model.ts';
import { sparkScale } from '../../../renderer/charts/sparkline.tsx';
import { timeTicks } from '../../../renderer/charts/time-scale.ts';
import { segmentsOf, trackInWords } from '../../../renderer/parts/stage-track.tsx';
import { now, prydeDesktop, prydeWeb, siteProofFlag } from '../../support/fixture/fleet.ts';
import { timeline } from '../../support/fixture/rollout.ts';

describe('R6.1 share over time', () => {
  test('goes on to now and announces the rollback as a dashed step to 0 %', () => {
    const model = shareModel(timeline, prydeWeb, now);
    expect(model.points.filter((point) => point.share !== null).at(-1)).toEqual({ ts: now, share: 10, coming: 10 });
    expect(model.points.at(-1)).toEqual({ ts: model.to, share: null, coming: 0 });
    expect(model.to).toBeGreaterThan(now);
  });

  test('ends where the rollout ended', () => {
    const model = shareModel(timeline, { ...prydeWeb, state: 'rolledBack', endedAt: now }, now + 3_600_000);
    expect([model.now, model.to]).toEqual([timeline.to, timeline.to]);
    expect(model.points.every((point) => point.coming === null)).toBe(true);
  });

  test('announces nothing while a person is asked or a source is awaited', () => {
    expect(announcedShare(prydeDesktop.next, prydeDesktop.stages, 0)).toBeNull();
    expect(announcedShare({ ...siteProofFlag.next, recommendation: true }, siteProofFlag.stages, 1)).toBeNull();
    expect(announcedShare(siteProofFlag.next, siteProofFlag.stages, 1)).toBe(50);
  });

  test('lets the last verdict of each gate stand until now', () => {
    const extended = extendToNow(timeline.spans, now + 5000);
    expect(extended.filter((span) => span.to === now + 5000).map((span) => span.gate)).toHaveLength(6);
    expect(extended.filter((span) => span.gate === 'auth-success').map((span) => span.kind)).toEqual(['pending', 'green', 'yellow', 'red']);
  });

  test('labels the later of two events that stand too close', () => {
    const marks = [0, 10, 200].map((ts) => ({ ts, label: `${ts}`, text: '', tone: 'plain' as const }));
    expect([...labelled(marks, (ts) => ts, 84)].toSorted((a, b) => a - b)).toEqual([1, 2]);
  });

  test('puts ticks on round times inside the range', () => {
    const ticks = timeTicks(Date.UTC(2024, 2, 12, 2, 47), Date.UTC(2024, 2, 12, 3, 31), 5);
    expect(ticks.map((tick) => new Date(tick).getUTCMinutes())).toEqual([50, 0, 10, 20, 30]);
    expect(timeTicks(0, 0, 5)).toEqual([0]);
  });
});

describe('R6.1 the stage track', () => {
  test('is as wide as its stages and fills with share and evidence', () => {
    expect(segmentsOf(prydeWeb)).toEqual([
      { name: 'canary', width: 10, reached: 1, sure: 14 / 30 },
      { name: 'half', width: 40, reached: 0, sure: 0 },
      { name: 'everyone', width: 50, reached: 0, sure: 0 },
    ]);
  });

  test('says the same in words, also before the start and with an unknown share', () => {
    expect(trackInWords(prydeWeb).replaceAll('\u00a0', ' ')).toBe('stage 1 of 3, 10 %, 14 min of 30 min observed');
    expect(trackInWords({ ...prydeWeb, stage: -1 })).toBe('not started, 3 stages');
    expect(segmentsOf({ ...prydeWeb, percent: null }).every((segment) => segment.reached === 0)).toBe(true);
  });
});

describe('R6.1 the sparkline', () => {
  test('draws a wobble as the flat line that it is, and keeps the bound in sight', () => {
    const flat = sparkScale(
      [
        [0, 0.994],
        [1, 0.996],
      ],
      null,
      28,
    );
    expect(Math.abs(flat.y(0.994) - flat.y(0.996))).toBeLessThan(3);
    const bound = sparkScale(
      [
        [0, 0.98],
        [1, 0.86],
      ],
      0.9,
      28,
    );
    expect(bound.y(0.9)).toBeGreaterThan(bound.y(0.98));
    expect(bound.y(0.86)).toBeLessThanOrEqual(28);
    expect(
      Number.isFinite(
        sparkScale(
          [
            [0, 0],
            [1, 0],
          ],
          null,
          28,
        ).y(0),
      ),
    ).toBe(true);
  });
});
