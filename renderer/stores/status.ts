import type { Role } from '../../main/core/model/actor.ts';
import { mayActAs } from '../../main/core/model/actor.ts';
import type { StatusRow } from '../../main/contract/shapes.ts';
import { createAskedStore } from './asked.ts';
import { useReadOnly } from './read-only.ts';

/** Fleet-wide state of the top bar. */
export const statusStore = createAskedStore('fleet.status', {
  apply: (answer, change) => (change.table === 'status' ? change.row : answer),
  asksAgain: (change) => change.table === 'reload',
});

const everything = {};

export function useStatus(): StatusRow | null {
  return statusStore.use(everything).answer;
}

/** Whether the person at this window may do what needs `role`; the engine checks again. */
export function useMay(role: Role): boolean {
  const status = useStatus();
  return status !== null && mayActAs(status.role, role);
}

/** Why a control is off for this person, or null when it is not. */
export function useRoleNote(role: Role): string | null {
  const status = useStatus();
  const readOnly = useReadOnly();
  if (readOnly !== null) return readOnly;
  if (!status || mayActAs(status.role, role)) return null;
  return `Needs the role ${role}; yours is ${status.role}`;
}

/** Sources that answer and sources in all. */
export function freshSources(status: StatusRow): { readonly fresh: number; readonly all: number } {
  return { fresh: status.sources.filter((source) => source.failingSince === null).length, all: status.sources.length };
}
