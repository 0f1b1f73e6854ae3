import { expect, test } from 'vitest';
import { cliPlace } from '../support/cli.ts';

test('R4.9 shows and sets response times from the shell, and says what is wrong with them', async () => {
  const { run } = cliPlace();
  expect((await run('response-times')).out).toMatch(/P0\s+5 min\s*\nP1\s+15 min/);
  const set = await run('response-times', '--p0', '10m', '--p3', '2d', '--reason', 'Nights are quiet');
  expect(set).toMatchObject({ code: 0, out: expect.stringMatching(/P0\s+10 min\s+comes as 5 min/) });
  expect(JSON.parse((await run('response-times', '--json')).out)).toMatchObject({ times: { P0: 600_000, P3: 172_800_000 } });
  expect(await run('response-times', '--p0', 'soon', '--reason', 'Because')).toMatchObject({
    code: 2,
    error: expect.stringContaining('such as 15m, 2h or 1d'),
  });
  expect(await run('response-times', '--p0', '1h', '--reason', 'Because')).toMatchObject({
    code: 4,
    error: expect.stringContaining('P1 is less urgent than P0'),
  });
  expect(await run('response-times', '--p0', '1m')).toMatchObject({ code: 2, error: expect.stringContaining('--reason') });
}, 60_000);
