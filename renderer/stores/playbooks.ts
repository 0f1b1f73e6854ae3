import type { Change } from '../../main/contract/events.ts';
import { createAskedStore } from './asked.ts';

function moves(change: Change, input: { readonly incidentId?: string | null | undefined }): boolean {
  return change.table === 'reload' || (change.table === 'incidents' && change.row.id === input.incidentId);
}

/** Playbooks of an incident, those that fit it best first. */
export const playbookList = createAskedStore('playbooks.list', { asksAgain: moves });

/** One playbook with the values and ticks of an incident. */
export const playbookPage = createAskedStore('playbooks.get', { asksAgain: moves });
