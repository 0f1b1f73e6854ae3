import type { health } from '../../contract/health.ts';
import { healthClusters } from '../rows/health-clusters.ts';
import { healthCompare } from '../rows/health-compare.ts';
import { healthOverview } from '../rows/health-overview.ts';
import { healthPanels } from '../rows/health-panels.ts';
import type { HandlersFor } from '../world.ts';

export const healthHandlers: HandlersFor<typeof health> = {
  'health.overview': (world, input) => healthOverview(world, input),
  'health.panels': (world, input) => healthPanels(world, input),
  'health.compare': (world, input) => healthCompare(world, input),
  'health.clusters': (world, input) => healthClusters(world, input),
};
