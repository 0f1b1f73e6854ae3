import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { textFilesIn } from '../../main/commands/text-files.ts';
import { temporaryFolder } from '../support/store-samples.ts';

test('R4.10 passes over what is no readable text, so that one bad file hides no playbook', async () => {
  const folder = temporaryFolder();
  expect(await textFilesIn(join(folder, 'nowhere'))).toEqual([]);
  writeFileSync(join(folder, 'b.md'), '# B');
  writeFileSync(join(folder, 'a.md'), '# A');
  writeFileSync(join(folder, 'notes.txt'), 'no');
  mkdirSync(join(folder, 'folder.md'));
  // An editor's lock on a file that is open leads nowhere.
  symlinkSync('somebody@machine.123', join(folder, '.#a.md'));
  expect(await textFilesIn(folder)).toEqual(['a.md', 'b.md']);
});
