import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { appendAudit } from '../../main/store/audit.ts';
import { backup } from '../../main/store/backup.ts';
import { insertDecision } from '../../main/store/decisions.ts';
import { openStore } from '../../main/store/open.ts';
import { cliPlace, type CliPlace } from '../support/cli.ts';
import { databaseFile, sampleAuditBody, sampleDecision } from '../support/store-samples.ts';

/** A workspace with a backup, whose database lost a page in the middle. */
async function damaged(place: CliPlace): Promise<Buffer> {
  const store = await openStore({ folder: place.workspace, now: () => 1 });
  for (let index = 0; index < 200; index += 1) {
    insertDecision(store.writer, sampleDecision({ id: `dec_${1000 + index}`, at: index, snapshotHash: null }));
  }
  for (let index = 1; index <= 300; index += 1) appendAudit(store.writer, sampleAuditBody({ reason: `Entry ${index}.` }));
  await backup(store, { reason: 'daily', now: Date.now() });
  store.database.pragma('wal_checkpoint(TRUNCATE)');
  store.close();
  const bytes = readFileSync(databaseFile(place.workspace));
  const page = Math.floor(bytes.indexOf('Entry 150.') / 4096) * 4096;
  bytes.fill(0xa5, page, page + 4096);
  writeFileSync(databaseFile(place.workspace), bytes);
  return bytes;
}

test('R4.11 recovers a damaged database from the shell: looks, salvages, keeps the file, refuses presses, goes on', async () => {
  const place = cliPlace();
  const { workspace, run } = place;
  const bytes = await damaged(place);
  const looked = await run('recover', '--dry-run');
  expect(looked).toMatchObject({ code: 1 });
  expect(looked.out).toContain('Nothing was changed.');
  expect(readFileSync(databaseFile(workspace)).equals(bytes)).toBe(true);

  const entered = await run('recover', '--json');
  const found = JSON.parse(entered.out) as { entered: boolean; recovery: { damagedFile: string; audit: { words: string } } };
  expect(found).toMatchObject({
    entered: true,
    recovery: { audit: { words: expect.stringMatching(/Entries 1\d\d to 1\d\d are missing\.$/) } },
  });
  expect(readFileSync(join(workspace, found.recovery.damagedFile)).equals(bytes)).toBe(true);

  expect((await run('status')).out).toContain('in recovery: the database was damaged');
  expect(await run('backup')).toMatchObject({ code: 4, error: expect.stringContaining('is in recovery') });
  expect(await run('recover', '--go-on', '--reason', 'The gap is old')).toMatchObject({ code: 0 });
  const proof = await run('audit', 'verify');
  expect(proof).toMatchObject({ code: 0, out: expect.stringMatching(/could not be read any more when a damaged database was salvaged/) });
}, 120_000);

test('R4.11 moves a workspace with two commands, and names what is kept, left over and would go', async () => {
  const place = cliPlace();
  const { workspace, run, folder } = place;
  const store = await openStore({ folder: workspace, now: () => 1 });
  for (let index = 1; index <= 3; index += 1) appendAudit(store.writer, sampleAuditBody({}));
  store.close();
  mkdirSync(join(workspace, 'plans'));
  writeFileSync(join(workspace, 'plans', 'careful.yaml'), 'name: careful\n');
  writeFileSync(join(workspace, 'tidegate.db.replaced-2026-01-01T00-00-00.000Z'), 'x'.repeat(5000));
  const file = place.file('team.tidegate');
  expect(await run('workspace', 'export', '--out', file)).toMatchObject({ code: 0, out: expect.stringContaining('SHA-256') });
  expect(existsSync(`${file}.part`)).toBe(false);
  const into = join(folder, 'elsewhere');
  const taken = await run('workspace', 'import', file, '--reason', 'A new machine', '--workspace', into);
  expect(taken).toMatchObject({ code: 0, out: expect.stringContaining('goes on after entry 3') });
  expect(readdirSync(into).toSorted()).toEqual(['plans', 'tidegate.db']);

  expect((await run('doctor')).out).toContain('replacedFiles');
  expect(await run('doctor', '--clean', 'replacedFiles', '--reason', 'Not needed')).toMatchObject({ code: 0 });
  const seen = await run('retention', '--raw', '7', '--notices', '90');
  expect(seen).toMatchObject({ code: 0, out: expect.stringMatching(/notices\s+90 days/) });
}, 120_000);
