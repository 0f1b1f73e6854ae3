import { aftermathHandlers } from './areas/aftermath.ts';
import { backtestHandlers } from './areas/backtests.ts';
import { bundleHandlers } from './areas/bundles.ts';
import { channelHandlers } from './areas/channels.ts';
import { connectionHandlers } from './areas/connections.ts';
import { containmentHandlers } from './areas/containment.ts';
import { dispatchHandlers } from './areas/dispatches.ts';
import { drillHandlers } from './areas/drills.ts';
import { exposureHandlers } from './areas/exposure.ts';
import { fleetHandlers } from './areas/fleet.ts';
import { githubActHandlers } from './areas/github-acts.ts';
import { healthHandlers } from './areas/health.ts';
import { historyHandlers } from './areas/history.ts';
import { hookHandlers } from './areas/hooks.ts';
import { incidentHandlers } from './areas/incidents.ts';
import { keyHandlers } from './areas/keys.ts';
import { playbookHandlers } from './areas/playbooks.ts';
import { planHandlers } from './areas/plans.ts';
import { pressCardHandlers } from './areas/press-cards.ts';
import { recordHandlers } from './areas/records.ts';
import { responseTimeHandlers } from './areas/response-times.ts';
import { rolloutHandlers } from './areas/rollouts.ts';
import { safetyHandlers } from './areas/safety.ts';
import { systemHandlers } from './areas/system.ts';
import { throughBundles } from './bundle/within.ts';
import type { Handlers } from './world.ts';

/** Every call of the contract, answered. A call without a function does not compile. */
export const handlers: Handlers = throughBundles({
  ...rolloutHandlers,
  ...channelHandlers,
  ...fleetHandlers,
  ...connectionHandlers,
  ...containmentHandlers,
  ...exposureHandlers,
  ...githubActHandlers,
  ...hookHandlers,
  ...dispatchHandlers,
  ...keyHandlers,
  ...planHandlers,
  ...pressCardHandlers,
  ...recordHandlers,
  ...incidentHandlers,
  ...responseTimeHandlers,
  ...playbookHandlers,
  ...aftermathHandlers,
  ...bundleHandlers,
  ...historyHandlers,
  ...healthHandlers,
  ...backtestHandlers,
  ...drillHandlers,
  ...safetyHandlers,
  ...systemHandlers,
});
