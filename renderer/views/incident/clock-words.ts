import type { IncidentRow } from '../../../main/contract/shapes.ts';
import { countdown, duration } from '../../format.ts';
import { actorWords } from '../../parts/actor-words.ts';

export interface ClockWords {
  readonly tone: 'running' | 'near' | 'overdue' | 'met' | 'late';
  readonly head: string;
  readonly text: string;
}

/** From here on the clock warns: the last fifth of the response time. */
const nearPart = 0.2;

/** What the clock of an incident says at `now`, ms. */
export function clockWords(incident: IncidentRow, now: number): ClockWords {
  const { openedAt, closedAt, dueAt, acknowledgedAt, acknowledgedBy } = incident;
  if (acknowledgedAt !== null && acknowledgedBy !== null) {
    const after = acknowledgedAt - openedAt < 1000 ? 'at once' : `${duration(acknowledgedAt - openedAt)} after it opened`;
    const late = acknowledgedAt > dueAt;
    const text = `Acknowledged ${after}${late ? `, ${duration(acknowledgedAt - dueAt)} late` : ', in time'}`;
    return { tone: late ? 'late' : 'met', head: `${actorWords(acknowledgedBy)} has it`, text };
  }
  if (closedAt !== null) return { tone: 'late', head: 'Closed', text: 'Nobody had acknowledged it' };
  if (now > dueAt)
    return {
      tone: 'overdue',
      head: `Overdue for ${countdown(now - dueAt)}`,
      text: 'Nobody has acknowledged it. Turn to the next person below.',
    };
  const tone = dueAt - now <= (dueAt - openedAt) * nearPart ? 'near' : 'running';
  return { tone, head: `${countdown(dueAt - now)} left`, text: 'Until then somebody has to acknowledge it' };
}
