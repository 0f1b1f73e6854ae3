import { beforeEach, describe, expect, test, vi } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { expectAccessible, openApp } from '../support/open-app.tsx';
import { bundle, message, postmortem } from '../support/fixture/aftermath.ts';
import { incident, incidents } from '../support/fixture/incidents.ts';
import { timelineAnswer } from '../support/fixture/incident-room.ts';

const actor = { kind: 'person', name: 'Robin', role: 'operator' } as const;

/** A machine that has much else to do draws late. */
const patient = { timeout: 30_000 };

describe('Messages of an incident', () => {
  beforeEach(() => page.viewport(1280, 800));

  test('R4.9 fills a template in, says what is not known, and sends it through the connection that the button names', async () => {
    const bridge = openApp('/incidents/inc-1?tab=messages', { role: 'operator' });
    await expect.element(page.getByLabelText('Subject')).toHaveValue('P1 Pryde 1.2.2: Auth success fell under 90 %');
    await expect.element(page.getByText(/Not in the record: previous version\./)).toBeVisible();
    await page.getByLabelText('Text', { exact: true }).fill('We are on it.');
    await page.getByRole('button', { name: 'Send through team chat' }).click();
    await expect.element(page.getByRole('status').filter({ hasText: 'Sent. team chat accepted it.' })).toBeVisible();
    expect(bridge.seenOf('messages.send').map(({ input }) => input)).toMatchObject([
      {
        incidentId: 'inc-1',
        template: 'start-internal',
        audience: 'internal',
        body: 'We are on it.',
        connectionId: 'con-chat',
        alert: null,
      },
    ]);
    await expectAccessible();
  });

  test('R4.9 tells a refused and an unknown outcome apart, and asks what a message does to a page', async () => {
    const bridge = openApp('/incidents/inc-1?tab=messages', { role: 'operator' });
    bridge.answer('messages.send', () => ({ entryId: 'e', state: 'unknown', says: 'It did not answer. Whether it arrived is not known.' }));
    await page.getByRole('button', { name: 'Send through team chat' }).click();
    await expect.element(page.getByText('It did not answer. Whether it arrived is not known.')).toBeVisible();
    await page.getByRole('combobox', { name: 'Send through' }).click();
    await page.getByRole('option', { name: 'pager' }).click();
    const send = page.getByRole('button', { name: 'Send through pager' });
    await expect.element(send).toBeDisabled();
    await page.getByRole('combobox', { name: 'What it does to the page' }).click();
    await page.getByRole('option', { name: 'Resolve the page' }).click();
    bridge.answer('messages.send', () => ({ entryId: 'e', state: 'failed', says: 'Nobody was told. The key is not accepted.' }));
    await send.click();
    await expect.element(page.getByText('Nobody was told. The key is not accepted.')).toBeVisible();
    expect(bridge.seenOf('messages.send').at(-1)?.input).toMatchObject({ connectionId: 'con-pager', alert: 'resolve' });
  });

  test('R1.3 keeps what was told, and lets a viewer read it only', async () => {
    openApp('/incidents/inc-1?tab=messages', {
      role: 'viewer',
      prepare: (fake) => fake.answer('incidents.timeline', (input) => timelineAnswer([message], input)),
    });
    await page.getByText(/Message for status page sent through team chat/).click();
    await expect.element(page.getByText(/Since 02:51 UTC/)).toBeVisible();
    await expect.element(page.getByRole('button', { name: 'Copy' })).toBeDisabled();
    await expectAccessible();
  });
});

