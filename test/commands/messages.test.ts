import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { AdapterError } from '../../main/adapters/errors.ts';
import { saveConnection } from '../../main/store/connections.ts';
import { insertRollout, rolloutsOfRelease } from '../../main/store/rollouts.ts';
import { takenBack } from '../support/engine/bad-release.ts';

const words = { subject: 'Trouble with Pryde', body: 'We are looking into it.' };

describe('messages of an incident', () => {
  test('R4.9 fills a template in from the record and names what nobody knows', async () => {
    const bench = await takenBack();
    const { incidentId } = bench;
    const templates = await bench.ask('messages.templates', {});
    expect(templates.map(({ name }) => name)).toContain('start-users');
    const draft = await bench.ask('messages.draft', { incidentId, template: 'start-internal' });
    expect(draft.audience).toBe('internal');
    expect(draft.subject).toContain('Pryde 2.0.0');
    expect(draft.body).toContain(incidentId);
    expect(draft.body).not.toContain('{{');
    for (const name of draft.unknown) expect(['version', 'application', 'severity']).not.toContain(name);
    expect(draft.body.includes('not known')).toBe(draft.unknown.length > 0);
  });

  test('R4.9 knows the version before although a flag of the release calls what it offers by another name', async () => {
    const bench = await takenBack();
    bench.addTarget('flag', 'flag');
    const [web] = rolloutsOfRelease(bench.deps.store.reader, 'pryde', '2.0.0');
    if (web === undefined) throw new Error('There is no rollout');
    insertRollout(bench.deps.store.writer, { ...web, id: 'ro_flag', targetId: 'flag', previousVersion: 'off' });
    const draft = await bench.ask('messages.draft', { incidentId: bench.incidentId, template: 'start-internal' });
    expect(draft.unknown).not.toContain('previousVersion');
    expect(draft.body).toContain('1.0.0');
  });

  test('R4.9 prefers a template of the workspace, and never reads a path', async () => {
    const bench = await takenBack();
    mkdirSync(join(bench.folder, 'templates'));
    writeFileSync(join(bench.folder, 'templates', 'start-users.md'), '# Ours\n\n{{version}} {{nobodyKnows}}');
    const draft = await bench.ask('messages.draft', { incidentId: bench.incidentId, template: 'start-users.md' });
    expect(draft).toMatchObject({ origin: 'workspace', subject: 'Ours', body: '2.0.0 not known', unknown: ['nobodyKnows'] });
    for (const template of ['../plans/practice', '/etc/hostname', 'nothing'])
      expect((await bench.refused('messages.draft', { incidentId: bench.incidentId, template })).message).toContain('Known templates: ');
  });

  test('R4.9 sends a message, and writes what became of it into the timeline and the audit log', async () => {
    const bench = await takenBack();
    const { incidentId } = bench;
    const receiver = (await bench.ask('messages.receivers', {})).find(({ name }) => name === 'chat');
    const input = {
      incidentId,
      template: 'update-users',
      audience: 'users' as const,
      ...words,
      connectionId: receiver?.connectionId ?? '',
    };
    const sent = await bench.ask('messages.send', input, { key: 'once' });
    expect(sent).toMatchObject({ state: 'sent', says: 'chat accepted it.' });
    expect(await bench.ask('messages.send', input, { key: 'once' })).toEqual(sent);
    expect(bench.far.sent.filter(({ title }) => title === words.subject)).toMatchObject([{ severity: 'warning', body: words.body }]);
    const { rows } = await bench.ask('incidents.timeline', { incidentId, kinds: ['message'] });
    expect(rows).toMatchObject([{ title: 'Message for users sent through chat: Trouble with Pryde', text: words.body }]);
    const { rows: audit } = await bench.ask('audit.list', { text: 'message' });
    expect(audit.map(({ action }) => action)).toEqual(['incident.message.sent', 'incident.message.begun']);
  });

  test('R4.9 says that nobody was told when it was refused, and that it is not known when the answer was lost', async () => {
    const bench = await takenBack();
    const { incidentId } = bench;
    const connectionId = (await bench.ask('messages.receivers', {}))[0]?.connectionId ?? '';
    bench.far.send = () => Promise.reject(new AdapterError('permission', 'The channel is closed.'));
    expect(await bench.ask('messages.send', { incidentId, ...words, connectionId })).toMatchObject({
      state: 'failed',
      says: 'Nobody was told. The channel is closed.',
    });
    bench.far.send = () => Promise.reject(new AdapterError('unknownOutcome', 'It did not answer. It is looked up.'));
    expect(await bench.ask('messages.send', { incidentId, ...words, connectionId })).toMatchObject({
      state: 'unknown',
      says: 'It did not answer. Whether it arrived is not known: look there before you send it again.',
    });
    const { rows } = await bench.ask('incidents.timeline', { incidentId, kinds: ['message'] });
    expect(rows.map(({ title }) => title)).toEqual([
      'Message not sent through chat: Trouble with Pryde',
      'Message through chat, arrival not known: Trouble with Pryde',
    ]);
    expect(rows[0]?.text).toContain(words.body);
  });

  test('R4.9 records a copied message, and counts users as told in the post-mortem', async () => {
    const bench = await takenBack();
    const { incidentId } = bench;
    expect((await bench.ask('postmortems.get', { incidentId })).draft).toContain('Were the users who had it told?');
    const copied = await bench.ask('messages.send', { incidentId, audience: 'users', ...words });
    expect(copied).toMatchObject({ state: 'copied', says: 'Copied. Whether it was posted is not known here.' });
    expect((await bench.ask('postmortems.get', { incidentId })).draft).toContain('People were told: users.');
  });

  test('R4.9 asks what a message does to the page of a service that pages, before anything is sent', async () => {
    const bench = await takenBack();
    const { incidentId } = bench;
    saveConnection(bench.store.writer, { id: 'con-pager', kind: 'notice', adapter: 'pagerduty', name: 'pager', settings: {} });
    expect((await bench.ask('messages.receivers', {})).find(({ name }) => name === 'pager')?.pages).toBe(true);
    const message = { incidentId, ...words, connectionId: 'con-pager' };
    expect((await bench.refused('messages.send', message)).message).toContain('triggers, acknowledges or resolves');
    expect(bench.far.sent.filter(({ title }) => title === words.subject)).toEqual([]);
    await bench.ask('messages.send', { ...message, alert: 'resolve' });
    expect(bench.far.sent.at(-1)?.alert).toEqual({ key: 'tidegate:pryde:2.0.0', act: 'resolve' });
  });

  test('R4.9 refuses what is no receiver, an empty text and a viewer', async () => {
    const bench = await takenBack();
    const { incidentId } = bench;
    const other = (await bench.ask('connections.list', {})).find(({ kind }) => kind === 'metric')?.id ?? '';
    expect((await bench.refused('messages.send', { incidentId, ...words, connectionId: other })).code).toBe('refused');
    expect((await bench.refused('messages.send', { incidentId, ...words, connectionId: 'con-none' })).code).toBe('notFound');
    expect((await bench.refused('messages.send', { incidentId, ...words, body: ' ' })).code).toBe('input');
    expect((await bench.refused('messages.send', { incidentId, ...words }, { role: 'viewer' })).code).toBe('role');
    expect((await bench.refused('messages.send', { incidentId: 'inc-none', ...words })).code).toBe('notFound');
  });
});
