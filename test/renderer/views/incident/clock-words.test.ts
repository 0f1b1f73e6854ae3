import { expect, test } from 'vitest';
import { clockWords } from '../../../../renderer/views/incident/clock-words.ts';
import { incident } from '../../../support/fixture/incidents.ts';

const minute = 60_000;
const row = incident.incident;
const robin = { kind: 'person', name: 'Robin', role: 'operator' } as const;
const plain = (text: string): string => text.replaceAll('\u00a0', ' ');

test('R4.9 says how long is left, warns in the last fifth, and counts on once it is overdue', () => {
  const at = (after: number) => clockWords(row, row.openedAt + after);
  expect(at(minute)).toMatchObject({ tone: 'running' });
  expect(plain(at(minute).head)).toBe('14 min left');
  expect(at(13 * minute).tone).toBe('near');
  expect(at(16 * minute)).toMatchObject({ tone: 'overdue' });
  expect(plain(at(16 * minute).head)).toMatch(/^Overdue for 1 min/);
});

test('R4.9 stops with who took it on, in time or late', () => {
  const taken = (after: number) =>
    clockWords({ ...row, acknowledgedAt: row.openedAt + after, acknowledgedBy: robin }, row.openedAt + 99 * minute);
  expect(taken(3 * minute)).toMatchObject({ tone: 'met', head: 'Robin has it' });
  expect(plain(taken(3 * minute).text)).toBe('Acknowledged 3 min after it opened, in time');
  expect(taken(20 * minute).tone).toBe('late');
  expect(plain(taken(20 * minute).text)).toBe('Acknowledged 20 min after it opened, 5 min late');
  expect(plain(taken(0).text)).toBe('Acknowledged at once, in time');
  expect(clockWords({ ...row, closedAt: row.openedAt + minute }, row.openedAt + 99 * minute).text).toBe('Nobody had acknowledged it');
});
