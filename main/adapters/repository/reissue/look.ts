import {
  type FileFacts,
  filesNamedIn,
  isInstaller,
  judgeFile,
  manifestFault,
  manifestFor,
  nextAbove,
  planReissue,
  type ReissueManifest,
  type ReissuePlan,
} from '../../../core/reissue/index.ts';
import type { AdapterContext } from '../../context.ts';
import { AdapterError } from '../../errors.ts';
import type { GithubAccess, Repository } from '../../http/github-api.ts';
import { type Asset, downloadAsset, listReleases, type Release } from '../../platforms/github/releases.ts';
import { stagingOf } from '../../platforms/github/staging.ts';
import { releaseNamed, versionOf } from '../../platforms/github/state.ts';
import { commitAt } from '../range.ts';
import { nameOf } from '../words.ts';
import { type ReadFile, readFile } from './facts.ts';

/** What is to be re-issued, where, and under which number; null for the next free one. */
export interface ReissueAsk {
  readonly repository: Repository;
  readonly badVersion: string;
  readonly goodVersion: string;
  readonly newVersion: string | null;
  /** `latest`, `beta` or `alpha`. */
  readonly channel: string;
  /** Names of update files that clients of the channel may read. */
  readonly manifests: readonly string[];
  /** Downloads every file to look inside and to compare checksums. */
  readonly check: boolean;
}

/** A plan with what it was made from. */
export interface ReissueView {
  readonly plan: ReissuePlan;
  readonly release: Release | null;
  /** Files as they were read; empty without a check. */
  readonly read: readonly ReadFile[];
}

/** Reads where a re-issue stands; writes nothing. */
export async function lookAtReissue(context: AdapterContext<GithubAccess>, ask: ReissueAsk): Promise<ReissueView> {
  const { repository, badVersion, goodVersion, channel } = ask;
  const releases = await listReleases(context, repository, () => false);
  const commit = await commitAt(context, repository, `tags/v${goodVersion}`);
  // A draft at the good commit is one that was made for this; any other belongs to somebody.
  const taken = releases.filter((one) => !one.draft || one.target_commitish !== commit?.sha).map(versionOf);
  const newVersion = ask.newVersion ?? nextAbove([badVersion, ...taken]);
  if (newVersion === null)
    throw new AdapterError('precondition', `${badVersion} is no version that update clients read. Name the new one yourself.`);
  const release = releaseNamed(releases, newVersion) ?? null;
  const installers = assetsOf(release).filter((asset) => isInstaller(asset.name));
  const read: ReadFile[] = [];
  // One after the other: each is as long as a disk image.
  if (ask.check) for (const asset of installers) read.push(await readFile(context, repository, asset));
  const files = installers.map((asset) => judgeFile(factsOf(asset, read, releases, release), newVersion));
  const texts = await textsOf(context, ask, release);
  const expected = expectedManifests(ask, releases, installers);
  const isPublished = release !== null && !release.draft;
  const shares = [...texts.values()].map((text) => stagingOf(text).percent);
  const plan = planReissue({
    repository: nameOf(repository),
    badVersion,
    goodVersion,
    newVersion,
    channel,
    published: releases.filter((one) => !one.draft).map(versionOf),
    commit: commit?.sha ?? null,
    draftUrl: release === null ? null : (release.html_url ?? ''),
    pointsAt: release?.target_commitish ?? null,
    isPublished,
    publishedPercent: isPublished && new Set(shares).size === 1 ? (shares[0] ?? null) : null,
    files,
    manifests: expected.map((name) => judgeManifest(ask, name, texts.get(name) ?? null, newVersion, installers, read)),
    calls: callsOf(ask, newVersion, commit?.sha ?? null, release),
  });
  return { plan, release, read };
}

function assetsOf(release: Release | null): Asset[] {
  return (release?.assets ?? []).filter((asset) => (asset.state ?? 'uploaded') === 'uploaded');
}

function factsOf(asset: Asset, read: readonly ReadFile[], releases: readonly Release[], own: Release | null): FileFacts {
  const found = read.find((one) => one.name === asset.name);
  const others = releases.filter((release) => release !== own).flatMap((release) => assetsOf(release).map((one) => ({ release, one })));
  const twin = others.find(({ one }) => asset.digest && one.digest === asset.digest && isInstaller(one.name));
  const sameAs = twin === undefined ? null : { name: twin.one.name, version: versionOf(twin.release) };
  return { name: asset.name, size: asset.size ?? found?.size ?? 0, inside: found === undefined ? undefined : found.inside, sameAs };
}

async function textsOf(context: AdapterContext<GithubAccess>, { repository, manifests }: ReissueAsk, release: Release | null) {
  const found = assetsOf(release).filter((asset) => manifests.includes(asset.name));
  const entries = await Promise.all(found.map(async (asset) => [asset.name, await downloadAsset(context, repository, asset)] as const));
  return new Map(entries);
}

/** Update files that must be there: those the releases before have, and those that the new files need. */
function expectedManifests({ badVersion, goodVersion, manifests }: ReissueAsk, releases: readonly Release[], installers: readonly Asset[]) {
  const before = [badVersion, goodVersion].flatMap((version) => assetsOf(releaseNamed(releases, version) ?? null).map((one) => one.name));
  const needed = installers.map((asset) => manifestFor(asset.name, manifests));
  return manifests.filter((name) => before.includes(name) || needed.includes(name));
}

function judgeManifest(
  ask: ReissueAsk,
  name: string,
  text: string | null,
  newVersion: string,
  installers: readonly Asset[],
  read: readonly ReadFile[],
): ReissueManifest {
  const own = installers.filter((asset) => manifestFor(asset.name, ask.manifests) === name);
  if (text === null) {
    const says =
      own.length > 0
        ? `missing; it can be written from ${own.map((one) => one.name).join(', ')}.`
        : `missing, and there are no files for it: apps that read it would stay on ${ask.badVersion}. Build those too.`;
    return { name, verdict: 'missing', says };
  }
  if (!ask.check) {
    const lost = filesNamedIn(text).find((file) => !installers.some((asset) => asset.name === file));
    return lost === undefined
      ? { name, verdict: 'unchecked', says: 'Not compared with the files yet.' }
      : { name, verdict: 'wrong', says: `it names ${lost}, which the release does not have.` };
  }
  const fault = manifestFault(text, newVersion, read);
  return fault === null ? { name, verdict: 'right', says: 'Fits its files.' } : { name, verdict: 'wrong', says: fault };
}

function callsOf({ repository, channel }: ReissueAsk, newVersion: string, commit: string | null, release: Release | null): string[] {
  const path = `repos/${nameOf(repository)}/releases`;
  const create = `POST ${path} {"tag_name":"v${newVersion}","target_commitish":"${commit ?? '…'}","draft":true,"prerelease":${channel !== 'latest'},"make_latest":"false"}`;
  const flags = channel === 'latest' ? '{"draft":false,"make_latest":"true"}' : '{"draft":false,"prerelease":true,"make_latest":"false"}';
  const id = release?.id ?? '…';
  return [
    ...(release === null ? [create] : []),
    `POST uploads ${path}/${id}/assets for each update file that is missing or wrong`,
    `on publishing: replace each update file with stagingPercentage set to the share, then PATCH ${path}/${id} ${flags}`,
  ];
}
