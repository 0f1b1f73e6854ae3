import type { IncidentRow } from '../../../main/contract/shapes.ts';
import { ReasonDialog } from '../../parts/reason-dialog.tsx';
import { Note } from '../../parts/states.tsx';
import { postmortemStore } from '../../stores/aftermath.ts';
import { usePress } from '../../stores/press.ts';
import { renewTimeline } from '../../stores/timeline.ts';

interface PostmortemCloseProps {
  readonly incident: IncidentRow;
  /** Typed text that would be left out. */
  readonly unsaved: boolean;
  readonly onClose: () => void;
}

/** Ends the reminder, with a reason. */
export function PostmortemClose({ incident, unsaved, onClose }: PostmortemCloseProps) {
  const press = usePress('postmortems.close');
  async function close(reason: string): Promise<void> {
    const result = await press.run({ incidentId: incident.id, reason });
    if (result?.ok !== true) return;
    postmortemStore.askAgain();
    await renewTimeline();
    onClose();
  }
  return (
    <ReasonDialog
      title="Close the post-mortem"
      confirm="Close post-mortem"
      complete={!unsaved && incident.closedAt !== null}
      busy={press.pending}
      problem={press.problem}
      onConfirm={(reason) => void close(reason)}
      onClose={onClose}
    >
      <p style={{ marginTop: 0 }}>
        Say that nothing is left to learn or to decide. Home stops reminding, and the text stays as it is for good.
      </p>
      {incident.closedAt === null ? <Note tone="warning">The incident is still open. Close it first.</Note> : null}
      {unsaved ? <Note tone="warning">What you typed is not saved. Save it first, or it is left out.</Note> : null}
    </ReasonDialog>
  );
}
