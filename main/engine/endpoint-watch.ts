import { systemActor } from '../core/model/actor.ts';
import { listAudit } from '../store/audit.ts';
import { listEndpoints } from '../store/endpoints.ts';
import { transaction } from '../store/open.ts';
import { type OpenContainment, openContainments } from './containment.ts';
import type { EngineDeps } from './deps.ts';
import { askEndpoints, recordEndpoints } from './emergency.ts';

/** Entries looked through for the last time a release was asked after. */
const mostLookedAt = 50;

/** Asks the health endpoints of an application once a release of it is contained everywhere (R2.6), after each turn of the engine. */
export interface EndpointWatch {
  /** Asks what is due; never throws, and asks nothing twice at once. */
  look(): Promise<void>;
}

export function createEndpointWatch(deps: EngineDeps): EndpointWatch {
  /** Containments that were asked after, by release and time of the last read-back. */
  const asked = new Set<string>();

  async function ask(contained: OpenContainment): Promise<void> {
    const { applicationId, version } = contained;
    const key = JSON.stringify([applicationId, version, containedAt(contained)]);
    if (asked.has(key) || !isDue(deps, contained)) return;
    asked.add(key);
    try {
      const lines = await askEndpoints(deps, applicationId);
      transaction(deps.store.writer, () => {
        recordEndpoints(deps, { applicationId, version }, lines, { actor: systemActor, trigger: 'containment', reason: '' });
      });
    } catch (error) {
      asked.delete(key);
      deps.log.warn({ applicationId, version, error: String(error) }, 'health endpoints could not be asked after a release was taken back');
    }
  }

  return {
    async look() {
      try {
        // Most workspaces have no endpoint: nothing is looked up then.
        if (listEndpoints(deps.store.reader).length === 0) return;
        await Promise.all(openContainments(deps).map(ask));
      } catch (error) {
        deps.log.warn({ error: String(error) }, 'releases that were taken back could not be looked at');
      }
    },
  };
}

/** When the last target was read back, ms. */
function containedAt({ lines }: OpenContainment): number {
  return Math.max(...lines.map((line) => line.rollout.endedAt ?? 0));
}

/** A person who asked already since then, or the process before this one, is enough. */
function isDue(deps: EngineDeps, contained: OpenContainment): boolean {
  const { applicationId, version, lines } = contained;
  if (!lines.every((line) => line.kind === 'contained') || listEndpoints(deps.store.reader, applicationId).length === 0) return false;
  const entries = listAudit(deps.store.reader, { applicationId, action: 'release.endpointsAsked', limit: mostLookedAt });
  return !entries.some((entry) => entry.version === version && entry.at >= containedAt(contained));
}
