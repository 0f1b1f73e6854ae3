import type { Operation } from '../../../core/model/operation.ts';
import { AdapterError } from '../../errors.ts';
import type { GithubContext } from './api.ts';
import { setShares } from './manifests.ts';
import { deleteRelease, patchRelease, type Release, type ReleasePatch } from './releases.ts';
import { isPrerelease, releaseNamed, versionOf, viewRepository, type RepositoryView } from './state.ts';
import type { GithubTarget } from './target.ts';

interface Act {
  readonly context: GithubContext;
  readonly target: GithubTarget;
  readonly view: RepositoryView;
  readonly key: string;
}

/** Changes releases and manifests. Looks first, refuses when the fence moved, and makes only the calls that are missing. */
export async function actOnRepository(
  context: GithubContext,
  target: GithubTarget,
  operation: Operation,
  fence: string,
  key: string,
): Promise<void> {
  const view = await viewRepository(context, target);
  const place = `${target.owner}/${target.repo}`;
  if (view.state.fence !== fence) {
    const now = `${view.state.version ?? 'nothing'} at ${view.state.percent ?? '?'} %`;
    throw new AdapterError('conflict', `${place} changed since it was looked at: now ${now}. Nothing was sent.`);
  }
  const act = { context, target, view, key };
  const release = releaseNamed(view.releases, operation.version);
  if (release === undefined) {
    if (operation.op === 'rollback' || operation.op === 'unpublish') return;
    throw new AdapterError('precondition', `${place} has no release tagged v${operation.version}. Publish it as a draft first.`);
  }
  switch (operation.op) {
    case 'expose':
    case 'resume':
      return await expose(act, release, operation.percent);
    case 'halt':
      return await halt(act, release);
    case 'rollback':
      return await rollBack(act, release, operation.toVersion);
    case 'unpublish':
      return await unpublish(act, release);
  }
}

/** The share is written before the release becomes visible, so that nobody outside it is offered the version meanwhile. */
async function expose(act: Act, release: Release, percent: number): Promise<void> {
  const { context, target, view, key } = act;
  if (target.channel === 'latest' && isPrerelease(versionOf(release))) {
    throw new AdapterError(
      'precondition',
      `${versionOf(release)} is a prerelease by its number, and this target offers it to everybody. Use a target of its channel, or publish a full version.`,
    );
  }
  const newest = view.releases.find((one) => !one.draft);
  if (release.draft && percent < 100 && newest?.immutable === true) {
    throw new AdapterError(
      'precondition',
      `Releases of ${target.repo} become immutable when they are published, so a share could never be raised. Expose ${versionOf(release)} at 100 %, or switch immutable releases off.`,
    );
  }
  await setShares(context, target, release, percent, key);
  const patch = publishing(act, release);
  if (patch !== null) await patchRelease(context, target, release, patch);
}

/** What makes clients of the channel resolve a release; null when they do. One call, so that there is no moment in between. */
function publishing({ target, view }: Act, release: Release): ReleasePatch | null {
  const isCurrent = view.current?.id === release.id;
  if (target.channel === 'latest') {
    if (isCurrent && !release.draft && !release.prerelease) return null;
    return { ...(release.draft ? { draft: false } : {}), ...(release.prerelease ? { prerelease: false } : {}), make_latest: 'true' };
  }
  if (release.draft) return { draft: false, prerelease: true, make_latest: 'false' };
  if (isCurrent) return null;
  const front = view.current === null ? 'another release' : versionOf(view.current);
  throw new AdapterError(
    'precondition',
    `Clients of channel ${target.channel} take the newest release they may, which is ${front}. ${versionOf(release)} cannot be put before it: publish a higher version.`,
  );
}

async function halt({ context, target, key }: Act, release: Release): Promise<void> {
  if (!release.draft) await setShares(context, target, release, 0, key);
}

/** First the pointer, then the bad release: there is no moment without a release to resolve. */
async function rollBack(act: Act, bad: Release, toVersion: string | null): Promise<void> {
  const { context, target, view, key } = act;
  const isCurrent = view.current?.id === bad.id;
  if (target.channel === 'latest') {
    if (isCurrent) await repoint(act, bad, toVersion);
    if (target.rollback === 'draft' && !bad.draft && bad.immutable !== true)
      await patchRelease(context, target, bad, { draft: true, make_latest: 'false' });
    return;
  }
  if (bad.draft || (!isCurrent && target.rollback === 'repoint')) return;
  // Prerelease clients follow no pointer: the bad release has to leave the feed, or be offered to nobody.
  if (bad.immutable !== true && target.rollback === 'draft')
    await patchRelease(context, target, bad, { draft: true, make_latest: 'false' });
  else await setShares(context, target, bad, 0, key);
}

async function repoint({ context, target, view }: Act, bad: Release, toVersion: string | null): Promise<void> {
  const named = toVersion === null || toVersion === versionOf(bad) ? view.fallback : (releaseNamed(view.releases, toVersion) ?? null);
  if (named === null) {
    throw new AdapterError(
      'precondition',
      `${target.owner}/${target.repo} has no release ${toVersion ?? 'before this one'} to return to. Halt ${versionOf(bad)} and publish a higher version.`,
    );
  }
  if (named.draft)
    throw new AdapterError('precondition', `${versionOf(named)} is a draft, so it cannot become the latest. Choose a published release.`);
  await patchRelease(context, target, named, { ...(named.prerelease ? { prerelease: false } : {}), make_latest: 'true' });
}

async function unpublish(act: Act, release: Release): Promise<void> {
  const { context, target, view } = act;
  if (target.channel === 'latest' && view.current?.id === release.id && view.fallback !== null) await repoint(act, release, null);
  await deleteRelease(context, target, release);
}
