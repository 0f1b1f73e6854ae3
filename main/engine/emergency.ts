import type { EndpointAnswer } from '../adapters/health-endpoint.ts';
import type { Decision } from '../core/model/decision.ts';
import { listEndpoints, type Endpoint } from '../store/endpoints.ts';
import { transaction } from '../store/open.ts';
import { getTarget } from '../store/targets.ts';
import { record, recordPlain } from './audit.ts';
import { containmentOf, containmentInWords, type ContainmentLine } from './containment.ts';
import type { EngineDeps } from './deps.ts';
import { openActions, subjectOf } from './gather.ts';
import { tellEverybody } from './notify.ts';
import { type Press, PressRefused, retryAction, takeBack } from './press.ts';

export interface Release {
  readonly applicationId: string;
  readonly version: string;
}

/**
 * Takes a release back on every target at once, pages everybody who can be told, and tries again what was refused before (R1.9, R4.3).
 * Pressed a second time it only carries on. Runs in the caller's transaction; answers with the new decision, null when there was none to make.
 */
export function emergency(deps: EngineDeps, release: Release, press: Press): Decision | null {
  const before = containmentOf(deps, release.applicationId, release.version);
  const open = before.filter((line) => line.kind === 'open' || line.kind === 'accepted');
  const failed = before.filter((line) => line.kind === 'failed');
  return transaction(deps.store.writer, () => {
    const all = { ...release, targetIds: null, toVersion: null };
    // Without any target it is refused with the reason: a mistyped name must not look contained.
    const decision = open.length > 0 || before.length === 0 ? takeBack(deps, all, press, 'P0') : null;
    for (const line of failed) again(deps, line, press);
    const first = before[0];
    if (first !== undefined) announce(deps, first, before, press);
    return decision;
  });
}

function again(deps: EngineDeps, { rollout }: ContainmentLine, press: Press): void {
  const action = openActions(deps, rollout.id).find((one) => one.state === 'failed');
  if (action !== undefined) retryAction(deps, action.id, press);
}

function announce(deps: EngineDeps, { rollout }: ContainmentLine, lines: readonly ContainmentLine[], press: Press): void {
  const subject = subjectOf(deps, rollout);
  const where = lines.map((line) => line.target.name).join(', ');
  const says = lines.every((line) => line.kind === 'contained') ? containmentInWords(lines) : `Taking it back on ${where}.`;
  const body = `${press.reason} (${press.actor.name}). ${says}`;
  record(deps, subject, {
    actor: press.actor,
    action: 'rollout.emergency',
    trigger: press.trigger,
    reason: press.reason,
    after: { targets: lines.map((line) => ({ target: line.target.id, standing: line.kind })) },
  });
  tellEverybody(deps, subject, 'critical', `Emergency: ${rollout.version} is being taken back`, body, 'emergency');
}

/** What an application, or one of its targets, said about itself after it was taken back. */
export interface EndpointLine extends EndpointAnswer {
  readonly endpoint: Endpoint;
  readonly targetName: string | null;
}

/** Asks every health endpoint of an application, side by side (R2.6). Empty when none is set. */
export async function askEndpoints(deps: EngineDeps, applicationId: string): Promise<EndpointLine[]> {
  return await Promise.all(
    listEndpoints(deps.store.reader, applicationId).map(async (endpoint) => ({
      endpoint,
      targetName: endpoint.targetId === null ? null : (getTarget(deps.store.reader, endpoint.targetId)?.name ?? endpoint.targetId),
      ...(await deps.desk.probe(endpoint.healthUrl, endpoint.text)),
    })),
  );
}

/** Keeps in the audit log what the health endpoints said of a release that was taken back. Belongs into a transaction. */
export function recordEndpoints(deps: EngineDeps, release: Release, lines: readonly EndpointLine[], press: Press): void {
  const bad = lines.filter((line) => !line.ok).length;
  recordPlain(deps, {
    actor: press.actor,
    action: 'release.endpointsAsked',
    trigger: press.trigger,
    applicationId: release.applicationId,
    version: release.version,
    reason:
      bad === 0 ? `All ${lines.length} health endpoints answer well.` : `${bad} of ${lines.length} health endpoints do not answer well.`,
    after: lines.map(({ endpoint, ok, status, says }) => ({
      targetId: endpoint.targetId,
      url: endpoint.healthUrl,
      text: endpoint.text,
      ok,
      status,
      says,
    })),
  });
}

/** Refuses an address that is no web address. */
export function checkEndpoint(healthUrl: string): void {
  const url = URL.parse(healthUrl);
  if (url === null || (url.protocol !== 'https:' && url.protocol !== 'http:'))
    throw new PressRefused('refused', `${healthUrl} is no web address. A health endpoint looks like https://app.example.com/health.`);
  if (url.username !== '' || url.password !== '')
    throw new PressRefused('refused', 'A health endpoint is asked without a name and password; leave them out of the address.');
}
