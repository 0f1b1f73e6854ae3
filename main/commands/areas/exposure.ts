import type { exposure } from '../../contract/exposure.ts';
import { exposureOfRelease } from '../../engine/exposure.ts';
import type { HandlersFor } from '../world.ts';

export const exposureHandlers: HandlersFor<typeof exposure> = {
  'rollouts.exposure'(world, { applicationId, version }) {
    const { targets, now, most, ...rest } = exposureOfRelease(world.deps, applicationId, version);
    return {
      ...rest,
      targets: targets.map((target) => ({ ...target })),
      now: { ...now, unknown: [...now.unknown] },
      most: { ...most, unknown: [...most.unknown] },
    };
  },
};
