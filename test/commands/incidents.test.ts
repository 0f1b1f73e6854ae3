import { describe, expect, test } from 'vitest';
import { minute, plainPlan, reading, second } from '../support/engine/bench.ts';
import { openWorld, type TestWorld } from '../support/engine/world.ts';

/** A world in which a gate has taken 2.0.0 back. */
async function worldWithIncident(): Promise<{ readonly bench: TestWorld; readonly incidentId: string; readonly applicationId: string }> {
  const bench = await openWorld();
  let rate = 0.001;
  bench.far.read = () => [reading('2.0.0', rate, bench.clock.now())];
  await bench.begin('2.0.0', plainPlan);
  await bench.run(40 * second);
  rate = 0.07;
  await bench.run(minute);
  const [row] = await bench.ask('incidents.list', {});
  return { bench, incidentId: row?.id ?? '', applicationId: row?.applicationId ?? '' };
}

describe('R4.9 an incident that a gate opened', () => {
  test('R4.9 waits for somebody to acknowledge it within its response time', async () => {
    const { bench, incidentId } = await worldWithIncident();
    const [row] = await bench.ask('incidents.list', { open: true });
    expect(row).toMatchObject({ severity: 'P1', acknowledgedAt: null, openedBy: { kind: 'system' } });
    expect(row?.dueAt).toBe((row?.openedAt ?? 0) + 15 * minute);
    const taken = await bench.ask('incidents.acknowledge', { incidentId }, { name: 'Anna' });
    expect(taken).toMatchObject({ acknowledgedAt: bench.clock.now(), acknowledgedBy: { name: 'Anna' } });
    expect((await bench.refused('incidents.acknowledge', { incidentId })).message).toContain('Anna acknowledged this incident already');
    expect((await bench.refused('incidents.acknowledge', { incidentId }, { role: 'viewer' })).code).toBe('role');
  });

  test('R4.9 counts anew when the severity gets worse, with the reason in the timeline and the audit log', async () => {
    const { bench, incidentId } = await worldWithIncident();
    await bench.run(5 * minute);
    const raised = await bench.ask('incidents.setSeverity', { incidentId, severity: 'P0', reason: 'Nobody can sign in' });
    expect(raised.dueAt).toBe(bench.clock.now() + 5 * minute);
    const eased = await bench.ask('incidents.setSeverity', { incidentId, severity: 'P2', reason: 'Only search is slow' });
    expect(eased.dueAt).toBe(eased.openedAt + 30 * minute);
    expect((await bench.refused('incidents.setSeverity', { incidentId, severity: 'P2', reason: 'again' })).message).toContain('P2 already');
    const { rows } = await bench.ask('incidents.timeline', { incidentId, kinds: ['severity'] });
    expect(rows.map(({ title, text }) => [title, text])).toEqual([
      ['Severity P1 → P0', 'Nobody can sign in'],
      ['Severity P0 → P2', 'Only search is slow'],
    ]);
    const log = await bench.ask('audit.list', { action: 'incident.severityChanged' });
    expect(log.rows).toMatchObject([{ reason: 'Only search is slow', before: { severity: 'P0' } }, { reason: 'Nobody can sign in' }]);
  });

  test('R6.2 tells the whole story in one timeline, from the first bad reading to the read-back', async () => {
    const { bench, incidentId } = await worldWithIncident();
    const { rows, total, counts } = await bench.ask('incidents.timeline', { incidentId });
    expect(rows).toHaveLength(total);
    expect(rows.map(({ at }) => at)).toEqual(rows.map(({ at }) => at).toSorted((a, b) => a - b));
    expect(
      rows.some(
        ({ kind, gate, title }) => kind === 'reading' && gate !== null && title.includes('first reading beyond the red bound, 7 %'),
      ),
    ).toBe(true);
    expect(rows.some(({ kind, verdict, tone }) => kind === 'verdict' && verdict === 'red' && tone === 'bad')).toBe(true);
    expect(rows.some(({ kind, title }) => kind === 'decision' && title.startsWith('Roll back: '))).toBe(true);
    expect(rows.find(({ id }) => id.endsWith(':ended') && id.startsWith('action:'))?.title).toMatch(/^Confirmed/);
    expect(counts.opened).toBe(1);
    const part = await bench.ask('incidents.timeline', { incidentId, offset: 2, limit: 2 });
    expect(part.rows).toEqual(rows.slice(2, 4));
    expect((await bench.refused('incidents.timeline', { incidentId: 'inc_none' })).code).toBe('notFound');
  });

  test('R4.9 keeps notes with every wording, and lets only their writer change them', async () => {
    const { bench, incidentId } = await worldWithIncident();
    const { entryId } = await bench.ask('incidents.note', { incidentId, text: 'Sign in **fials**' }, { name: 'Anna' });
    await bench.ask('incidents.editNote', { incidentId, entryId, text: 'Sign in **fails**' }, { name: 'Anna' });
    expect((await bench.refused('incidents.editNote', { incidentId, entryId, text: 'No' }, { name: 'Robin' })).message).toContain("Anna's");
    const { rows } = await bench.ask('incidents.timeline', { incidentId, kinds: ['note'] });
    expect(rows).toMatchObject([{ text: 'Sign in **fails**', actor: { name: 'Anna' }, earlier: [{ text: 'Sign in **fials**' }] }]);
    expect((await bench.ask('audit.list', { text: 'noted' })).rows.map(({ action }) => action)).toContain('incident.noted');
  });

  test('R6.2 pins an entry on top and takes the pin away again', async () => {
    const { bench, incidentId } = await worldWithIncident();
    const { rows } = await bench.ask('incidents.timeline', { incidentId, kinds: ['decision'] });
    const entryId = rows.at(-1)?.id ?? '';
    await bench.ask('incidents.pin', { incidentId, entryId, pinned: true });
    expect((await bench.ask('incidents.timeline', { incidentId, limit: 1 })).pinned.map(({ id }) => id)).toEqual([entryId]);
    await bench.ask('incidents.pin', { incidentId, entryId, pinned: false });
    expect((await bench.ask('incidents.timeline', { incidentId, limit: 1 })).pinned).toEqual([]);
    expect((await bench.refused('incidents.pin', { incidentId, entryId: 'entry:no', pinned: true })).code).toBe('notFound');
  });

  test('R4.9 closes once, with the reason at the end of the timeline', async () => {
    const { bench, incidentId } = await worldWithIncident();
    await bench.ask('incidents.close', { incidentId, reason: 'Taken back, sign in works' });
    expect((await bench.refused('incidents.close', { incidentId, reason: 'again' })).message).toContain('closed already');
    expect((await bench.refused('incidents.acknowledge', { incidentId })).message).toContain('closed');
    const { rows } = await bench.ask('incidents.timeline', { incidentId, kinds: ['closed'] });
    expect(rows).toMatchObject([{ text: 'Taken back, sign in works' }]);
  });
});

