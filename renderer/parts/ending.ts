import type { RolloutRow } from '../../main/contract/shapes.ts';

type Row = Pick<RolloutRow, 'state' | 'surface' | 'previousVersion'>;

/** Where a rollback of this row leads, in words: a version, or off for a flag. */
export function wayBackWords(row: Pick<Row, 'surface' | 'previousVersion'>): string {
  if (row.surface === 'flag') return 'off';
  return `back to ${row.previousVersion ?? 'the version before'}`;
}

export interface Ending {
  readonly sign: string;
  readonly tone: 'green' | 'red' | 'blind';
  /** One word for a mark. */
  readonly word: string;
  /** A few words for a list. */
  readonly words: string;
}

/** How a rollout ended; null while it has not. */
export function endingOf(row: Row): Ending | null {
  if (row.state === 'completed') return { sign: '●', tone: 'green', word: 'complete', words: 'complete' };
  if (row.state === 'cancelled') return { sign: '○', tone: 'blind', word: 'cancelled', words: 'cancelled' };
  if (row.state === 'rolledBack') return { sign: '▲', tone: 'red', word: 'taken back', words: `taken back, ${wayBackWords(row)}` };
  return null;
}
