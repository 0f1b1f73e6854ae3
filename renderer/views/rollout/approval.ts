import type { AheadRow, RolloutRow, StatusRow } from '../../../main/contract/shapes.ts';
import type { RolloutDetail } from '../../../main/contract/rollouts.ts';
import { mayActAs, type Role } from '../../../main/core/model/actor.ts';

interface Person {
  readonly name: string;
  readonly role: Role;
}

/** Who looks at this window; null until it is known. */
export function personOf(status: StatusRow | null): Person | null {
  return status === null ? null : { name: status.actor, role: status.role };
}

/** Whether the next stage still waits for people. */
export function wantsApproval(ahead: AheadRow | null): ahead is AheadRow {
  return ahead !== null && ahead.missing.length > 0;
}

/** Why this person cannot approve the next stage, or null when they can. */
export function approvalBlocked(detail: Pick<RolloutDetail, 'ahead' | 'approvals'>, person: Person | null): string | null {
  const { ahead, approvals } = detail;
  if (ahead === null || person === null) return null;
  if (approvals.some((one) => one.stage === ahead.stage && one.name === person.name))
    return 'You approved it already; it needs somebody else too';
  if (ahead.approvals.some(({ role }) => mayActAs(person.role, role))) return null;
  return `Needs the role ${[...new Set(ahead.approvals.map(({ role }) => role))].join(' or ')}; yours is ${person.role}`;
}

/** Whether a promote by this person would be enough of an approval by itself; more than that only approvals can give. */
export function promotesAlone(detail: Pick<RolloutDetail, 'ahead' | 'approvals'>, person: Person | null): boolean {
  const { ahead } = detail;
  if (!wantsApproval(ahead)) return true;
  if (person === null || approvalBlocked(detail, person) !== null) return false;
  return ahead.approvals.every(({ role, count, given }) => given + (mayActAs(person.role, role) ? 1 : 0) >= count);
}

/** Whether the rollout is in a state that goes on to another stage. */
export function goesOn(rollout: Pick<RolloutRow, 'state'>): boolean {
  return rollout.state === 'preparing' || rollout.state === 'running' || rollout.state === 'held';
}
