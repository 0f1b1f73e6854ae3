import { describe, expect, test } from 'vitest';
import { hour } from '../support/engine/bench.ts';
import { takenBack } from '../support/engine/bad-release.ts';

const day = 24 * hour;

describe('post-mortems', () => {
  test('R1.12 drafts from the record: reach, recovery, decisions, questions', async () => {
    const bench = await takenBack();
    const { draft, text, wordings, asked } = await bench.ask('postmortems.get', { incidentId: bench.incidentId });
    expect(draft).toContain('# Post-mortem: Pryde 2.0.0');
    expect(draft).toContain('A gate saw it');
    expect(draft).toContain('(chart:errors)');
    expect(draft).toContain('## Open questions');
    expect({ text, wordings, asked }).toEqual({ text: null, wordings: [], asked: true });
  });

  test('R1.12 keeps every wording, and lets two people not write over each other', async () => {
    const bench = await takenBack();
    const { incidentId } = bench;
    expect(await bench.ask('postmortems.save', { incidentId, text: 'One', basedOn: 0 })).toMatchObject({ version: 1 });
    const late = await bench.refused('postmortems.save', { incidentId, text: 'Other', basedOn: 0 });
    expect(late.message).toContain('Nothing was saved');
    await bench.ask('postmortems.save', { incidentId, text: 'Two', basedOn: 1 }, { name: 'Grace' });
    const now = await bench.ask('postmortems.get', { incidentId });
    expect(now.text).toBe('Two');
    expect(now.wordings.map(({ version, actor }) => [version, actor.name])).toEqual([
      [2, 'Grace'],
      [1, 'Ada'],
    ]);
    expect(await bench.ask('postmortems.wording', { incidentId, version: 1 })).toEqual({ text: 'One' });
    expect((await bench.refused('postmortems.wording', { incidentId, version: 9 })).code).toBe('notFound');
    const { rows } = await bench.ask('incidents.timeline', { incidentId, kinds: ['postmortem'] });
    expect(rows.map(({ title }) => title)).toEqual(['Post-mortem: wording 1 saved', 'Post-mortem: wording 2 saved']);
  });

  test('R1.12 is closed by a person after its incident, once, and then stays as it is', async () => {
    const bench = await takenBack();
    const { incidentId } = bench;
    const close = { incidentId, reason: 'Nothing is left to learn' };
    expect((await bench.refused('postmortems.close', close)).message).toContain('Close it first');
    await bench.ask('incidents.close', { incidentId, reason: 'Taken back' });
    expect((await bench.refused('postmortems.close', close, { role: 'viewer' })).code).toBe('role');
    await bench.ask('postmortems.close', close);
    expect((await bench.refused('postmortems.close', close)).message).toContain('closed this post-mortem');
    expect((await bench.refused('postmortems.save', { incidentId, text: 'Late', basedOn: 0 })).message).toContain('as a note');
    expect(await bench.ask('postmortems.get', { incidentId })).toMatchObject({
      end: { reason: close.reason, version: null },
      asked: false,
    });
    const { rows } = await bench.ask('audit.list', { action: 'postmortem.closed' });
    expect(rows).toMatchObject([{ reason: close.reason, applicationId: 'pryde', version: '2.0.0' }]);
  });

  test('R1.12 is reminded of on Home after a rollback until somebody closes it, with more weight once it is due', async () => {
    const bench = await takenBack();
    const { incidentId } = bench;
    const needs = async () => (await bench.ask('fleet.home', {})).needs.filter(({ kind }) => kind === 'postmortem');
    expect(await needs()).toEqual([]);
    await bench.ask('incidents.close', { incidentId, reason: 'Taken back' });
    expect(await needs()).toMatchObject([{ incidentId, severity: 'info', version: '2.0.0' }]);
    await bench.ask('system.saveSettings', { postmortemDays: 2 });
    bench.clock.moveTo(bench.clock.now() + 2 * day);
    expect(await needs()).toMatchObject([{ severity: 'warning' }]);
    await bench.ask('system.saveSettings', { postmortemDays: 0 });
    expect(await needs()).toEqual([]);
    await bench.ask('system.saveSettings', { postmortemDays: 7 });
    await bench.ask('postmortems.close', { incidentId, reason: 'Nothing is left to learn' });
    expect(await needs()).toEqual([]);
  });

  test('R1.12 is reminded of after a day even while the incident is open, and not at all when nothing was taken back', async () => {
    const bench = await takenBack();
    await bench.ask('incidents.open', { applicationId: 'pryde', severity: 'P3', title: 'Slow search', reason: 'A user wrote' });
    bench.clock.moveTo(bench.clock.now() + 25 * hour);
    const { needs } = await bench.ask('fleet.home', {});
    expect(needs.filter(({ kind }) => kind === 'postmortem').map((need) => need.incidentId)).toEqual([bench.incidentId]);
  });
});