describe('R4.9 an incident opened by hand', () => {
  test('R4.9 freezes what the gates had read of the named version', async () => {
    const bench = await openWorld();
    bench.far.read = () => [reading('2.0.0', 0.001, bench.clock.now())];
    const [rollout] = await bench.begin('2.0.0', plainPlan);
    await bench.run(2 * minute);
    const applicationId = bench.rollout(rollout?.id ?? '').applicationId;
    const opening = { applicationId, severity: 'P2', title: 'Search is slow', reason: 'Three people called' } as const;
    const row = await bench.ask('incidents.open', { ...opening, version: '2.0.0' }, { name: 'Anna' });
    expect(row).toMatchObject({ version: '2.0.0', reason: 'Three people called', openedBy: { name: 'Anna' }, acknowledgedAt: null });
    const { evidence } = await bench.ask('incidents.get', { incidentId: row.id });
    expect(evidence.series[0]?.points.length).toBeGreaterThan(0);
    expect(evidence.verdicts[0]?.kind).toBe('green');
    expect((await bench.refused('incidents.open', { ...opening, version: '2.0.0' })).message).toContain('open already');
    expect((await bench.refused('incidents.open', { ...opening, version: '9.9.9' })).message).toContain('No rollout of 9.9.9');
    expect((await bench.refused('incidents.open', { ...opening, applicationId: 'nope' })).code).toBe('notFound');
  });

  test('R4.9 needs no version', async () => {
    const { bench, applicationId } = await worldWithIncident();
    const row = await bench.ask('incidents.open', { applicationId, severity: 'P3', title: 'Odd colours', reason: 'Seen in the shop' });
    expect(row.version).toBeNull();
    const detail = await bench.ask('incidents.get', { incidentId: row.id });
    expect(detail.recovery.map(({ at }) => at)).not.toContain(undefined);
    const { rows } = await bench.ask('incidents.timeline', { incidentId: row.id });
    expect(rows.map(({ kind }) => kind)).toContain('decision');
  });
});

describe('R4.9 an incident that nobody takes on', () => {
  test('R4.9 needs somebody on Home until it is acknowledged', async () => {
    const { bench, incidentId } = await worldWithIncident();
    const needs = async () => (await bench.ask('fleet.home', {})).needs.filter(({ kind }) => kind === 'incident');
    const [need] = await needs();
    expect(need).toMatchObject({ incidentId, severity: 'danger' });
    expect(need?.at).toBe((await bench.ask('incidents.list', {}))[0]?.dueAt);
    await bench.run(16 * minute);
    expect((await needs())[0]).toMatchObject({ at: null, text: expect.stringContaining('The response time is over') });
    await bench.ask('incidents.acknowledge', { incidentId });
    expect(await needs()).toEqual([]);
  });

  test('R4.9 is told to everybody once when its response time is over, and again when it gets worse', async () => {
    const { bench, incidentId } = await worldWithIncident();
    await bench.run(20 * minute);
    const overdue = async () => (await bench.ask('incidents.timeline', { incidentId, kinds: ['overdue'] })).rows;
    expect(await overdue()).toMatchObject([{ title: 'Not acknowledged within 15 min', text: expect.stringContaining('second on call') }]);
    expect((await bench.ask('audit.list', { action: 'incident.overdue' })).rows).toHaveLength(1);
    await bench.ask('incidents.setSeverity', { incidentId, severity: 'P0', reason: 'Nobody can sign in' });
    await bench.run(6 * minute);
    expect(await overdue()).toHaveLength(2);
  });

  test('R4.9 a press that takes a release back needs nobody else to acknowledge it', async () => {
    const bench = await openWorld();
    bench.far.read = () => [reading('2.0.0', 0.001, bench.clock.now())];
    const [rollout] = await bench.begin('2.0.0', plainPlan);
    await bench.run(40 * second);
    const { applicationId, version } = bench.rollout(rollout?.id ?? '');
    await bench.ask('rollouts.rollback', { applicationId, version, reason: 'Wrong default' }, { name: 'Robin' });
    const [row] = await bench.ask('incidents.list', {});
    expect(row).toMatchObject({ openedBy: { name: 'Robin' }, acknowledgedBy: { name: 'Robin' }, reason: 'Wrong default' });
  });
});
