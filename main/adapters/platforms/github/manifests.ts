import { textHash } from '../../../core/hash.ts';
import { AdapterError } from '../../errors.ts';
import type { GithubContext } from './api.ts';
import { deleteAsset, downloadAsset, getRelease, renameAsset, uploadAsset, type Asset, type Release } from './releases.ts';
import { stagingOf, withShare } from './staging.ts';
import type { GithubTarget } from './target.ts';

/** What a replacement leaves under other names while it runs: `latest.yml.tg-1a2b3c4d` comes, `latest.yml.prev-1a2b3c4d` goes. */
const leftover = /^(.+)\.(tg|prev)-[\w-]+$/;

/** A manifest of a release by its proper name, with what a broken replacement may have left beside it. */
export interface ManifestFiles {
  readonly name: string;
  readonly present: Asset | null;
  readonly incoming: readonly Asset[];
  readonly outgoing: readonly Asset[];
}

/** The manifests a release has, also those that are in the middle of a replacement. */
export function manifestFiles(release: Release, names: readonly string[]): ManifestFiles[] {
  const assets = release.assets ?? [];
  return names.flatMap((name) => {
    const beside = (kind: string): Asset[] =>
      assets.filter((asset) => leftover.exec(asset.name)?.[1] === name && leftover.exec(asset.name)?.[2] === kind);
    const files = { name, present: assets.find((asset) => asset.name === name) ?? null, incoming: beside('tg'), outgoing: beside('prev') };
    return files.present === null && files.incoming.length + files.outgoing.length === 0 ? [] : [files];
  });
}

/**
 * Gives every manifest of a release a share (percent 0–100), one after the other. Each file is replaced by an upload, two renames
 * and a delete, so that clients miss it for one request at most; leftovers of a broken replacement are undone or finished first.
 */
export async function setShares(
  context: GithubContext,
  target: GithubTarget,
  release: Release,
  percent: number,
  key: string,
): Promise<void> {
  const mended = await mendLeftovers(context, target, release);
  const manifests = manifestFiles(mended, target.manifests);
  if (manifests.length === 0) {
    const wanted = target.manifests.join(', ');
    throw new AdapterError(
      'precondition',
      `Release ${release.tag_name} has none of ${wanted}, so installed apps cannot find it. Upload the update manifests first.`,
    );
  }
  for (const { present } of manifests) if (present !== null) await setShare(context, target, mended, present, percent, key);
}

async function setShare(
  context: GithubContext,
  target: GithubTarget,
  release: Release,
  asset: Asset,
  percent: number,
  key: string,
): Promise<void> {
  const text = await downloadAsset(context, target, asset);
  const now = stagingOf(text);
  if (now.percent === percent && !(percent === 100 && now.limited)) return;
  if (release.immutable === true) {
    throw new AdapterError(
      'precondition',
      `Release ${release.tag_name} is immutable: its share stays at ${now.percent} %. Publish a higher version instead.`,
    );
  }
  const id = textHash(`${key} ${asset.id}`).slice(0, 8);
  const next = await uploadAsset(context, release, `${asset.name}.tg-${id}`, withShare(text, percent));
  const fresh = await getRelease(context, target, release.id);
  if (fresh.assets?.find((one) => one.name === asset.name)?.id !== asset.id) {
    await deleteAsset(context, target, next);
    throw new AdapterError(
      'conflict',
      `${asset.name} of ${release.tag_name} was replaced by somebody else meanwhile. Nothing was changed.`,
    );
  }
  await renameAsset(context, target, asset, `${asset.name}.prev-${id}`);
  try {
    await renameAsset(context, target, next, asset.name);
  } catch (error) {
    // Without the file every client gets an error: the old one goes back at once. Where the new one did arrive, this fails and nothing is lost.
    await renameAsset(context, target, asset, asset.name).catch(() => undefined);
    throw error;
  }
  await deleteAsset(context, target, asset);
}

/** Gives the release as it is once no replacement is half done any more: a missing file comes back, spare ones go. */
async function mendLeftovers(context: GithubContext, target: GithubTarget, release: Release): Promise<Release> {
  if (release.immutable === true) return release;
  let mended = false;
  for (const { name, present, incoming, outgoing } of manifestFiles(release, target.manifests)) {
    const spare = [...outgoing, ...incoming];
    if (spare.length === 0) continue;
    mended = true;
    // The outgoing file first: it is what users had, whatever the broken operation wanted.
    const back = present === null ? spare[0] : undefined;
    if (back !== undefined) await renameAsset(context, target, back, name);
    for (const asset of spare) if (asset !== back) await deleteAsset(context, target, asset);
  }
  return mended ? await getRelease(context, target, release.id) : release;
}
