import type { IncidentDetail } from '../../../main/contract/incidents.ts';
import { ReasonDialog } from '../../parts/reason-dialog.tsx';
import { Note } from '../../parts/states.tsx';
import { incidentDetail, incidentList } from '../../stores/incidents.ts';
import { usePress } from '../../stores/press.ts';
import { containmentOf, subjectName } from './story.ts';

/** Closes the incident with a reason; says so when something of it is not settled yet. */
export function CloseDialog({ detail, onClose }: { readonly detail: IncidentDetail; readonly onClose: () => void }) {
  const press = usePress('incidents.close');
  const { incident } = detail;
  const containment = containmentOf(detail);
  const open = containment.total - containment.confirmed;
  async function close(reason: string): Promise<void> {
    const result = await press.run({ incidentId: incident.id, reason });
    if (!result?.ok) return;
    incidentDetail.askAgain();
    incidentList.askAgain();
    onClose();
  }
  return (
    <ReasonDialog
      title={`Close ${incident.severity} ${subjectName(incident)}`}
      confirm="Close incident"
      busy={press.pending}
      problem={press.problem}
      onConfirm={(reason) => void close(reason)}
      onClose={onClose}
    >
      <p style={{ marginTop: 0 }}>Nothing changes on any platform. The evidence stays as it is and can always be read again.</p>
      {open > 0 ? (
        <Note tone="warning">{open === 1 ? 'One action is' : `${open} actions are`} not confirmed by its platform yet.</Note>
      ) : null}
    </ReasonDialog>
  );
}
