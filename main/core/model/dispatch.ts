import type { Actor } from './actor.ts';

/** What GitHub is asked for: an event that workflows listen to, or one workflow by its file. */
export const dispatchKinds = ['repository', 'workflow'] as const;
export type DispatchKind = (typeof dispatchKinds)[number];

/** `unknown`: it was sent, and whether GitHub took it cannot be found out. */
export const dispatchStates = ['intended', 'accepted', 'refused', 'unknown'] as const;

/** One message to GitHub about a release. Times in ms. */
export interface Dispatch {
  readonly id: string;
  readonly applicationId: string;
  readonly version: string;
  readonly kind: DispatchKind;
  readonly connectionId: string;
  /** `acme/harbor`. */
  readonly repository: string;
  /** File name of the workflow; null for an event. */
  readonly workflow: string | null;
  /** Branch or tag the workflow runs on; null for an event. */
  readonly ref: string | null;
  readonly reason: string;
  readonly actor: Actor;
  readonly state: (typeof dispatchStates)[number];
  readonly at: number;
  readonly finishedAt: number | null;
  readonly problem: string | null;
  /** Page of the run that was started; null when GitHub does not name it. */
  readonly runUrl: string | null;
}
