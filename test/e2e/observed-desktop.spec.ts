import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { call, play, practise } from '../support/e2e-calls.ts';
import { expect, test } from './fixtures.ts';

test('design 6 notifies about a rollback, and a click opens it', async ({ ui, desktop }) => {
  test.setTimeout(90_000);
  await practise(ui);
  await play(ui, 'bad-release');
  await expect(async () => expect(JSON.stringify(await desktop.notifications())).toMatch(/Rolling back/)).toPass({ timeout: 60_000 });
  await desktop.clickNotification(0);
  await expect(ui).toHaveURL(/#\/rollouts\//);
});

test('design 6 says in the tray what the fleet does', async ({ ui, desktop }) => {
  await practise(ui);
  await play(ui, 'good-release');
  await expect(async () => expect(JSON.stringify(await desktop.tray())).toMatch(/Tidegate: (pending|green|thin)/)).toPass({
    timeout: 30_000,
  });
});

test('R1.12 makes a PDF of a post-mortem without the print dialog, and leaves no window behind', async ({ ui, desktop }) => {
  await practise(ui);
  const press = { applicationId: 'harbor', severity: 'P3', title: 'Odd colours', reason: 'Seen in the shop' };
  const opened = await call(ui, 'incidents.open', press);
  const { id } = opened.ok ? (opened.answer as { id: string }) : { id: '' };
  await ui.evaluate((incidentId) => (window.location.hash = `#/incidents/${incidentId}`), id);
  await ui.getByRole('tab', { name: 'Post-mortem' }).click();
  await ui.getByRole('button', { name: 'Take along' }).click();
  await expect(ui.getByRole('menuitem', { name: 'Print…' })).toBeVisible();
  const download = ui.waitForEvent('download');
  await ui.getByRole('menuitem', { name: 'Save as PDF…' }).click();
  const file = await download;
  expect(file.suggestedFilename()).toBe(`post-mortem-${id}.pdf`);
  const bytes = readFileSync(await file.path());
  expect(bytes.subarray(0, 5).toString('latin1')).toBe('%PDF-');
  expect(bytes.length).toBeGreaterThan(5000);
  const [printed] = await desktop.calls('webContents.printToPDF');
  expect(String(printed?.args[0])).toMatch(/page\.html$/);
  expect(existsSync(fileURLToPath(String(printed?.args[0])))).toBe(false);
});
