import { create } from 'zustand';

/** A release that a person is about to take back. */
export interface Containment {
  readonly applicationId: string;
  readonly applicationName: string;
  readonly version: string;
  /** Put into the reason field, to be changed or kept. */
  readonly suggestion: string;
}

interface ContainmentState {
  readonly open: Containment | null;
}

export const useContainment = create<ContainmentState>()(() => ({ open: null }));

/** Opens the one confirmation dialog for a release, from wherever it is asked. */
export function openContainment(containment: Containment): void {
  useContainment.setState({ open: containment });
}

export function closeContainment(): void {
  useContainment.setState({ open: null });
}
