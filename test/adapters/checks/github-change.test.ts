import { describe, expect, test } from 'vitest';
import { anyOf } from '../../../main/adapters/checks/change/globs.ts';
import type { GithubCheckSettings } from '../../../main/adapters/checks/github/settings.ts';
import { githubChange } from '../../../main/adapters/checks/github-change.ts';
import type { CheckAnswer } from '../../../main/adapters/checks/port.ts';
import type { JsonObject } from '../../../main/core/model/json.ts';
import { openBench } from '../../support/bench.ts';
import { type FarSide, farSide } from '../../support/far-side.ts';
import { askFleet, optionFaults, request } from './open-check.ts';

const file = (filename: string, more: object = {}): object => ({ filename, additions: 8, deletions: 2, ...more });
const shas: Readonly<Record<string, string>> = { 'tags/v2.3.0': 'a'.repeat(40), 'tags/v2.4.0': 'b'.repeat(40) };

interface Pull {
  readonly number: number;
  readonly title: string;
  readonly merged_at: string | null;
  readonly labels: readonly { readonly name: string }[];
  readonly files: readonly object[];
}

interface Far {
  readonly files?: readonly object[];
  readonly status?: string;
  readonly commits?: number;
  /** By the commit's place in the range. */
  readonly pulls?: Readonly<Record<number, Pull>>;
  readonly commitFiles?: readonly object[];
  readonly parents?: number;
}

function open({ files = [], status = 'ahead', commits = 1, pulls = {}, commitFiles = [], parents = 1 }: Far): FarSide<GithubCheckSettings> {
  const range = Array.from({ length: commits }, (_, index) => ({ sha: String(index).padStart(40, '0') }));
  return farSide(githubChange, { token: 'x', repository: 'acme/harbor' }, ({ url }) => {
    const path = decodeURIComponent(url.pathname.replace('/repos/acme/harbor', ''));
    if (path.startsWith('/compare/')) return Response.json({ status, total_commits: commits, commits: range.slice(0, 250), files });
    const pull = /^\/pulls\/(\d+)\/files$/.exec(path)?.[1];
    if (pull !== undefined) return Response.json(Object.values(pulls).find((one) => String(one.number) === pull)?.files ?? []);
    const ref = path.replace('/commits/', '');
    if (ref in shas) return Response.json({ sha: shas[ref] });
    const place = /^0*(\d+)\/pulls$/.exec(ref)?.[1];
    if (place !== undefined) return Response.json(pulls[Number(place)] === undefined ? [] : [pulls[Number(place)]]);
    if (/^\d{40}$/.test(ref)) return Response.json({ sha: ref, files: commitFiles, parents: Array.from({ length: parents }, () => ({})) });
    return path === '/releases' ? Response.json([]) : Response.json({ message: 'No commit found' }, { status: 422 });
  });
}

async function ask(far: Far, options: JsonObject, about: object = {}): Promise<CheckAnswer> {
  return await githubChange.ask(open(far).context, { ...request, ...about }, githubChange.options.parse(options));
}

const pull = (
  labels: readonly string[],
  files: readonly object[] = [file('db/1.sql')],
  merged: string | null = '2026-11-19T10:00:00Z',
): Pull => ({
  number: 7,
  title: 'Add a column',
  merged_at: merged,
  labels: labels.map((name) => ({ name })),
  files,
});
const risk = { risky: ['db/**'], labels: ['db-reviewed'] };

