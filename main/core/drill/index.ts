export { type DrillGround, type DrillPlan, type DrillPlanRead, type DrillWishes, planForDrill } from './own-plan.ts';
export { playable, pressWords } from './presses.ts';
export {
  beforeIt,
  type DrillPromise,
  type DrillReminder,
  drillsCsv,
  type DrillTimes,
  pressedAt,
  promisesOf,
  rehearsed,
  reminderOf,
  timesOf,
} from './result.ts';
export { fleetMetrics, type FleetMetric } from './stand-ins.ts';
