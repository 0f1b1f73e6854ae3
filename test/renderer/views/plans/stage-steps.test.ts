import { expect, test } from 'vitest';
import { planOutline } from '../../../../main/commands/rows/plan-outline.ts';
import { entryWords, outlineInWords, stepsOf, watchWords } from '../../../../renderer/views/plans/stage-steps.ts';
import { planOf, presetText } from '../../../support/plan-text.ts';

const plain = (words: string) => words.replaceAll(/\u00a0|\u202f/g, ' ');
const text = presetText('canary-24h.yaml').replace(
  /^stages:[^]*?\n\n/m,
  `signoffs:
  - id: nps
    title: NPS
    stages: [half]
stages:
  - percent: 10
    bake: 30m
  - name: half
    percent: 50
    bake: 8h
    earliestDay: 3
    onYellow: extend
    extend: 1h
    streak: 2h
    approvals:
      - { role: admin, count: 2 }
  - percent: 100
    bake: 2d
    automation: { promote: false }

`,
);
const outline = planOutline(planOf(text));

test('design 3 draws stages side by side, longer ones wider, none too narrow for its words', () => {
  const steps = stepsOf(outline.stages);
  const [first, second, third] = steps.map((step) => step.width);
  expect(first).toBeGreaterThanOrEqual(0.2);
  expect(second).toBeGreaterThan(first ?? 1);
  expect(third).toBeGreaterThan(second ?? 1);
  expect(steps.reduce((sum, step) => sum + step.width, 0)).toBeCloseTo(1, 10);
  expect(steps.map((step) => step.asks)).toEqual([false, true, false]);
});

test('design 3 says what each stage waits for, and the least time of all', () => {
  const half = outline.stages[1];
  if (!half) throw new Error('no stage');
  expect(entryWords(half).map(plain)).toEqual(['approval by 2 people, admin', 'from day 3']);
  expect(watchWords(half).map(plain)).toEqual([
    'watched 8 h',
    '2 h green without a break',
    'yellow adds 1 h',
    'then Guardian',
    'signoff NPS',
  ]);
  expect(outline.leastMs).toBe((48 + 8 + 48) * 3_600_000);
  expect(plain(outlineInWords(outline))).toContain('a person goes on');
  expect(plain(outlineInWords(outline))).toMatch(/At least 4 d 8 h in all\.$/);
});
