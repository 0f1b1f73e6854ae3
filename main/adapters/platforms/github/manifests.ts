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

/** One manifest on its way to another share. */
interface Replacement {
  readonly context: GithubContext;
  readonly target: GithubTarget;
  readonly release: Release;
  readonly percent: number;
  readonly key: string;
}

/**
 * Gives every manifest of a release a share (percent 0–100). Each file is replaced by an upload, two renames and, once all are in
 * place, a delete, so that clients miss it for one request at most and never more than one file is missing. The uploads come first,
 * side by side: until the last of them nothing a client sees has changed. A replacement that broke off is finished when it is the wanted
 * one and undone when not, so that repeating the call always gets further.
 */
export async function setShares(
  context: GithubContext,
  target: GithubTarget,
  release: Release,
  percent: number,
  key: string,
): Promise<void> {
  const manifests = manifestFiles(release, target.manifests);
  if (manifests.length === 0) {
    const wanted = target.manifests.join(', ');
    throw new AdapterError(
      'precondition',
      `Release ${release.tag_name} has none of ${wanted}, so installed apps cannot find it. Upload the update manifests first.`,
    );
  }
  // Looked at side by side; what goes in between is noticed right before the first replacement.
  const texts = await Promise.all(manifests.map(async (files) => await textOf(context, target, files)));
  const job = { context, target, release, percent, key };
  const outcomes = await Promise.allSettled(manifests.map(async (files, index) => await makeReady(job, files, texts[index] ?? null)));
  const failed = worstFailure(outcomes);
  if (failed !== null) throw failed.reason;
  const ready = outcomes.flatMap((outcome) => (outcome.status === 'fulfilled' && outcome.value !== null ? [outcome.value] : []));
  await refuseChanged(job, ready);
  for (const one of ready) await swap(job, one);
  await Promise.all(ready.map(async ({ old }) => await deleteAsset(context, target, old)));
}

/** Of several failures the one whose outcome nobody knows: it has to be looked up, whatever the others say. */
function worstFailure(outcomes: readonly PromiseSettledResult<unknown>[]): PromiseRejectedResult | null {
  const failures = outcomes.filter((outcome) => outcome.status === 'rejected');
  const unknown = failures.find(({ reason }) => reason instanceof AdapterError && reason.kind === 'unknownOutcome');
  return unknown ?? failures[0] ?? null;
}

function basisOf(files: ManifestFiles): Asset | null {
  return files.present ?? files.outgoing[0] ?? files.incoming[0] ?? null;
}

async function textOf(context: GithubContext, target: GithubTarget, files: ManifestFiles): Promise<string | null> {
  const basis = basisOf(files);
  return basis === null ? null : await downloadAsset(context, target, basis);
}

/** A manifest whose new file is uploaded under another name and waits to take the place of the old one. */
interface Ready {
  readonly name: string;
  readonly old: Asset;
  readonly next: Asset;
  readonly id: string;
}

/** Puts right what a broken replacement left, and uploads the new file. Null when nothing is left to replace. */
async function makeReady(job: Replacement, files: ManifestFiles, text: string | null): Promise<Ready | null> {
  const { context, target, release, percent } = job;
  const basis = basisOf(files);
  if (basis === null || text === null) return null;
  const now = stagingOf(text);
  const done = now.percent === percent && !(percent === 100 && now.limited);
  if (release.immutable === true) {
    if (now.percent === percent) return null;
    throw new AdapterError(
      'precondition',
      `Release ${release.tag_name} is immutable: its share stays at ${now.percent} %. Publish a higher version instead.`,
    );
  }
  const next = done ? null : await uploadedBefore(job, files.incoming, withShare(text, percent));
  if (files.present === null) await renameAsset(context, target, next ?? basis, files.name);
  const restored = files.present === null && next === null;
  const spare = [...files.incoming, ...files.outgoing].filter((asset) => asset !== next && !(restored && asset === basis));
  for (const asset of spare) await deleteAsset(context, target, asset);
  if (done || (files.present === null && !restored)) return null;
  const id = textHash(`${job.key} ${basis.id}`).slice(0, 8);
  const uploaded = next ?? (await uploadAsset(context, release, `${files.name}.tg-${id}`, withShare(text, percent)));
  return { name: files.name, old: basis, next: uploaded, id };
}

/** The new file of a replacement that broke off after its upload; null when there is none with just this text. */
async function uploadedBefore({ context, target }: Replacement, incoming: readonly Asset[], wanted: string): Promise<Asset | null> {
  for (const asset of incoming) {
    if ((asset.state ?? 'uploaded') === 'uploaded' && (await downloadAsset(context, target, asset)) === wanted) return asset;
  }
  return null;
}

/** Takes all uploads back and throws when somebody replaced one of the manifests since they were read. */
async function refuseChanged({ context, target, release }: Replacement, ready: readonly Ready[]): Promise<void> {
  if (ready.length === 0) return;
  const fresh = await getRelease(context, target, release.id);
  const changed = ready.find(({ name, old }) => fresh.assets?.find((one) => one.name === name)?.id !== old.id);
  if (changed === undefined) return;
  for (const { next } of ready) await deleteAsset(context, target, next);
  throw new AdapterError(
    'conflict',
    `${changed.name} of ${release.tag_name} was replaced by somebody else meanwhile. Nothing was changed.`,
  );
}

async function swap({ context, target }: Replacement, { name, old, next, id }: Ready): Promise<void> {
  await renameAsset(context, target, old, `${name}.prev-${id}`);
  try {
    await renameAsset(context, target, next, name);
  } catch (error) {
    // Without the file every client gets an error: the old one goes back at once. Where the new one did arrive, this fails and nothing is lost.
    await renameAsset(context, target, old, name).catch(() => undefined);
    throw error;
  }
}
