import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { takenBack } from '../support/engine/bad-release.ts';
import { cliPlace, type Ran, ranIn } from '../support/cli.ts';

/** A workspace with a closed incident, left by the console that had it. */
async function left(): Promise<{ readonly id: string; readonly folder: string; run(...args: string[]): Promise<Ran> }> {
  const bench = await takenBack(true);
  bench.store.close();
  const { folder, incidentId: id } = bench;
  return { id, folder, run: (...args) => ranIn(folder, { TIDEGATE_WORKSPACE: folder }, args) };
}

describe('after an incident, on the command line', () => {
  test('R4.9 prints a message that is filled in, and sends nothing unless told to', { timeout: 90_000 }, async () => {
    const { id, run } = await left();
    expect((await run('incident', 'templates')).out).toMatch(/^resolved-users +users +preset/m);
    const shown = await run('incident', 'message', id, '--template', 'resolved-internal');
    expect(shown).toMatchObject({ code: 0, error: '' });
    expect(shown.out).toContain('Over: P0 Pryde 2.0.0');
    expect(shown.out).toContain('nothing was sent');
    const noTemplate = await run('incident', 'message', id);
    expect(noTemplate).toMatchObject({ code: 2, out: '' });
    const noReceiver = await run('incident', 'message', id, '--subject', 'Trouble', '--text', 'We look into it', '--send', 'nobody');
    expect(noReceiver.code).toBe(2);
    expect(noReceiver.error).toContain('No connection that tells people is named nobody.');
  });

  test('R1.12 writes a post-mortem, keeps what was edited, and closes it with a reason', { timeout: 120_000 }, async () => {
    const { id, folder, run } = await left();
    const page = join(folder, 'report.html');
    expect(await run('postmortem', id, '--html', '--out', page)).toMatchObject({ code: 0, out: `written to ${page}\n` });
    expect(readFileSync(page, 'utf8')).toContain('<svg xmlns');
    const text = join(folder, 'mine.md');
    writeFileSync(text, '# Ours\n\n![Error rate](chart:errors)\n');
    expect((await run('postmortem', id, '--save', text)).out).toBe('saved as wording 1\n');
    expect((await run('postmortem', id)).out).toContain('# Ours');
    const markdown = join(folder, 'report.md');
    await run('postmortem', id, '--out', markdown);
    expect(readFileSync(markdown, 'utf8')).toMatch(/^# Ours\n\n<svg/);
    expect((await run('postmortem', id, '--draft')).out).toContain('# Post-mortem: Pryde 2.0.0');
    expect(await run('postmortem', 'close', id, '--reason', 'Learnt')).toMatchObject({ code: 0, out: 'the post-mortem is closed\n' });
    expect((await run('postmortem', 'close', id, '--reason', 'Learnt')).code).toBe(4);
    expect((await run('postmortem', 'inc-none')).code).toBe(4);
  });

  test('R6.2 writes an incident to one file and opens it in another workspace, saying what was proved', { timeout: 120_000 }, async () => {
    const { id, run } = await left();
    const there = cliPlace();
    const file = there.file('pryde.tidegate-bundle');
    expect((await run('bundle', 'export', id, '--out', file)).out).toContain(`written to ${file}`);
    const opened = await there.run('bundle', 'open', file);
    expect(opened).toMatchObject({ code: 0, error: '' });
    expect(opened.out).toMatch(/^P0 Pryde 2\.0\.0: /);
    expect(opened.out).toMatch(/^✓ +Decisions +\d+ were computed again/m);
    const bundleId = /incident (bun_\S+)/.exec(opened.out)?.[1] ?? '';
    expect((await there.run('incident', bundleId)).out).toContain('P0 Pryde 2.0.0 closed');
    expect((await there.run('bundle', 'list')).out).toContain(bundleId);
    expect((await there.run('postmortem', 'close', bundleId, '--reason', 'Over')).error).toContain('read from a bundle');
    const broken = there.file('broken.tidegate-bundle', 'not a bundle');
    expect(await there.run('bundle', 'open', broken)).toMatchObject({ code: 4, error: expect.stringContaining('This is no bundle') });
    expect((await there.run('bundle', 'remove', bundleId, '--reason', 'Read')).code).toBe(0);
  });
});
