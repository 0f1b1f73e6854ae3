import { auditHead, type AuditHead } from './audit-chain.ts';
import type { Reader } from './handles.ts';

/** What the entry about a restore says of the log before it, so that a restore cannot hide a cut. */
export interface RestoreLoss {
  /** Newest entry of the database that was replaced; null when it could not be read. */
  readonly headBefore: { readonly seq: number; readonly hash: string } | null;
  readonly headAfter: { readonly seq: number; readonly hash: string } | null;
  /** Entries that only the replaced database has. */
  readonly setAside: { readonly from: number; readonly to: number } | null;
}

/** Compares the log of the replaced database with that of the restored one, before anything is added to it. */
export function restoreLoss(before: AuditHead | null, restored: Reader): RestoreLoss {
  const after = auditHead(restored);
  const from = (after?.seq ?? 0) + 1;
  return {
    headBefore: before === null ? null : { seq: before.seq, hash: before.hash },
    headAfter: after === null ? null : { seq: after.seq, hash: after.hash },
    setAside: before !== null && before.seq >= from ? { from, to: before.seq } : null,
  };
}
