import type { ComponentType } from 'react';
import type { IncidentDetail } from '../../../main/contract/incidents.ts';
import { CommunicationTab } from './communication.tsx';
import { EvidenceTab } from './evidence-tab.tsx';
import { PlaybooksTab } from './playbooks.tsx';
import { PostmortemTab } from './postmortem.tsx';
import { TimelineTab } from './timeline.tsx';

export interface IncidentTab {
  /** As `?tab=` names it. */
  readonly id: string;
  readonly name: string;
  readonly view: ComponentType<{ readonly detail: IncidentDetail }>;
}

/** The rooms of an incident, the first one open at first. */
export const incidentTabs: readonly [IncidentTab, ...IncidentTab[]] = [
  { id: 'timeline', name: 'Timeline', view: TimelineTab },
  { id: 'evidence', name: 'Evidence', view: EvidenceTab },
  { id: 'playbooks', name: 'Playbooks', view: PlaybooksTab },
  { id: 'messages', name: 'Messages', view: CommunicationTab },
  { id: 'postmortem', name: 'Post-mortem', view: PostmortemTab },
];
