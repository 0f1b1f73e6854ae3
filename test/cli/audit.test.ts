import { readFileSync, writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { appendAudit } from '../../main/store/audit.ts';
import { openStore } from '../../main/store/open.ts';
import { cliPlace } from '../support/cli.ts';
import { sampleAuditBody } from '../support/store-samples.ts';

test('R1.11 exports the log from the shell, and anybody proves the file with one command and no workspace', async () => {
  const { workspace, run, runBare, file: named } = cliPlace();
  const store = await openStore({ folder: workspace, now: () => 1 });
  for (const applicationId of ['pryde', 'harbor', 'pryde']) appendAudit(store.writer, sampleAuditBody({ applicationId }));
  store.close();
  const file = named('audit.jsonl');
  const done = await run('audit', 'export', '--application', 'pryde', '--out', file, '--json');
  expect(done).toMatchObject({ code: 0 });
  const { publicKey, entries } = JSON.parse(done.out) as { publicKey: string; entries: number };
  expect(entries).toBe(2);
  expect(readFileSync(named('audit.md'), 'utf8')).toContain('## 3. ');
  const proved = await runBare('audit', 'verify', '--file', file, '--key', publicKey);
  expect(proved).toMatchObject({ code: 0, out: expect.stringContaining('All 2 entries are as they were written, and signed.') });
  writeFileSync(file, readFileSync(file, 'utf8').replace('"seq":3', '"seq":4'));
  expect(await runBare('audit', 'verify', '--file', file)).toMatchObject({
    code: 1,
    out: expect.stringContaining('Line 3: '),
  });
  expect(await runBare('audit', 'verify', '--file', `${file}x`)).toMatchObject({ code: 2 });
  expect(await run('audit', 'export', '--from', 'soon', '--out', file)).toMatchObject({ code: 2 });
}, 60_000);
