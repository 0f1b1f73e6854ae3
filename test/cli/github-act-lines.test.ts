import { describe, expect, test } from 'vitest';
import { reissueLines, revertLines } from '../../main/cli/github-act-commands.ts';
import { reissueReady, reissueStart, revertMade, revertPlan } from '../support/fixture/github-acts.ts';

describe('what the command line says of GitHub', () => {
  test('R2.6 names what a revert takes back, what to look at and the exact calls', () => {
    expect(revertLines(revertPlan)).toEqual([
      'acme/pryde, onto main: Would take back 2 commits in 3 files; 1 file changed since and needs a look.',
      '  look at: src/screens/settings.ts',
      'Calls it would make:',
      ...revertPlan.calls.map((call) => `  ${call}`),
    ]);
    expect(revertLines(revertMade)[1]).toBe('  Revert Pryde 1.2.3 to 1.2.2: https://github.example.com/acme/pryde/pull/903');
  });

  test('R1.2 shows each step of a re-issue, and what users will see on a dry run', () => {
    const lines = reissueLines(reissueStart, true);
    expect(lines[0]).toBe('acme/pryde: the code of 1.2.2 as 1.2.4, for those who have 1.2.3');
    expect(lines).toContain('  NEXT     Draft of the release: Not made yet. It will point at v1.2.2 (9c1e77b), and nobody sees it.');
    expect(lines).toContain('What users will see:');
    const ready = reissueLines(reissueReady, false);
    expect(ready).toContain('      Pryde-1.2.4.exe: carries — Says 1.2.4 inside.');
    expect(ready.at(-1)).toBe('  make sure: Pryde-1.2.4.AppImage cannot be read inside here: an installed copy has to say 1.2.4.');
  });
});
