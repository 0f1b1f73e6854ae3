import { beforeEach, describe, expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { auditRows } from '../support/fixture/audit.ts';
import { createFakeBridge } from '../support/fake-bridge.ts';
import { expectAccessible, openApp } from '../support/open-app.tsx';

function scroller(): Element {
  const rows = page.getByRole('rowgroup').elements()[1];
  if (!rows) throw new Error('The audit table has no rows.');
  return rows;
}

describe('Audit', () => {
  beforeEach(() => page.viewport(1280, 800));

  test('R1.11 keeps only the rows in sight in the page and asks older pages while scrolling', async () => {
    const bridge = openApp('/audit');
    await expect.element(page.getByRole('button', { name: /^Entry 640,/ })).toBeVisible();
    await expect.element(page.getByText('640 entries')).toBeVisible();
    expect(page.getByRole('button', { name: /^Entry/ }).elements().length).toBeLessThan(50);
    expect(bridge.seenOf('audit.list')).toHaveLength(1);
    scroller().scrollTo({ top: 4400 });
    await expect.poll(() => bridge.seenOf('audit.list').length).toBeGreaterThan(1);
    expect(bridge.seenOf('audit.list')[1]?.input).toMatchObject({ before: 541 });
    await expect.element(page.getByText(/^200 of 640 loaded/)).toBeVisible();
    await expectAccessible();
  });

  test('R1.11 says that all are there, the newest first, where nothing older is left to load', async () => {
    const bridge = createFakeBridge();
    bridge.answer('audit.list', () => ({ rows: auditRows.slice(0, 12), total: 12, more: false }));
    openApp('/audit', { bridge });
    await expect.element(page.getByRole('status').filter({ hasText: 'All 12 entries, the newest first' })).toBeVisible();
  });

  test('R1.11 opens an entry with what changed, its reason and its hash', async () => {
    const bridge = openApp('/audit');
    await page.getByRole('button', { name: /^Entry 640,/ }).click();
    await expect.element(page.getByText(auditRows[0]?.hash ?? '')).toBeVisible();
    await expect.element(page.getByLabelText('Before and after')).toMatchTextContent(/version1\.2\.2 → 1\.2\.1/);
    await expect.element(page.getByText('engine, as admin')).toBeVisible();
    await expectAccessible();
    expect(bridge.seenOf('audit.list')).toHaveLength(1);
  });

  test('R1.11 moves between entries with the arrow keys', async () => {
    openApp('/audit');
    const first = page.getByRole('button', { name: /^Entry 640,/ });
    await expect.element(first).toBeVisible();
    first.element().focus();
    for (const entry of [639, 638]) {
      await userEvent.keyboard('{ArrowDown}');
      await expect.element(page.getByRole('button', { name: new RegExp(`^Entry ${entry},`) })).toHaveFocus();
    }
    await userEvent.keyboard('{End}');
    await expect.element(page.getByRole('button', { name: /^Entry 541,/ })).toHaveFocus();
  });

  test('R1.11 narrows by words and application, and says when nothing fits', async () => {
    const bridge = openApp('/audit?application=pryde&text=hold');
    await expect.element(page.getByRole('textbox', { name: 'Words in an entry' })).toHaveValue('hold');
    await expect.poll(() => bridge.seenOf('audit.list').at(-1)?.input).toMatchObject({ applicationId: 'pryde', text: 'hold' });
    await page.getByRole('textbox', { name: 'Words in an entry' }).fill('nothing like this');
    await expect.element(page.getByText('No entry fits this filter')).toBeVisible();
    await page.getByRole('button', { name: 'Clear the filter' }).click();
    await expect.element(page.getByText('640 entries')).toBeVisible();
  });

  test('R1.11 shows a new entry at once', async () => {
    const bridge = openApp('/audit');
    await expect.element(page.getByText('640 entries')).toBeVisible();
    const newest = auditRows[0];
    if (!newest) throw new Error('no fixture');
    bridge.push({ table: 'audit', row: { ...newest, seq: 641, action: 'rollout.resume', reason: 'Source is back' } });
    await expect.element(page.getByRole('button', { name: 'Entry 641, Resumed' })).toBeVisible();
    await expect.element(page.getByText('641 entries')).toBeVisible();
  });

  test('design 2.9 says in words that the chain holds, or where it broke', async () => {
    const bridge = openApp('/audit');
    await page.getByRole('button', { name: 'Verify chain' }).click();
    await expect.element(page.getByText(/Chain intact: all 640 entries fit the one before/)).toBeVisible();
    bridge.answer('audit.verify', () => ({ ok: false, entries: 640, firstBroken: 412, message: 'its content does not fit its hash' }));
    await page.getByRole('button', { name: 'Verify chain' }).click();
    await expect.element(page.getByText(/Chain broken at entry 412: its content does not fit its hash/)).toBeVisible();
    await expectAccessible();
  });

  test('R1.11 narrows by what was done, where, by whom and what set it off', async () => {
    const bridge = openApp('/audit');
    await page.getByRole('combobox', { name: 'What was done' }).click();
    await page.getByRole('option', { name: 'Rolled back', exact: true }).click();
    await page.getByRole('textbox', { name: 'Who, by full name' }).fill('Robin');
    await expect.poll(() => bridge.seenOf('audit.list').at(-1)?.input).toMatchObject({ action: 'rollout.rolledBack', actor: 'Robin' });
    await expectAccessible();
  });

  test('R1.11 exports what the filter shows, part by part, and says how it is proved', async () => {
    const bridge = createFakeBridge();
    let parts = 0;
    bridge.answer('audit.export', () => {
      parts += 1;
      return {
        exportId: 'exp_1',
        text: '',
        done: parts * 320,
        total: 640,
        entries: 640,
        publicKey: 'public-key-of-this-console',
        finished: parts === 2,
      };
    });
    openApp('/audit', { bridge });
    await page.getByRole('button', { name: 'Export' }).click();
    await expect.element(page.getByText(/640 entries were saved as signed lines and as Markdown/)).toBeVisible();
    await expect.element(page.getByText(/audit verify --file FILE --key public-key-of-this-console/)).toBeVisible();
    expect(bridge.seenOf('audit.export').map((call) => call.input)).toMatchObject([{ exportId: null }, { exportId: 'exp_1' }]);
    await expectAccessible();
  });
});