describe('GitHub change size', () => {
  test('R2.11 holds files and lines between the version before and this one against their limits', async () => {
    const far = { files: [file('a.ts'), file('b.ts'), file('package-lock.json', { additions: 9000 })] };
    const ignore = ['**/package-lock.json'];
    expect(await ask(far, { maxFiles: 2, maxLines: 20, ignore })).toMatchObject({
      passed: true,
      summary: 'v2.3.0 (aaaaaaa) … v2.4.0 (bbbbbbb): Files changed: 2, 2 allowed; Lines changed: 20, 20 allowed.',
    });
    expect((await ask(far, { maxFiles: 1, ignore })).passed).toBe(false);
    expect((await ask(far, { maxLines: 19, ignore })).passed).toBe(false);
    expect((await ask(far, { maxLines: 20 })).passed).toBe(false);
  });

  test('R2.11 takes 300 files for a list that was cut: it can fail, never pass', async () => {
    const many = { files: Array.from({ length: 300 }, (_, index) => file(`src/${index}.ts`)) };
    expect(await ask(many, { maxFiles: 1000 })).toMatchObject({ passed: null, summary: expect.stringContaining('no more than 300 files') });
    expect(await ask(many, { maxFiles: 299 })).toMatchObject({ passed: false, items: [{ detail: 'At least 300, 299 allowed.' }] });
    expect((await ask(many, { risky: ['db/**'] })).passed).toBe(null);
  });

  test('R2.11 fails on a risky path, hidden folders and old names included', async () => {
    const risky = ['.github/**', '**/migrations/*.sql'];
    expect(await ask({ files: [file('src/a.ts')] }, { risky })).toMatchObject({ passed: true });
    for (const touched of [
      file('.github/workflows/ci.yml'),
      file('x/migrations/1.sql'),
      file('a.sql', { previous_filename: 'x/migrations/2.sql' }),
    ]) {
      expect(await ask({ files: [touched] }, { risky })).toMatchObject({ passed: false });
    }
    expect(anyOf(['infra/**'])('infra/.secret/a')).toBe(true);
    expect(anyOf([])('a')).toBe(false);
  });

  test('R2.11 asks for a label on every merged pull request that touches a risky path', async () => {
    const files = [file('db/1.sql')];
    expect(await ask({ files, pulls: { 0: pull(['db-reviewed']) } }, risk)).toMatchObject({ passed: true });
    expect(await ask({ files, pulls: { 0: pull(['other']) } }, risk)).toMatchObject({
      passed: false,
      summary: expect.stringContaining('#7 Add a column: Touches db/1.sql without the label db-reviewed.'),
    });
    const harmless = { ...pull([], [file('src/a.ts')]), number: 8 };
    expect((await ask({ files, commits: 2, pulls: { 0: pull(['db-reviewed']), 1: harmless } }, risk)).passed).toBe(true);
  });

  test('R2.11 fails on a risky commit that came without a merged pull request', async () => {
    const files = [file('db/1.sql')];
    for (const pulls of [{}, { 0: pull(['db-reviewed'], files, null) }]) {
      expect(await ask({ files, commitFiles: files, pulls }, risk)).toMatchObject({ passed: false, items: [{ name: 'Commit 0000000' }] });
    }
    expect((await ask({ files, commitFiles: [file('src/a.ts')] }, risk)).passed).toBe(null);
    expect((await ask({ files, commitFiles: files, parents: 2 }, risk)).passed).toBe(null);
  });

  test('R2.11 says when there are too many commits to look up', async () => {
    expect(await ask({ files: [file('db/1.sql')], commits: 101 }, risk)).toMatchObject({
      passed: null,
      summary: expect.stringContaining('With 101 commits there are too many'),
    });
  });

  test('R2.11 says what it cannot compare', async () => {
    const size = { maxFiles: 5 };
    expect(await ask({}, size, { previousRelease: null })).toMatchObject({
      passed: null,
      summary: expect.stringContaining('firstRelease: pass'),
    });
    expect((await ask({}, { ...size, firstRelease: 'pass' }, { previousRelease: null })).passed).toBe(true);
    expect(await ask({}, size, { previousRelease: '1.9.0' })).toMatchObject({
      passed: null,
      summary: expect.stringContaining('tags/v1.9.0'),
    });
    expect(await ask({ status: 'behind' }, size)).toMatchObject({ passed: null, summary: expect.stringContaining('is older than') });
  });

  test('R2.11 refuses words of a plan it does not know', () => {
    expect(optionFaults(githubChange, { maxFiles: 40 })).toEqual([]);
    expect(optionFaults(githubChange, {})[0]).toContain('say what is looked at');
    expect(optionFaults(githubChange, { maxFiles: 1.5 })[0]).toContain('maxFiles: ');
    expect(optionFaults(githubChange, { maxFiles: 1, labels: ['x'] })[0]).toContain('labels: labels belong to risky paths');
  });

  test('R2.11 can be practised', async () => {
    const bench = await openBench();
    const wish = { maxFiles: 50, ...risk, labels: ['migration-reviewed'] };
    expect(await askFleet(bench, githubChange, wish)).toMatchObject({ passed: true });
    bench.fleet.setFault({ kind: 'code', application: 'pryde', what: 'unlabelled', on: true });
    expect(await askFleet(bench, githubChange, wish)).toMatchObject({ passed: false });
    bench.fleet.setFault({ kind: 'code', application: 'pryde', what: 'unlabelled', on: false });
    bench.fleet.setFault({ kind: 'code', application: 'pryde', what: 'bigChange', on: true });
    expect(await askFleet(bench, githubChange, wish)).toMatchObject({
      passed: false,
      items: [{ detail: 'At least 300, 50 allowed.' }, { passed: null }],
    });
  });
});
