import { expect, test } from 'vitest';
import { systemActor } from '../../main/core/model/actor.ts';
import type { Incident } from '../../main/core/model/incident.ts';
import { insertDecision } from '../../main/store/decisions.ts';
import { appendIncidentEntry, incidentEntries, pinEntry, pinsOf, unpinEntry } from '../../main/store/incident-entries.ts';
import { hasTimelineItem, timelinePage } from '../../main/store/incident-timeline.ts';
import { getIncident, insertIncident, listIncidents, unacknowledgedIncidents, updateIncident } from '../../main/store/incidents.ts';
import { recordVerdicts } from '../../main/store/verdicts.ts';
import { openTemporary, sampleDecision, seedRollout } from '../support/store-samples.ts';

const anna = { kind: 'person', name: 'Anna', role: 'operator' } as const;

function incidentLike(part: Partial<Incident> = {}): Incident {
  return {
    id: 'inc_1',
    applicationId: 'harbor',
    version: null,
    severity: 'P1',
    severitySince: 5000,
    title: 'Errors',
    openedAt: 5000,
    openedBy: systemActor,
    reason: '',
    acknowledgedAt: null,
    acknowledgedBy: null,
    closedAt: null,
    evidence: { series: [], verdicts: [] },
    ...part,
  };
}

const page = { kinds: null, offset: 0, limit: 100 } as const;

test('R4.9 keeps an incident without a release, and knows which open ones nobody has taken on', async () => {
  const { writer, reader } = await openTemporary();
  insertIncident(writer, incidentLike());
  insertIncident(writer, incidentLike({ id: 'inc_2', severity: 'P0', openedAt: 6000 }));
  expect(getIncident(reader, 'inc_1')).toEqual(incidentLike());
  expect(unacknowledgedIncidents(reader).map(({ id }) => id)).toEqual(['inc_2', 'inc_1']);
  updateIncident(writer, 'inc_2', { acknowledgedAt: 6500, acknowledgedBy: anna });
  expect(getIncident(reader, 'inc_2')).toMatchObject({ acknowledgedAt: 6500, acknowledgedBy: anna });
  updateIncident(writer, 'inc_1', { closedAt: 7000 });
  expect(unacknowledgedIncidents(reader)).toEqual([]);
  expect(listIncidents(reader, { open: true }).map(({ id }) => id)).toEqual(['inc_2']);
  expect(listIncidents(reader, {})[1]).not.toHaveProperty('evidence');
});

test('R6.2 tells what was measured, decided, done and written in one order, by kind and by page', async () => {
  const { writer, reader } = await openTemporary();
  const rollout = seedRollout(writer);
  const { applicationId, version } = rollout;
  const series = [
    {
      gate: 'errors',
      title: 'Errors',
      unit: 'rate',
      red: 0.05,
      points: [
        [1500, 0.01],
        [2000, 0.06],
        [2500, 0.07],
      ],
    },
  ];
  const frozen = [{ gate: 'errors', kind: 'red', value: 0.07, shadow: false }];
  insertIncident(writer, incidentLike({ applicationId, version, evidence: { series, verdicts: frozen } }));
  const verdict = {
    gate: 'errors',
    title: 'Errors',
    value: 0,
    samples: 1,
    baseline: null,
    reason: '',
    observedAt: null,
    nextChangeAt: null,
    shadow: false,
    interval: null,
    onRed: 'rollback',
  } as const;
  recordVerdicts(writer, rollout.id, 1000, [{ ...verdict, kind: 'green' }], 10_000);
  recordVerdicts(writer, rollout.id, 3000, [{ ...verdict, kind: 'red' }], 10_000);
  recordVerdicts(writer, rollout.id, 60_000, [{ ...verdict, kind: 'red' }], 10_000);
  insertDecision(writer, sampleDecision({ id: 'dec_1', rolloutId: rollout.id, at: 4000 }));
  appendIncidentEntry(writer, { incidentId: 'inc_1', at: 8000, kind: 'note', actor: anna, body: { text: 'Look' } });

  const whole = timelinePage(reader, { incidentId: 'inc_1', ...page });
  expect(whole?.items.map((item) => (item.kind === 'entry' ? item.entry.kind : item.kind))).toEqual([
    'verdict',
    'reading',
    'verdict',
    'decision',
    'opened',
    'note',
  ]);
  expect(whole?.items[1]).toMatchObject({ id: 'reading:errors', at: 2000, value: 0.06 });
  expect(whole?.items[2]).toMatchObject({ verdict: 'red', before: 'green', rolloutId: rollout.id });
  expect(whole?.counts).toMatchObject({ verdict: 2, reading: 1, decision: 1, opened: 1, note: 1, action: 0 });
  expect(timelinePage(reader, { incidentId: 'inc_1', kinds: ['verdict', 'note'], offset: 1, limit: 1 })).toMatchObject({
    total: 3,
    items: [{ kind: 'verdict', at: 3000 }],
  });
  expect(timelinePage(reader, { incidentId: 'inc_9', ...page })).toBeNull();
});

test('R6.2 keeps every wording of a note with the note, and pins on top', async () => {
  const { writer, reader } = await openTemporary();
  insertIncident(writer, incidentLike());
  const note = appendIncidentEntry(writer, { incidentId: 'inc_1', at: 6000, kind: 'note', actor: anna, body: { text: 'Frist' } });
  appendIncidentEntry(writer, { incidentId: 'inc_1', at: 6100, kind: 'noteEdited', actor: anna, body: { note: note.id, text: 'First' } });
  const item = timelinePage(reader, { incidentId: 'inc_1', ...page })?.items[1];
  expect(item).toMatchObject({ kind: 'entry', entry: { body: { text: 'Frist' } }, edits: [{ body: { text: 'First' } }] });
  expect(incidentEntries(reader, 'inc_1', 'note')).toHaveLength(1);

  const id = `entry:${note.id}`;
  const incident = incidentLike();
  expect([hasTimelineItem(reader, incident, id), hasTimelineItem(reader, incident, 'entry:nothing')]).toEqual([true, false]);
  for (const at of [1, 2]) pinEntry(writer, { incidentId: 'inc_1', entry: id, at, actor: anna });
  expect(pinsOf(reader, 'inc_1')).toEqual([{ entry: id, at: 1, actor: anna }]);
  expect(timelinePage(reader, { incidentId: 'inc_1', ...page, limit: 1 })?.pinned).toMatchObject([{ id }]);
  unpinEntry(writer, 'inc_1', id);
  expect(pinsOf(reader, 'inc_1')).toEqual([]);
});
