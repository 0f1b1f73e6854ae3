import type { IncidentDetail } from '../../../main/contract/incidents.ts';
import { Actions } from './actions.tsx';
import { Evidence } from './evidence.tsx';
import { Recovery } from './recovery.tsx';
import { Verdicts } from './verdicts.tsx';

/** What was frozen when it opened, how the recovery split up, and what was sent. */
export function EvidenceTab({ detail }: { readonly detail: IncidentDetail }) {
  const { evidence } = detail;
  return (
    <>
      <Evidence series={evidence.series} />
      <Verdicts verdicts={evidence.verdicts} series={evidence.series} />
      <Recovery steps={detail.recovery} />
      <Actions actions={detail.actions} />
    </>
  );
}
