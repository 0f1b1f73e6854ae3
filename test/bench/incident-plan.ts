import { readPlan } from '../../main/core/plan/index.ts';

export const gates = 20;
const ids = Array.from({ length: gates }, (_, index) => `route-${index}`);

/** A plan with twenty error rates that the applications report about themselves, so that no source has to be connected. */
export const planText = [
  'name: twenty routes',
  'every: 15s',
  'metrics:',
  ...ids.map((id) => `  ${id}: { source: intake, unit: rate, aggregate: last, query: { metric: ${id} } }`),
  'gates:',
  ...ids.map((id) => `  - { id: ${id}, metric: ${id}, window: 5m, yellow: 2 %, red: 5 %, minSamples: 50 }`),
  'stages:',
  '  - { percent: 10, bake: 30d }',
  '  - { percent: 100, bake: 1h }',
  '',
].join('\n');

function readIt() {
  const read = readPlan(planText, 'twenty-routes.yaml');
  if (!read.ok) throw new Error(`The plan of the bench cannot be read: ${read.problems[0]?.message ?? ''}`);
  return read;
}

/** The plan as read. */
export const incidentPlan = readIt();