describe('Post-mortem', () => {
  beforeEach(() => page.viewport(1280, 800));

  test('R1.12 shows the draft as it prints, is written, saved with what it was based on, and closed with a reason', async () => {
    const bridge = openApp('/incidents/inc-2?tab=postmortem', {
      role: 'operator',
      prepare: (fake) =>
        fake.answer('incidents.get', () => ({ ...incident, incident: incidents.find((row) => row.id === 'inc-2') ?? incident.incident })),
    });
    await expect.element(page.getByText(/so a post-mortem follows/)).toBeVisible();
    const drawn = () => document.querySelector('iframe')?.contentDocument?.body;
    await expect.poll(() => drawn()?.textContent).toContain('Open questions');
    expect(drawn()?.querySelector('svg')).not.toBeNull();
    await page.getByText('Write', { exact: true }).click();
    const text = page.getByRole('textbox', { name: 'Text of the post-mortem' });
    await text.fill('# What we learnt');
    await expect.element(page.getByText('Not saved yet')).toBeVisible();
    await page.getByRole('button', { name: 'Save wording' }).click();
    await vi.waitFor(() => expect(bridge.seenOf('postmortems.save')).toHaveLength(1), patient);
    expect(bridge.seenOf('postmortems.save')[0]?.input).toMatchObject({ incidentId: 'inc-2', text: '# What we learnt', basedOn: 0 });
    await page.getByRole('button', { name: 'Close…' }).click();
    await page.getByRole('textbox', { name: /Reason/ }).fill('Nothing is left to learn');
    await page.getByRole('button', { name: 'Close post-mortem' }).click();
    await vi.waitFor(() => expect(bridge.seenOf('postmortems.close')).toHaveLength(1), patient);
  });

  test('R1.12 keeps what was typed when somebody else saved first', async () => {
    const bridge = openApp('/incidents/inc-1?tab=postmortem', { role: 'operator' });
    await page.getByText('Write', { exact: true }).click();
    await page.getByRole('textbox', { name: 'Text of the post-mortem' }).fill('Mine');
    bridge.answer('postmortems.get', () => ({ ...postmortem, text: 'Theirs', wordings: [{ version: 1, at: 0, actor }] }));
    bridge.refuse('postmortems.save', { code: 'refused', message: 'Robin saved wording 1 after the one you began with.' });
    bridge.push({ table: 'reload', what: 'everything' });
    await expect.element(page.getByRole('heading', { name: 'Wordings' })).toBeVisible();
    await page.getByRole('button', { name: 'Save wording' }).click();
    await expect.element(page.getByText(/Robin saved wording 1 after the one you began with\./)).toBeVisible();
    expect(bridge.seenOf('postmortems.save').at(-1)?.input).toMatchObject({ text: 'Mine', basedOn: 0 });
    await expect.element(page.getByRole('textbox', { name: 'Text of the post-mortem' })).toHaveValue('Mine');
  });
});

describe('Bundles', () => {
  beforeEach(() => page.viewport(1280, 800));

  test('R6.2 opens a file, and shows the incident marked as read from a bundle, with its proof and nothing to press', async () => {
    const bridge = openApp('/incidents', {
      role: 'operator',
      prepare: (fake) =>
        fake.answer('incidents.get', ({ incidentId }) =>
          incidentId === 'bun_1' ? { ...incident, incident: { ...incident.incident, id: 'bun_1' }, bundle } : incident,
        ),
    });
    await expect.element(page.getByText(/opens here from its file/)).toBeVisible();
    const input = document.querySelector<HTMLInputElement>('input[type=file]');
    if (input === null) throw new Error('There is no file input.');
    await userEvent.upload(input, new File(['abc'], 'pryde.tidegate-bundle'));
    await expect.element(page.getByRole('heading', { name: 'From a bundle' })).toBeVisible();
    expect(bridge.seenOf('bundles.begin')[0]?.input).toEqual({ name: 'pryde.tidegate-bundle', bytes: 3 });
    expect(bridge.seenOf('bundles.append')[0]?.input).toEqual({ uploadId: 'u1', part: 0, piece: btoa('abc') });
    await expect.element(page.getByText('61 were computed again from their readings with the same result.')).toBeVisible();
    await expect.element(page.getByRole('textbox', { name: 'Note' })).toBeDisabled();
    expect(page.getByRole('button', { name: /Close incident|Acknowledge|Bundle|Contain/ }).elements()).toEqual([]);
    await page.getByRole('tab', { name: 'Messages' }).click();
    expect(page.getByRole('button', { name: /Send|Copy/ }).elements()).toEqual([]);
    await expectAccessible();
  });

  test('R6.2 says why a file was refused, and keeps none of it', async () => {
    openApp('/incidents', {
      role: 'operator',
      prepare: (fake) => fake.refuse('bundles.finish', { code: 'refused', message: 'The bundle is damaged in line 7.' }),
    });
    const input = await vi.waitFor(() => {
      const found = document.querySelector<HTMLInputElement>('input[type=file]');
      if (found === null) throw new Error('not there yet');
      return found;
    }, patient);
    await userEvent.upload(input, new File(['abc'], 'x'));
    await expect.element(page.getByText(/The bundle is damaged in line 7\./)).toBeVisible();
  });

  test('R6.2 lists what was opened with what was proved, and removes a copy with a reason', async () => {
    const bad = { ...bundle, id: 'bun_2', proof: [{ what: 'Decisions', ok: false, says: '1 gave another result.' }] };
    const bridge = openApp('/incidents', { role: 'operator', prepare: (fake) => fake.answer('bundles.list', () => [bundle, bad]) });
    await expect.element(page.getByText('✗ Decisions does not agree')).toBeVisible();
    await page.getByRole('button', { name: 'Remove…' }).first().click();
    await page.getByRole('textbox', { name: /Reason/ }).fill('Read');
    await page.getByRole('button', { name: 'Remove bundle' }).click();
    await vi.waitFor(() => expect(bridge.seenOf('bundles.remove')[0]?.input).toEqual({ bundleId: 'bun_1', reason: 'Read' }), patient);
    await expectAccessible();
  });
});
