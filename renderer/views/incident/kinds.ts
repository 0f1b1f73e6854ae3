import {
  IconActivity,
  IconAlarm,
  IconArrowsUpDown,
  IconChecklist,
  IconCircleCheck,
  IconFileText,
  IconFlame,
  IconGavel,
  IconMessage,
  IconNote,
  IconSend,
  IconUserCheck,
} from '@tabler/icons-react';
import type { TimelineKind } from '../../../main/core/model/incident-entry.ts';

/** What stands before a line of each kind; verdicts have marks of their own. */
export const kindIcons: Readonly<Record<TimelineKind, typeof IconActivity>> = {
  reading: IconActivity,
  verdict: IconActivity,
  decision: IconGavel,
  action: IconSend,
  opened: IconFlame,
  acknowledged: IconUserCheck,
  severity: IconArrowsUpDown,
  overdue: IconAlarm,
  note: IconNote,
  tick: IconChecklist,
  message: IconMessage,
  postmortem: IconFileText,
  closed: IconCircleCheck,
};

export interface KindGroup {
  readonly name: string;
  readonly kinds: readonly TimelineKind[];
}

/** What the timeline can be narrowed to. */
export const kindGroups: readonly KindGroup[] = [
  { name: 'Measured', kinds: ['reading', 'verdict'] },
  { name: 'Decisions', kinds: ['decision'] },
  { name: 'Actions', kinds: ['action'] },
  { name: 'Notes', kinds: ['note'] },
  { name: 'Playbooks', kinds: ['tick'] },
  { name: 'Messages', kinds: ['message', 'postmortem'] },
  { name: 'Status', kinds: ['opened', 'acknowledged', 'severity', 'overdue', 'closed'] },
];
