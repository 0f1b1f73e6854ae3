import type { PlanDetail, PlanRow } from '../../contract/plans.ts';
import { textHash } from '../../core/hash.ts';
import { explainPlan, readPlan } from '../../core/plan/index.ts';
import type { PlanFile } from '../plan-files.ts';
import { planOutline } from './plan-outline.ts';
import { stageRow } from './stage-row.ts';

/** A plan file as it is listed; one with problems says which instead of what it would do. */
export function planRow(file: Omit<PlanFile, 'path'>): PlanRow {
  const read = readPlan(file.text, file.file);
  const base = { file: file.file, origin: file.origin, changedAt: file.changedAt };
  if (!read.ok)
    return {
      ...base,
      name: file.file.replace(/\.ya?ml$/, ''),
      hash: textHash(file.text),
      description: '',
      stages: [],
      gates: 0,
      problems: read.problems.map((problem) => ({ ...problem })),
    };
  const { plan, hash } = read;
  const gates = new Set(plan.stages.flatMap((stage) => stage.gates.map((gate) => gate.id)));
  return {
    ...base,
    name: plan.name,
    hash,
    description: plan.description,
    stages: plan.stages.map(stageRow),
    gates: gates.size,
    problems: [],
  };
}

/** A plan file with its text and what the text means. */
export function planDetail(file: Omit<PlanFile, 'path'>): PlanDetail {
  const read = readPlan(file.text, file.file);
  const meaning = read.ok ? { explanation: explainPlan(read.plan), outline: planOutline(read.plan) } : { explanation: [], outline: null };
  return { ...planRow(file), text: file.text, ...meaning };
}
