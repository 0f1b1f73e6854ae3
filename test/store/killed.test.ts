import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { unfinished } from '../../main/store/actions.ts';
import { countAudit, verifyAudit } from '../../main/store/audit.ts';
import { integrity } from '../../main/store/backup.ts';
import { getDecision, listDecisions } from '../../main/store/decisions.ts';
import { openTemporary, temporaryFolder } from '../support/store-samples.ts';

const child = fileURLToPath(new URL('../support/store-killed.ts', import.meta.url));

/** Kills the writer with SIGKILL when it says `last`. Answers the last number it said was committed. */
async function killedAt(folder: string, last: string, hold: number): Promise<number> {
  const writer = spawn(process.execPath, [child, JSON.stringify({ folder, hold })], { stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = once(writer, 'exit');
  let committed = 0;
  for await (const line of createInterface(writer.stdout)) {
    if (line === last) writer.kill('SIGKILL');
    if (line !== 'holding') committed = Number(line);
  }
  expect(await ended).toEqual([null, 'SIGKILL']);
  return committed;
}

test('design 2.5 a process killed inside a transaction leaves only whole ones', async () => {
  const folder = temporaryFolder();
  expect(await killedAt(folder, 'holding', 20)).toBe(19);
  const { reader } = await openTemporary(folder);
  expect([listDecisions(reader, {}).length, unfinished(reader).length, countAudit(reader, {})]).toEqual([19, 19, 19]);
  expect(getDecision(reader, 'dec_20')).toBeNull();
  expect(verifyAudit(reader)).toMatchObject({ ok: true, entries: 19 });
  expect(integrity(reader)).toEqual({ ok: true, problems: [] });
});

test.each(['7', '40', '333'])('design 2.5 a process killed after commit %s loses nothing it said', async (last) => {
  const folder = temporaryFolder();
  const committed = await killedAt(folder, last, 0);
  const { reader, writer } = await openTemporary(folder);
  const entries = countAudit(reader, {});
  expect(entries).toBeGreaterThanOrEqual(committed);
  expect([listDecisions(reader, { limit: 100_000 }).length, unfinished(reader).length]).toEqual([entries, entries]);
  expect(verifyAudit(reader)).toMatchObject({ ok: true, entries });
  expect(writer.run('DELETE FROM decision')).toBe(entries);
});
