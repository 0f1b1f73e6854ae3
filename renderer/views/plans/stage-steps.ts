import type { OutlineStage, PlanOutline } from '../../../main/contract/plans.ts';
import { count, duration, percent } from '../../format.ts';

/** A stage as a step of the drawing; x and width 0–1, share 0–100. */
export interface Step {
  readonly name: string;
  readonly x: number;
  readonly width: number;
  readonly share: number;
  readonly bake: string;
  /** A person must be asked before this step. */
  readonly asks: boolean;
}

/** Least width of a step, of 1, so that its words fit. */
function leastWidth(steps: number): number {
  return 0.6 / steps;
}

/** Steps side by side: longer bakes are wider, but by their square root, so that minutes stay visible next to days. */
export function stepsOf(stages: readonly OutlineStage[]): Step[] {
  const roots = stages.map((stage) => Math.sqrt(Math.max(stage.bakeMs, 1)));
  const sum = roots.reduce((total, root) => total + root, 0);
  const least = leastWidth(stages.length);
  const free = 1 - least * stages.length;
  let x = 0;
  return stages.map((stage, index) => {
    const width = least + (free * (roots[index] ?? 0)) / sum;
    const step = { name: stage.name, x, width, share: stage.percent, bake: bakeWords(stage), asks: needsPerson(stage) };
    x += width;
    return step;
  });
}

function bakeWords(stage: OutlineStage): string {
  return stage.bakeMs === 0 ? 'no watch' : duration(stage.bakeMs);
}

function needsPerson(stage: OutlineStage): boolean {
  return stage.approval || stage.approvals.length > 0;
}

function approvalWords(stage: OutlineStage): string[] {
  if (stage.approvals.length === 0) return stage.approval ? ['approval by one person'] : [];
  return stage.approvals.map(
    ({ role, count: people }) => `approval by ${people === 1 ? `one ${role}` : `${count(people)} people, ${role}`}`,
  );
}

function listed(words: readonly string[], lead: string): string[] {
  return words.length === 0 ? [] : [`${lead} ${words.join(', ')}`];
}

/** What has to come before a stage is entered. */
export function entryWords(stage: OutlineStage): string[] {
  return [...approvalWords(stage), ...(stage.earliestDay > 1 ? [`from day ${count(stage.earliestDay)}`] : [])];
}

const yellowWords = { hold: '', pause: 'pauses on yellow', extend: 'yellow adds' } as const;

/** What happens while a stage is watched and before it is left. */
export function watchWords(stage: OutlineStage): string[] {
  const yellow = yellowWords[stage.onYellow.action];
  return [
    stage.bakeMs === 0 ? 'not watched' : `watched ${duration(stage.bakeMs)}`,
    ...(stage.acceleratedMs === null ? [] : [`${duration(stage.acceleratedMs)} when nothing goes wrong`]),
    ...(stage.streakMs > 0 ? [`${duration(stage.streakMs)} green without a break`] : []),
    ...(yellow === '' ? [] : [stage.onYellow.action === 'extend' ? `${yellow} ${duration(stage.onYellow.extendMs)}` : yellow]),
    ...listed(stage.checks, 'then'),
    ...listed(stage.signoffs, 'signoff'),
    ...(stage.automation.promote ? [] : ['a person goes on']),
    ...(stage.segments.length === 0 ? [] : [`also ${stage.segments.join(', ')}`]),
  ];
}

/** What is asked before anybody gets the release, in words; null when nothing is. */
export function beforeWords({ before }: PlanOutline): string | null {
  const words = [...before.checks, ...before.signoffs];
  return words.length === 0 ? null : words.join(', ');
}

/** The whole drawing in one sentence, for those who do not see it. */
export function outlineInWords({ stages, leastMs }: PlanOutline): string {
  const steps = stages.map((stage) => `${percent(stage.percent)} ${[...entryWords(stage), ...watchWords(stage)].join(', ')}`);
  return `${steps.join('; ')}. At least ${duration(leastMs)} in all.`;
}
