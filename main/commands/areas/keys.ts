import type { keys } from '../../contract/keys.ts';
import { idempotencyCounters, livingKeys } from '../../store/idempotency.ts';
import { keyLifeMs } from '../once.ts';
import type { HandlersFor } from '../world.ts';

export const keyHandlers: HandlersFor<typeof keys> = {
  'keys.counters'(world) {
    const { created, replayed, conflict } = idempotencyCounters(world.deps.store.reader);
    const { stored, oldestAt } = livingKeys(world.deps.store.reader, world.deps.clock.now());
    const asked = created + replayed;
    return { created, replayed, conflict, stored, hitRate: asked === 0 ? null : replayed / asked, lifeMs: keyLifeMs, oldestAt };
  },
};
