import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { appendAudit } from '../../main/store/audit.ts';
import { openStore } from '../../main/store/open.ts';
import { root } from '../support/repository.ts';
import { sampleAuditBody } from '../support/store-samples.ts';

function ran(folder: string, args: readonly string[], workspace = true): Promise<{ code: number; out: string; error: string }> {
  const named = workspace ? { TIDEGATE_WORKSPACE: join(folder, 'workspace') } : {};
  const env = {
    PATH: process.env['PATH'] ?? '',
    HOME: folder,
    XDG_DATA_HOME: folder,
    XDG_CONFIG_HOME: folder,
    XDG_STATE_HOME: folder,
    ...named,
  };
  return new Promise((resolve) => {
    const child = execFile(process.execPath, ['main/cli.ts', ...args], { cwd: root, env, timeout: 60_000 }, (_error, out, error) => {
      resolve({ code: child.exitCode ?? -1, out, error });
    });
  });
}

test('R1.11 exports the log from the shell, and anybody proves the file with one command and no workspace', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'tidegate-audit-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  mkdirSync(join(folder, 'workspace'));
  const store = await openStore({ folder: join(folder, 'workspace'), now: () => 1 });
  for (const applicationId of ['pryde', 'harbor', 'pryde']) appendAudit(store.writer, sampleAuditBody({ applicationId }));
  store.close();
  const file = join(folder, 'audit.jsonl');
  const done = await ran(folder, ['audit', 'export', '--application', 'pryde', '--out', file, '--json']);
  expect(done).toMatchObject({ code: 0 });
  const { publicKey, entries } = JSON.parse(done.out) as { publicKey: string; entries: number };
  expect(entries).toBe(2);
  expect(readFileSync(join(folder, 'audit.md'), 'utf8')).toContain('## 3. ');
  const proved = await ran(folder, ['audit', 'verify', '--file', file, '--key', publicKey], false);
  expect(proved).toMatchObject({ code: 0, out: expect.stringContaining('All 2 entries are as they were written, and signed.') });
  writeFileSync(file, readFileSync(file, 'utf8').replace('"seq":3', '"seq":4'));
  expect(await ran(folder, ['audit', 'verify', '--file', file], false)).toMatchObject({
    code: 1,
    out: expect.stringContaining('Line 3: '),
  });
  expect(await ran(folder, ['audit', 'verify', '--file', `${file}x`], false)).toMatchObject({ code: 2 });
  expect(await ran(folder, ['audit', 'export', '--from', 'soon', '--out', file])).toMatchObject({ code: 2 });
}, 60_000);
