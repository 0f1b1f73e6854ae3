import { record } from './audit.ts';
import type { EngineDeps } from './deps.ts';
import type { Subject } from './gather.ts';
import type { Press } from './press.ts';

/** Whether a missing way back is set aside; a text is the reason for that alone. */
export type Override = boolean | string;

/** What a person asked for; the reason counts only together with the override itself. */
export function overrideFrom(input: { readonly override: boolean; readonly overrideReason: string | null }): Override {
  return input.override && input.overrideReason !== null ? input.overrideReason : input.override;
}

/** Keeps that somebody went on without a way back, and why. Belongs into the transaction of the press. */
export function recordOverride(deps: EngineDeps, subject: Subject, press: Press, override: Override, says: string): void {
  record(deps, subject, {
    actor: press.actor,
    action: 'rollout.wayBackOverridden',
    trigger: press.trigger,
    reason: typeof override === 'string' ? override : press.reason,
    after: { wayBack: says },
  });
}
