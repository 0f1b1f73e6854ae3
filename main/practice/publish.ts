import { createHash } from 'node:crypto';
import { desktopParts, type ApplicationFacts } from './catalogue.ts';
import { invalidateEdits } from './platforms/play-edits.ts';
import type { GithubAsset, GithubRelease } from './platforms/github-state.ts';
import { nextNumber, type World } from './state.ts';
import { versionCodeOf } from './version.ts';

function hexId(world: World, application: string, version: string): string {
  return createHash('sha256').update(`${world.state.seed} ${application} ${version}`).digest('hex').slice(0, 16);
}

/** An update manifest as the packager writes it: no staging line, which means everybody. */
export function manifestText(name: string, version: string, manifest: string, at: number): string {
  const suffix = manifest === 'latest.yml' ? 'exe' : manifest === 'latest-mac.yml' ? 'zip' : 'AppImage';
  const file = `${name}-${version}.${suffix}`;
  const sha512 = createHash('sha512').update(file).digest('base64');
  const date = new Date(at).toISOString();
  return `version: ${version}\nfiles:\n  - url: ${file}\n    sha512: ${sha512}\n    size: 98231144\npath: ${file}\nsha512: ${sha512}\nreleaseDate: '${date}'\n`;
}

function asset(world: World, name: string, contentType: string, text: string, now: number): GithubAsset {
  return {
    id: nextNumber(world),
    name,
    label: null,
    contentType,
    base64: Buffer.from(text).toString('base64'),
    downloads: 0,
    createdAt: now,
    updatedAt: now,
  };
}

function draftRelease(world: World, facts: ApplicationFacts, version: string, now: number): GithubRelease {
  const manifests = desktopParts.map(({ manifest }) =>
    asset(world, manifest, 'text/yaml', manifestText(facts.name, version, manifest, now), now),
  );
  return {
    id: nextNumber(world),
    tag: `v${version}`,
    commitish: 'main',
    name: version,
    body: `${facts.name} ${version}`,
    draft: true,
    prerelease: false,
    immutable: false,
    createdAt: now,
    publishedAt: null,
    updatedAt: now,
    assets: [
      ...manifests,
      asset(world, `${facts.name}-${version}.exe`, 'application/octet-stream', `${facts.name} ${version} for practice`, now),
    ],
  };
}

/**
 * What the build pipeline leaves on each platform for a new version, seen by nobody yet:
 * a finalized hosting version, a draft release with manifests, an uploaded bundle in a draft on the production track. `now` is when, ms.
 */
export function publish(world: World, facts: ApplicationFacts, version: string, now: number): void {
  const { state } = world;
  const site = state.sites.find((candidate) => candidate.application === facts.id);
  site?.versions.push({
    id: hexId(world, facts.id, version),
    status: 'FINALIZED',
    version,
    labels: { version: version.replaceAll('.', '-') },
    createTime: now,
    finalizeTime: now,
    deleteTime: null,
  });
  state.repositories.find((candidate) => candidate.application === facts.id)?.releases.push(draftRelease(world, facts, version, now));
  const play = state.packages.find((candidate) => candidate.application === facts.id);
  if (play === undefined) return;
  const code = versionCodeOf(version);
  play.bundles[code] = version;
  const kept = (play.tracks.production ?? []).filter((release) => release.status !== 'draft');
  play.tracks.production = [{ name: version, versionCodes: [code], status: 'draft' }, ...kept];
  play.tracks.internal = [{ name: version, versionCodes: [code], status: 'completed' }];
  invalidateEdits(play);
}

/** Makes a published version the one everybody is offered, as after a finished rollout. */
export function goLive(world: World, facts: ApplicationFacts, version: string, now: number): void {
  const site = world.state.sites.find((candidate) => candidate.application === facts.id);
  const versionId = site?.versions.find((candidate) => candidate.version === version)?.id;
  for (const channel of site?.channels ?? []) {
    if (versionId === undefined || site === undefined) continue;
    const id = `${now}${String(nextNumber(world) % 1000).padStart(3, '0')}`;
    const message = `${facts.name} ${version}`;
    site.releases.push({
      id,
      channel: channel.id,
      versionId,
      type: 'DEPLOY',
      message,
      releaseTime: now,
      account: 'ci@practice-fleet.invalid',
    });
  }
  const repository = world.state.repositories.find((candidate) => candidate.application === facts.id);
  const release = repository?.releases.find((candidate) => candidate.tag === `v${version}`);
  if (repository !== undefined && release !== undefined) {
    release.draft = false;
    release.publishedAt = now;
    repository.latestId = release.id;
  }
  const play = world.state.packages.find((candidate) => candidate.application === facts.id);
  if (play === undefined) return;
  const code = versionCodeOf(version);
  play.tracks.production = [{ name: version, versionCodes: [code], status: 'completed' }];
  (play.served.production ??= []).push(code);
}
