import type { Operation } from '../../../core/model/operation.ts';
import { AdapterError } from '../../errors.ts';
import { type GithubContext, patchRelease, type Release } from './api.ts';
import { setShares } from './manifests.ts';
import { releaseNamed, type RepositoryView, versionOf, viewRepository } from './state.ts';
import type { GithubTarget } from './target.ts';

/** Changes releases and manifests. Looks first, refuses when the fence moved, and makes only the calls that are missing. */
export async function actOnRepository(context: GithubContext, target: GithubTarget, operation: Operation, fence: string): Promise<void> {
  const view = await viewRepository(context, target);
  if (view.state.fence !== fence) {
    throw new AdapterError(
      'conflict',
      `${target.owner}/${target.repo} changed since it was looked at: now ${view.state.version ?? 'nothing'} at ${view.state.percent ?? '?'} %. Nothing was sent.`,
    );
  }
  const release = releaseNamed(view.releases, operation.version);
  if (release === undefined)
    throw new AdapterError(
      'precondition',
      `${target.owner}/${target.repo} has no release for ${operation.version}. Publish it as a draft first.`,
    );
  switch (operation.op) {
    case 'expose':
    case 'resume':
      await expose(context, target, view, release, operation.percent);
      return;
    case 'halt':
      await setShares(context, target, release, 0);
      return;
    case 'rollback':
      await rollBack(context, target, view, release, operation.toVersion);
      return;
    case 'unpublish':
      await repoint(context, target, view, release, null);
      if (!release.draft) await patchRelease(context, target, release.id, { draft: true });
  }
}

/** The share is written before the release becomes visible, so that nobody outside it is offered the version meanwhile. */
async function expose(
  context: GithubContext,
  target: GithubTarget,
  view: RepositoryView,
  release: Release,
  percent: number,
): Promise<void> {
  await setShares(context, target, release, percent);
  if (release.draft || release.prerelease || view.latest?.id !== release.id) {
    await patchRelease(context, target, release.id, { draft: false, prerelease: false, make_latest: 'true' });
  }
}

async function rollBack(
  context: GithubContext,
  target: GithubTarget,
  view: RepositoryView,
  bad: Release,
  toVersion: string | null,
): Promise<void> {
  await repoint(context, target, view, bad, toVersion);
  if (target.rollback === 'draft' && !bad.draft && bad.immutable !== true) await patchRelease(context, target, bad.id, { draft: true });
}

/** Makes another release the latest one, unless it is so already. */
async function repoint(
  context: GithubContext,
  target: GithubTarget,
  view: RepositoryView,
  bad: Release,
  toVersion: string | null,
): Promise<void> {
  if (view.latest !== null && view.latest.id !== bad.id && (toVersion === null || versionOf(view.latest) === toVersion)) return;
  const back =
    toVersion === null
      ? view.releases.find((one) => one.id !== bad.id && !one.draft && !one.prerelease)
      : releaseNamed(view.releases, toVersion);
  if (back === undefined)
    throw new AdapterError(
      'precondition',
      `There is no release ${toVersion ?? 'before this one'} to return to in ${target.owner}/${target.repo}.`,
    );
  const publish = back.draft || back.prerelease ? { draft: false, prerelease: false } : {};
  await patchRelease(context, target, back.id, { ...publish, make_latest: 'true' });
}
