import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { containmentOf, openingDecision, sortedVerdicts, storyOf, took } from '../../../../renderer/views/incident/story.ts';
import { placeSeries } from '../../../../renderer/views/incident/scale.ts';
import { applyToIncident } from '../../../../renderer/stores/incidents.ts';
import { selectIncidents } from '../../../../renderer/views/incidents/select.ts';
import { incident, incidents } from '../../../support/fixture/incidents.ts';

/** Numbers and units are joined by a space that does not break. */
function plain(text: string): string {
  return text.replaceAll('\u00a0', ' ');
}

describe('incident in words', () => {
  test('R6.2 says what was decided, who had it and how far it is contained', () => {
    const [cause = '', reach = '', contained = ''] = storyOf(incident).map(plain);
    expect(cause).toMatch(/^At \d\d:\d\d:\d\d Tidegate decided to roll back: auth success 86.2 % is under 90 % for 3 checks\.$/);
    expect(reach).toBe('About 3,040 users had 1.2.2 on Web, Desktop, Mobile at 10 %.');
    expect(contained).toBe('Platforms confirmed 2 of 3 actions so far. 1 failed and waits for a person.');
  });

  test('R4.2 measures containment from the decision to the last read-back', () => {
    const done = { ...incident, actions: incident.actions.slice(0, 2) };
    expect(containmentOf(done)).toMatchObject({ confirmed: 2, total: 2, failed: 0 });
    expect(storyOf(done).map(plain).at(-1)).toBe('Platforms confirmed all 2 actions 9 s after the decision.');
    expect(storyOf({ ...incident, actions: [] }).at(-1)).toBe('Nothing has been sent to a platform for it.');
  });

  test('R4.2 does not count how the release was let out', () => {
    const [action] = incident.actions;
    if (!action) throw new Error('no fixture');
    const before = { ...action, id: 'x', operation: 'expose', createdAt: action.createdAt - 900_000 };
    expect(containmentOf({ ...incident, actions: [...incident.actions, before] })).toEqual(containmentOf(incident));
    expect(plain(took(300))).toBe('under 1 s');
  });

  test('R6.2 takes the first rollback as the cause, else the first hold', () => {
    expect(openingDecision(incident.decisions)?.id).toBe('d3');
    expect(openingDecision(incident.decisions.slice(0, 2))?.id).toBe('d2');
    expect(openingDecision([])).toBeUndefined();
  });

  test('R6.2 puts the worst verdict first and shadow ones last', () => {
    expect(sortedVerdicts(incident.evidence.verdicts).map((verdict) => verdict.gate)).toEqual([
      'auth-success',
      'crash-rate',
      'vitals',
      'p95',
      'nps',
    ]);
  });
});

describe('frozen chart', () => {
  const size = { width: 400, height: 120 };

  test('R6.2 keeps every point and the red bound inside the picture', () => {
    const finite = fc.double({ min: -1e6, max: 1e6, noNaN: true });
    fc.assert(
      fc.property(fc.array(finite, { minLength: 1, maxLength: 50 }), fc.option(finite), (values, red) => {
        const placed = placeSeries({ points: values.map((value, index) => [index * 1000, value]), red }, size);
        if (!placed) throw new Error('nothing placed');
        const ys = [...placed.path.matchAll(/ (-?[\d.]+)/g)].map((match) => Number(match[1]));
        for (const y of [...ys, ...(placed.redY === null ? [] : [placed.redY])]) {
          expect(y).toBeGreaterThanOrEqual(-0.1);
          expect(y).toBeLessThanOrEqual(size.height + 0.1);
        }
      }),
    );
  });

  test('R6.2 draws nothing without readings', () => {
    expect(placeSeries({ points: [], red: 1 }, size)).toBeNull();
  });
});

describe('incident stores', () => {
  test('R6.2 folds in what concerns the release and nothing else', () => {
    const [action] = incident.actions;
    if (!action) throw new Error('no fixture');
    const renewed = applyToIncident(incident, { table: 'actions', row: { ...action, readBack: 'new' } });
    expect(renewed.actions[0]?.readBack).toBe('new');
    expect(applyToIncident(incident, { table: 'actions', row: { ...action, id: 'other', decisionId: 'other' } })).toBe(incident);
    const [decision] = incident.decisions;
    if (!decision) throw new Error('no fixture');
    expect(applyToIncident(incident, { table: 'decisions', row: { ...decision, id: 'd9' } }).decisions[0]?.id).toBe('d9');
    expect(applyToIncident(incident, { table: 'decisions', row: { ...decision, rolloutId: 'other' } })).toBe(incident);
    const [entry] = incident.audit;
    if (!entry) throw new Error('no fixture');
    expect(applyToIncident(incident, { table: 'audit', row: entry })).toBe(incident);
    expect(applyToIncident(incident, { table: 'audit', row: { ...entry, seq: 900 } }).audit[0]?.seq).toBe(900);
    expect(applyToIncident(incident, { table: 'audit', row: { ...entry, seq: 900, version: '9' } })).toBe(incident);
  });

  test('R6.2 selects by state and words', () => {
    expect(selectIncidents(incidents, 'closed', '').map((row) => row.id)).toEqual(['inc-2', 'inc-3', 'inc-4']);
    expect(selectIncidents(incidents, 'all', 'pryde 1.1').map((row) => row.id)).toEqual(['inc-3']);
  });
});
