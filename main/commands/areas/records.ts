import type { records } from '../../contract/records.ts';
import type { recovery } from '../../contract/recovery.ts';
import { exportAndRecord } from '../audit-export.ts';
import { keepAuditHead, keptAuditHead } from '../audit-head.ts';
import { decisionProof } from '../rows/decision-proof.ts';
import { auditRow } from '../rows/plain-rows.ts';
import { deliveryRows } from '../rows/recovery.ts';
import type { HandlersFor } from '../world.ts';

export const recordHandlers: HandlersFor<typeof records & typeof recovery> = {
  'incidents.delivery': (world) => deliveryRows(world),
  async 'audit.list'(world, input) {
    const page = await world.heavy.call('audit', input);
    return { rows: page.rows.map(auditRow), total: page.total, more: page.more };
  },
  'audit.export': (world, input, caller) => exportAndRecord(world, input, caller),
  'decisions.explain': (world, input) => decisionProof(world, input.decisionId),
  async 'audit.verify'(world) {
    const proof = await world.heavy.call('verifyAudit', { kept: keptAuditHead(world) });
    if (proof.ok) keepAuditHead(world);
    return { ...proof, lost: [...proof.lost] };
  },
};
