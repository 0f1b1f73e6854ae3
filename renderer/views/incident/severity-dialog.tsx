import { useState } from 'react';
import type { IncidentRow } from '../../../main/contract/shapes.ts';
import { ReasonDialog } from '../../parts/reason-dialog.tsx';
import { SeverityChoice } from '../../parts/severity-choice.tsx';
import { incidentDetail } from '../../stores/incidents.ts';
import { usePress } from '../../stores/press.ts';
import { renewTimeline } from '../../stores/timeline.ts';

/** Another severity, with its reason. */
export function SeverityDialog({ incident, onClose }: { readonly incident: IncidentRow; readonly onClose: () => void }) {
  const [severity, setSeverity] = useState(incident.severity);
  const press = usePress('incidents.setSeverity');
  async function change(reason: string): Promise<void> {
    const result = await press.run({ incidentId: incident.id, severity, reason });
    if (result?.ok !== true) return;
    incidentDetail.askAgain();
    onClose();
    await renewTimeline();
  }
  return (
    <ReasonDialog
      title="Change the severity"
      confirm={severity === incident.severity ? 'Choose another severity' : `Change to ${severity}`}
      complete={severity !== incident.severity}
      busy={press.pending}
      problem={press.problem}
      onConfirm={(reason) => void change(reason)}
      onClose={onClose}
    >
      <SeverityChoice value={severity} onChange={setSeverity} />
      <p style={{ marginBottom: 0 }}>When it gets worse, the clock counts anew; when it gets better, it counts from the opening.</p>
    </ReasonDialog>
  );
}
