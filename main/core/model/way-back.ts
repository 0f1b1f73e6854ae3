/** Whether a release could be taken back on one target right now. `exists` null: the platform was not read, so nobody knows. */
export interface WayBack {
  readonly exists: boolean | null;
  readonly says: string;
}
