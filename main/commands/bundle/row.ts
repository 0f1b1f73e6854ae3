import type { BundleRow } from '../../contract/bundles.ts';
import type { Bundle } from '../../store/bundles.ts';

export function bundleRow({ id, head, proof, bytes, addedAt, actor }: Bundle): BundleRow {
  return {
    id,
    incidentId: head.incidentId,
    applicationName: head.application,
    version: head.version,
    severity: head.severity,
    title: head.title,
    openedAt: head.openedAt,
    closedAt: head.closedAt,
    madeAt: head.madeAt,
    madeBy: head.tidegate,
    publicKey: head.publicKey,
    bytes,
    addedAt,
    addedBy: { ...actor },
    proof: proof.map((line) => ({ ...line })),
  };
}
