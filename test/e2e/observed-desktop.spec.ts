import { play, practise } from '../support/e2e-calls.ts';
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
