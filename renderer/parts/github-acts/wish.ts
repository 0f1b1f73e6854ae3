/** Which release is issued again, on which desktop target; null for the first that had it. */
export interface ReissueWish {
  readonly applicationId: string;
  readonly version: string;
  readonly targetId: string | null;
}
