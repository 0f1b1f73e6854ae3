import { create } from 'zustand';
import type { Containment } from './containment.ts';

interface EmergencyState {
  readonly open: Containment | null;
}

export const useEmergency = create<EmergencyState>()(() => ({ open: null }));

/** Opens the one confirmation of an emergency for a release, from wherever it is asked. */
export function openEmergency(release: Containment): void {
  useEmergency.setState({ open: release });
}

export function closeEmergency(): void {
  useEmergency.setState({ open: null });
}
