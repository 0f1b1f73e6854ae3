import { Button } from '@mantine/core';
import { IconPinFilled } from '@tabler/icons-react';
import { useCallback, useEffect, useState } from 'react';
import type { IncidentDetail, TimelineRow } from '../../../main/contract/incidents.ts';
import { count } from '../../format.ts';
import { Card } from '../../parts/card.tsx';
import { Empty, Loading, Problem } from '../../parts/states.tsx';
import { usePress } from '../../stores/press.ts';
import { useRoleNote, useStatus } from '../../stores/status.ts';
import { tellResult } from '../../stores/tell.ts';
import { openTimeline, renewTimeline, useTimeline } from '../../stores/timeline.ts';
import { KindFilter } from './kind-filter.tsx';
import type { KindGroup } from './kinds.ts';
import { NoteComposer } from './note-composer.tsx';
import { NoteDialog } from './note-dialog.tsx';
import { TimelineList } from './timeline-list.tsx';
import { type RowTools, TimelineLine } from './timeline-row.tsx';
import classes from './timeline.module.css';

/** Everything that happened, in one scroll: measured, decided, done, written and said. */
export function TimelineTab({ detail }: { readonly detail: IncidentDetail }) {
  const { id } = detail.incident;
  const [groups, setGroups] = useState<readonly KindGroup[]>([]);
  const [newestFirst, setNewestFirst] = useState(true);
  const [editing, setEditing] = useState<TimelineRow | null>(null);
  useEffect(() => openTimeline(id, groups.length === 0 ? null : groups.flatMap((group) => group.kinds)), [id, groups]);
  const tools = useTools(detail, setEditing);
  return (
    <>
      <Pinned {...tools} />
      <Card
        title="Timeline"
        aside={
          <Button variant="subtle" size="compact-xs" onClick={() => setNewestFirst(!newestFirst)}>
            {newestFirst ? 'Newest first' : 'Oldest first'}
          </Button>
        }
      >
        <NoteComposer incidentId={id} />
        <KindFilter chosen={groups} onChange={setGroups} />
        <Rows narrowed={groups.length > 0} onClear={() => setGroups([])} newestFirst={newestFirst} tools={tools} />
      </Card>
      {editing === null ? null : <NoteDialog incidentId={id} row={editing} onClose={() => setEditing(null)} />}
    </>
  );
}

function useTools({ evidence, incident }: IncidentDetail, onEdit: (row: TimelineRow) => void): RowTools {
  const roleNote = useRoleNote('operator');
  const actor = useStatus()?.actor ?? '';
  const { run } = usePress('incidents.pin');
  const { id } = incident;
  const onPin = useCallback(
    (row: TimelineRow, pinned: boolean) => {
      void run({ incidentId: id, entryId: row.id, pinned }).then((result) => {
        tellResult(result, pinned ? 'Pinned as evidence' : 'The pin is taken away', 'Nothing was pinned');
        return renewTimeline();
      });
    },
    [run, id],
  );
  return { series: evidence.series, onPin: roleNote === null ? onPin : null, onEdit: roleNote === null ? onEdit : null, actor };
}

interface RowsProps {
  readonly narrowed: boolean;
  readonly onClear: () => void;
  readonly newestFirst: boolean;
  readonly tools: RowTools;
}

function Rows({ narrowed, onClear, newestFirst, tools }: RowsProps) {
  const { total, counts, problem, pages } = useTimeline();
  if (problem !== null && Object.keys(pages).length === 0) return <Problem problem={problem} onRetry={() => void renewTimeline()} />;
  if (counts === null || (total === 0 && Object.keys(pages).length === 0)) return <Loading rows={6} label="Loading the timeline" />;
  if (total === 0) {
    return <Empty title="Nothing of this kind" action={narrowed ? <Button onClick={onClear}>Show everything</Button> : undefined} />;
  }
  return (
    <>
      <TimelineList key={String(newestFirst)} newestFirst={newestFirst} {...tools} />
      <div className={classes.foot} role="status">
        {total === 1 ? '1 entry' : `${count(total)} entries`}
        {problem === null ? '' : `. The last known state is shown: ${problem.message}`}
      </div>
    </>
  );
}

/** What people keep in sight, above everything else. */
function Pinned(tools: RowTools) {
  const pinned = useTimeline((state) => state.pinned);
  if (pinned.length === 0) return null;
  return (
    <Card title="Pinned evidence" aside={<IconPinFilled size={14} aria-hidden />}>
      <div className={classes.pins}>
        {pinned.map((row) => (
          <TimelineLine key={row.id} {...tools} row={row} pinned day={null} />
        ))}
      </div>
    </Card>
  );
}
