import { AdapterError } from '../../errors.ts';
import { type Asset, deleteAsset, downloadAsset, getRelease, type GithubContext, type Release, renameAsset, uploadAsset } from './api.ts';
import { shareIn, withShare } from './staging.ts';
import type { GithubTarget } from './target.ts';

const incoming = '.tg-next';
const outgoing = '.tg-prev';

/**
 * Gives every manifest of a release a share (percent 0–100). Each file is replaced by upload, two renames and a delete,
 * so that clients miss it for one request at most; leftovers of a broken replacement are finished or undone first.
 */
export async function setShares(context: GithubContext, target: GithubTarget, release: Release, percent: number): Promise<void> {
  const mended = await mendLeftovers(context, target, release);
  const manifests = mended.assets.filter((asset) => target.manifests.includes(asset.name));
  if (manifests.length === 0 && percent !== 100) {
    throw new AdapterError(
      'precondition',
      `Release ${release.tag_name} has none of ${target.manifests.join(', ')}, so its share cannot be set. Upload the update manifests first.`,
    );
  }
  for (const asset of manifests) await setShare(context, target, mended, asset, percent);
}

async function setShare(context: GithubContext, target: GithubTarget, release: Release, asset: Asset, percent: number): Promise<void> {
  const text = await downloadAsset(context, target, asset);
  if (shareIn(text) === percent && !(percent === 100 && /^stagingPercentage:/m.test(text))) return;
  if (release.immutable === true) {
    throw new AdapterError(
      'precondition',
      `Release ${release.tag_name} is immutable: its manifests cannot change, so only 100 % is possible.`,
    );
  }
  const next = await uploadAsset(context, release, `${asset.name}${incoming}`, withShare(text, percent));
  const now = await getRelease(context, target, release.id);
  const same = now.assets.find((one) => one.name === asset.name);
  if (same?.id !== asset.id) {
    await deleteAsset(context, target, next);
    throw new AdapterError(
      'conflict',
      `${asset.name} of ${release.tag_name} was replaced by somebody else meanwhile. Nothing was changed.`,
    );
  }
  await renameAsset(context, target, asset, `${asset.name}${outgoing}`);
  await renameAsset(context, target, next, asset.name);
  await deleteAsset(context, target, asset);
}

/** Finishes or undoes replacements that a crash or a lost answer left half-way; gives the release as it is then. */
async function mendLeftovers(context: GithubContext, target: GithubTarget, release: Release): Promise<Release> {
  let mended = false;
  for (const name of target.manifests) {
    const find = (wanted: string): Asset | undefined => release.assets.find((asset) => asset.name === wanted);
    const [present, next, previous] = [find(name), find(`${name}${incoming}`), find(`${name}${outgoing}`)];
    if (next === undefined && previous === undefined) continue;
    mended = true;
    if (present === undefined && next !== undefined) await renameAsset(context, target, next, name);
    else if (next !== undefined) await deleteAsset(context, target, next);
    if (previous === undefined) continue;
    if (present === undefined && next === undefined) await renameAsset(context, target, previous, name);
    else await deleteAsset(context, target, previous);
  }
  return mended ? await getRelease(context, target, release.id) : release;
}
