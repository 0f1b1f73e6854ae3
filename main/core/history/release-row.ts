import { type PastOutcome, pastOutcomes, type PastStage } from '../model/past-rollout.ts';
import { type Surface, surfaces } from '../model/surface.ts';
import { type Field, numberField, quoted, timeField } from './fields.ts';
import type { HistoryProblem } from './problem.ts';
import type { TimeRange } from './row.ts';

/** A past release as a file tells it. Null where the file does not say. Times in ms. */
export interface ReleaseRow {
  readonly line: number;
  readonly application: string | null;
  /** Id or name of a target. */
  readonly target: string | null;
  readonly surface: Surface | null;
  readonly channel: string | null;
  readonly version: string;
  readonly previousVersion: string | null;
  readonly plan: string;
  readonly stages: readonly PastStage[];
  readonly outcome: PastOutcome;
  readonly decidedAt: number | null;
  readonly reason: string;
}

/** One step of a release in the texts of its file; empty where it says nothing. */
export interface RawStep {
  readonly line: number;
  readonly stage: string;
  readonly percent: string;
  readonly from: string;
  readonly to: string;
}

export const rawFields = [
  'application',
  'target',
  'surface',
  'channel',
  'version',
  'previousVersion',
  'plan',
  'outcome',
  'decidedAt',
  'reason',
] as const;

/** A release in the texts of its file. */
export interface RawRelease extends Readonly<Record<(typeof rawFields)[number], string>> {
  readonly line: number;
  readonly steps: readonly RawStep[];
}

/** The release a file means, or all that is wrong with it. */
export function releaseRow(raw: RawRelease, range: TimeRange): ReleaseRow | readonly HistoryProblem[] {
  const problems: HistoryProblem[] = [];
  const wrong = (line: number, message: string): void => void problems.push({ line, message });
  const take = <T>(line: number, field: Field<T>): T | null => {
    if (!field.ok) wrong(line, field.message);
    return field.ok ? field.value : null;
  };
  if (raw.version.trim() === '') wrong(raw.line, 'version is empty');
  const surface = surfaces.find((one) => one === raw.surface.trim()) ?? null;
  if (surface === null && raw.surface.trim() !== '')
    wrong(raw.line, `surface ${quoted(raw.surface)} is not known. Known: ${surfaces.join(', ')}`);
  const outcome = take(raw.line, outcomeField(raw.outcome));
  const told = raw.decidedAt.trim() === '' ? null : take(raw.line, timeField('decidedAt', raw.decidedAt, range));
  const stages = stagesOf(raw, told, range, problems);
  const decidedAt = outcome === 'open' ? null : (told ?? stages.at(-1)?.to ?? null);
  if (outcome !== null && outcome !== 'open' && decidedAt === null && problems.length === 0)
    wrong(
      raw.line,
      `a release that ${outcome === 'completed' ? 'was completed' : 'ended'} needs decidedAt, or an end (to) of its last step`,
    );
  if (outcome === null || problems.length > 0) return problems;
  return {
    line: raw.line,
    application: orNull(raw.application),
    target: orNull(raw.target),
    surface,
    channel: orNull(raw.channel),
    version: raw.version.trim(),
    previousVersion: orNull(raw.previousVersion),
    plan: raw.plan.trim(),
    stages,
    outcome,
    decidedAt,
    reason: raw.reason.trim(),
  };
}

function orNull(text: string): string | null {
  return text.trim() === '' ? null : text.trim();
}

function outcomeField(text: string): Field<PastOutcome> {
  const plain = text.replace(/[\s_-]/g, '').toLowerCase();
  const found = pastOutcomes.find((one) => one.toLowerCase() === plain);
  if (found !== undefined) return { ok: true, value: found };
  return { ok: false, message: `outcome ${quoted(text)} is not known. Known: ${pastOutcomes.join(', ')}` };
}

function percentField(text: string): Field<number> {
  const read = numberField('percent', text.trim().replace(/\s*%$/, ''));
  if (!read.ok || (read.value >= 0 && read.value <= 100)) return read;
  return { ok: false, message: `percent ${quoted(text)} is not between 0 and 100` };
}

function stageField(text: string, index: number): Field<number> {
  if (text.trim() === '') return { ok: true, value: index };
  const read = numberField('stage', text);
  if (!read.ok || (Number.isInteger(read.value) && read.value >= 0)) return read;
  return { ok: false, message: `stage ${quoted(text)} is not a whole number from 0` };
}

/** Steps in time, each ending where the next begins unless it says otherwise. */
function stagesOf(raw: RawRelease, decidedAt: number | null, range: TimeRange, problems: HistoryProblem[]): PastStage[] {
  if (raw.steps.length === 0)
    problems.push({ line: raw.line, message: 'there are no steps. A release needs at least one percent with its time' });
  const read = raw.steps.map((step, index) => {
    const fields = {
      stage: stageField(step.stage, index),
      percent: percentField(step.percent),
      from: timeField('from', step.from, range),
      to: step.to.trim() === '' ? { ok: true as const, value: null } : timeField('to', step.to, range),
    };
    for (const field of Object.values(fields)) if (!field.ok) problems.push({ line: step.line, message: field.message });
    const { stage, percent, from, to } = fields;
    return stage.ok && percent.ok && from.ok && to.ok
      ? { stage: stage.value, percent: percent.value, from: from.value, to: to.value }
      : null;
  });
  const whole = read.filter((one) => one !== null);
  if (whole.length < read.length) return [];
  const stages = whole.map((one, index) => ({ ...one, to: one.to ?? whole[index + 1]?.from ?? decidedAt }));
  stages.forEach((one, index) => {
    const line = raw.steps[index]?.line ?? raw.line;
    const next = stages[index + 1];
    if (one.to !== null && one.to < one.from) problems.push({ line, message: 'the step ends before it begins' });
    if (next !== undefined && one.to !== null && next.from < one.to)
      problems.push({ line: raw.steps[index + 1]?.line ?? line, message: 'the step begins before the one before it ended' });
  });
  return stages;
}
