/** Whether a release could be taken back on one target right now. `exists` null: the platform was not read, so nobody knows. */
export interface WayBack {
  readonly exists: boolean | null;
  readonly says: string;
  /** The version it leads to; null for a flag, which is switched off, and where there is no way back or none is known. */
  readonly to?: string | null;
}
