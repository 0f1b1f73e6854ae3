export { type ConsoleQuestion, consoleQuestion, consoleSource, incidentSeverities } from './console-facts.ts';
export { explainPlan } from './explain.ts';
export { planJsonSchema } from './json-schema.ts';
export { placeIssues } from './place-issues.ts';
export type { PlanIssue, PlanProblem } from './problem.ts';
export { type PlanRead, readKeptPlan, readPlan } from './read.ts';
export { type GateSensitivity, type MetricTraffic, sensitivityOf, type StageSensitivity } from './sensitivity.ts';
