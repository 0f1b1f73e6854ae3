import { desktopParts, targetKey } from './catalogue.ts';
import { invalidateEdits } from './platforms/play-edits.ts';
import { latestRelease, type GithubAsset } from './platforms/github-state.ts';
import { rememberExposure } from './exposures.ts';
import { nextNumber, type Run, type World } from './state.ts';

/** A colleague moves the staged share in the store console, which also spoils every open edit. */
export function driftMobile(world: World, run: Run, toPercent: number): string {
  const app = world.state.packages.find((candidate) => candidate.application === run.application);
  if (app === undefined) return 'Nothing to change.';
  const releases = app.tracks.production ?? [];
  app.tracks.production = releases.map((release) =>
    release.status === 'inProgress' ? { ...release, userFraction: toPercent / 100 } : release,
  );
  invalidateEdits(app);
  rememberExposure(world, targetKey(run.application, 'mobile'));
  return `A colleague set the staged share of ${run.version} to ${toPercent} % in the store console.`;
}

/** A colleague edits the update manifests by hand. */
export function driftDesktop(world: World, run: Run, toPercent: number): string {
  const repository = world.state.repositories.find((candidate) => candidate.application === run.application);
  const release = repository === undefined ? undefined : latestRelease(repository);
  if (release === undefined) return 'Nothing to change.';
  for (const { manifest } of desktopParts) {
    const index = release.assets.findIndex((asset) => asset.name === manifest);
    const asset = release.assets[index];
    if (asset !== undefined) release.assets[index] = withShare(world, asset, toPercent);
  }
  rememberExposure(world, targetKey(run.application, 'desktop'));
  return `A colleague set the share of ${run.version} to ${toPercent} % in its update manifests.`;
}

/** A colleague tidies up: every release but the newest becomes a draft, so that there is none to return to. */
export function loseWayBack(world: World, run: Run): string {
  const repository = world.state.repositories.find((candidate) => candidate.application === run.application);
  for (const release of repository?.releases ?? []) if (release.tag !== `v${run.version}`) release.draft = true;
  return `A colleague made drafts of all releases before ${run.version}.`;
}

function withShare(world: World, asset: GithubAsset, percent: number): GithubAsset {
  const text = Buffer.from(asset.base64, 'base64').toString('utf8');
  const lines = text.split('\n').filter((line) => line !== '' && !line.startsWith('stagingPercentage:'));
  const base64 = Buffer.from(`${lines.join('\n')}\nstagingPercentage: ${percent}\n`).toString('base64');
  return { ...asset, id: nextNumber(world), base64, createdAt: world.now(), updatedAt: world.now() };
}
