export { explainPlan } from './explain.ts';
export { planJsonSchema } from './json-schema.ts';
export type { PlanProblem } from './problem.ts';
export { type PlanRead, readPlan } from './read.ts';
