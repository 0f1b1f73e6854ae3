import type { Operation } from '../../../core/model/operation.ts';
import { AdapterError } from '../../errors.ts';
import { disableSite, type FirebaseContext, postRelease } from './api.ts';
import { fallbackBuild, liveBuild, readSite, type Build, type Site } from './site.ts';
import { behind, chooseBuild, siteState } from './state.ts';
import type { FirebaseTarget } from './target.ts';
import { sameVersion, toLabel } from './version-text.ts';

/** Points channels at versions. Looks first, refuses when the fence moved, and makes only the calls that are missing. */
export async function actOnSite(
  context: FirebaseContext,
  target: FirebaseTarget,
  operation: Operation,
  fence: string,
  key: string,
): Promise<void> {
  const site = await readSite(context, target);
  const state = siteState(site);
  if (state.fence !== fence) {
    const now = `${state.version ?? 'nothing'} at ${state.percent ?? '?'} %`;
    throw new AdapterError('conflict', `${target.site} changed since it was looked at: now ${now}. Nothing was sent.`);
  }
  if (operation.op === 'unpublish') {
    if (state.status !== 'removed') await disableSite(context, target.site);
    return;
  }
  const verb = operation.op === 'rollback' || operation.op === 'halt' ? `${operation.op} to` : operation.op;
  for (const { channel, build } of releasesToMake(site, target, operation)) {
    await postRelease(context, target.site, channel, build.id, `tidegate ${verb} ${build.version} (${key})`);
  }
}

export interface PlannedRelease {
  readonly channel: string;
  readonly build: Build;
}

/** The releases that bring a site to what an operation wants, in order. Throws `precondition` when it cannot be. Pure. */
export function releasesToMake(site: Site, target: FirebaseTarget, operation: Exclude<Operation, { op: 'unpublish' }>): PlannedRelease[] {
  switch (operation.op) {
    case 'expose':
    case 'resume':
      return exposing(site, target, operation.version, operation.percent);
    case 'rollback':
      return takingBack(site, target, operation.version, operation.toVersion);
    case 'halt':
      return takingBack(site, target, operation.version, null);
  }
}

/** The channel of the wanted share, after the narrower ones that still show something older; a newer preview there is left alone. */
function exposing(site: Site, target: FirebaseTarget, version: string, percent: number): PlannedRelease[] {
  const last = target.steps.find((step) => step.percent === percent);
  if (last === undefined) {
    const possible = target.steps.map((step) => `${step.percent} %`).join(', ');
    throw new AdapterError('precondition', `${target.site} can be at ${possible}, not at ${percent} %. Change the channels of the target.`);
  }
  if (!site.existing.has(last.channel)) {
    throw new AdapterError(
      'precondition',
      `${target.site} has no channel ${last.channel}, or it expired. Create it (firebase hosting:channel:create ${last.channel} --expires 30d), then try again.`,
    );
  }
  const build = releasable(site, target, version);
  const narrower = behind(site, build, percent).map(({ step }) => ({ channel: step.channel, build }));
  const there = site.shown.find(({ step }) => step === last)?.build?.id === build.id;
  return there ? narrower : [...narrower, { channel: last.channel, build }];
}

/** Live first, because most users are there; previews that show the version then follow live. */
function takingBack(site: Site, target: FirebaseTarget, version: string, toVersion: string | null): PlannedRelease[] {
  const bad = site.shown.filter(({ build }) => build !== null && sameVersion(build.version, version)).toReversed();
  if (bad.length === 0) return [];
  const live = liveBuild(site) ?? null;
  const liveStays = live !== null && !sameVersion(live.version, version);
  const build = liveStays ? live : toVersion === null ? fallbackBuild(site) : releasable(site, target, toVersion);
  if (build === null || sameVersion(build.version, version)) {
    throw new AdapterError('precondition', `${target.site} has no earlier version left to return to. Deploy one, then release it.`);
  }
  return bad.map(({ step }) => ({ channel: step.channel, build }));
}

function releasable(site: Site, target: FirebaseTarget, version: string): Build {
  const name = [...site.builds, ...site.history].find((build) => sameVersion(build.version, version))?.version ?? version;
  const build = chooseBuild(site, name);
  if (build?.status === 'FINALIZED') return build;
  const why = build === null ? 'has no such version' : `holds it only as ${build.status.toLowerCase()}`;
  throw new AdapterError(
    'precondition',
    `${target.site} cannot serve ${version}: it ${why}. Deploy it with the label ${target.versionLabel}=${toLabel(version)}.`,
  );
}
