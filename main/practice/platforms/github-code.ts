import { createHash } from 'node:crypto';
import { compareVersions } from '../version.ts';
import { isoTime, type World } from '../state.ts';
import type { GithubRepository } from './github-state.ts';

/** What can be wrong with an application's code before anybody gets it. */
export const codeFaults = ['checkFails', 'checkRuns', 'openBug', 'alert', 'bigChange', 'unlabelled', 'slowPages'] as const;
export type CodeFault = (typeof codeFaults)[number];

/** A fault of an application's code, for as long as it is there. */
export interface CodeFaultOf {
  readonly application: string;
  readonly what: CodeFault;
}

export function hasCodeFault(world: World, application: string, what: CodeFault): boolean {
  return (world.state.codeFaults ?? []).some((fault) => fault.application === application && fault.what === what);
}

export function setCodeFault(world: World, { application, what }: CodeFaultOf, on: boolean): void {
  const others = (world.state.codeFaults ?? []).filter((fault) => fault.application !== application || fault.what !== what);
  world.state.codeFaults = on ? [...others, { application, what }] : others;
}

/** A pull request that was merged for a version: one commit, a few files. */
export interface MergedPull {
  readonly number: number;
  readonly title: string;
  readonly sha: string;
  readonly labels: readonly string[];
  readonly mergedAt: string;
  readonly files: readonly { readonly filename: string; readonly additions: number; readonly deletions: number }[];
}

function hash(world: World, ...words: readonly string[]): string {
  return createHash('sha1')
    .update([world.state.seed, ...words].join(' '))
    .digest('hex');
}

/** Versions of a repository, oldest first. */
export function versionsOf(repository: GithubRepository): string[] {
  return repository.releases.map((release) => release.tag.replace(/^v/, '')).toSorted(compareVersions);
}

/** The commit a version was built from. */
export function shaOf(world: World, repository: GithubRepository, version: string): string {
  return hash(world, repository.application, version);
}

/** What a ref means: `tags/v4.8.0`, `heads/main`, HEAD or a commit. The pipeline pushes the tag before it makes the draft. */
export function versionAt(world: World, repository: GithubRepository, ref: string): string | null {
  const versions = versionsOf(repository);
  const plain = ref.replace(/^(refs\/)?(tags|heads)\//, '');
  if (plain === 'main' || plain === 'HEAD') return versions.at(-1) ?? null;
  return versions.find((version) => plain === `v${version}` || plain === shaOf(world, repository, version)) ?? null;
}

/** The two pull requests behind a version: a plain one and one that changes the database. */
export function pullsOf(world: World, repository: GithubRepository, version: string): MergedPull[] {
  const { application } = repository;
  const release = repository.releases.find((one) => one.tag === `v${version}`);
  const place = versionsOf(repository).indexOf(version);
  const mergedAt = isoTime((release?.createdAt ?? world.now()) - 3_600_000);
  const newest = place === repository.releases.length - 1;
  const big = newest && hasCodeFault(world, application, 'bigChange');
  const labels = newest && hasCodeFault(world, application, 'unlabelled') ? [] : ['migration-reviewed'];
  const screens = Array.from({ length: big ? 320 : 3 }, (_, index) => ({
    filename: `src/screens/screen-${index + 1}.ts`,
    additions: 12 + index,
    deletions: 5,
  }));
  const migration = { filename: `db/migrations/${String(100 + place)}-${version}.sql`, additions: 18, deletions: 0 };
  return [
    {
      number: 2 * place + 101,
      title: 'Tidy the screens',
      sha: hash(world, application, version, 'screens'),
      labels: [],
      mergedAt,
      files: screens,
    },
    { number: 2 * place + 102, title: 'Add a column', sha: shaOf(world, repository, version), labels, mergedAt, files: [migration] },
  ];
}

/** Every pull request ever merged, oldest first. */
export function allPulls(world: World, repository: GithubRepository): MergedPull[] {
  return versionsOf(repository).flatMap((version) => pullsOf(world, repository, version));
}

/** Pull requests that lie between two versions. */
export function pullsBetween(world: World, repository: GithubRepository, base: string, head: string): MergedPull[] {
  const versions = versionsOf(repository);
  return versions.slice(versions.indexOf(base) + 1, versions.indexOf(head) + 1).flatMap((version) => pullsOf(world, repository, version));
}
