import type { Operation } from '../../../core/model/operation.ts';
import { AdapterError } from '../../errors.ts';
import { disableSite, type FirebaseContext, postRelease } from './api.ts';
import { type SiteView, versionText, viewSite } from './state.ts';
import type { FirebaseTarget, Step } from './target.ts';

/** Points channels at versions. Looks first, refuses when the fence moved, and makes only the calls that are missing. */
export async function actOnSite(context: FirebaseContext, target: FirebaseTarget, operation: Operation, fence: string): Promise<void> {
  const view = await viewSite(context, target);
  if (view.state.fence !== fence) throw new AdapterError('conflict', `${target.site} changed since it was looked at: now ${view.state.version ?? 'nothing'} at ${view.state.percent ?? '?'} %. Nothing was sent.`);
  for (const step of releasesToMake(view, target, operation)) {
    await postRelease(context, target.site, step.channel, step.versionName, `tidegate ${operation.op} ${step.version}`);
  }
  if (operation.op === 'unpublish' && view.state.status !== 'removed') await disableSite(context, target.site);
}

export interface PlannedRelease {
  readonly channel: string;
  readonly version: string;
  readonly versionName: string;
}

/** The releases that bring a site to what an operation wants. Throws `precondition` when it cannot be. Pure. */
export function releasesToMake(view: SiteView, target: FirebaseTarget, operation: Operation): PlannedRelease[] {
  switch (operation.op) {
    case 'expose':
    case 'resume':
      return exposing(view, target, operation.version, operation.percent);
    case 'rollback':
    case 'halt': {
      const back = (operation.op === 'rollback' ? operation.toVersion : null) ?? wayBack(view, operation.version);
      if (back === null) throw new AdapterError('precondition', `${target.site} has no earlier version left to return to.`);
      const bad = [...target.steps].reverse().filter((step) => view.served.get(step.channel) === operation.version);
      return bad.map((step) => planned(view, target, step.channel, back));
    }
    case 'unpublish':
      return [];
  }
}

function wayBack(view: SiteView, version: string): string | null {
  return view.state.fallbackVersion === version ? view.state.version : view.state.fallbackVersion;
}

function exposing(view: SiteView, target: FirebaseTarget, version: string, percent: number): PlannedRelease[] {
  const last = target.steps.find((step) => step.percent === percent);
  if (last === undefined) {
    throw new AdapterError('precondition', `${target.site} can be at ${target.steps.map((step) => `${step.percent} %`).join(', ')}, not at ${percent} %.`);
  }
  const reached = target.steps.filter((step) => step.percent <= percent);
  const missing = reached.filter((step: Step) => view.served.get(step.channel) !== version && (view.existing.has(step.channel) || step === last));
  return missing.map((step) => planned(view, target, step.channel, version));
}

function planned(view: SiteView, target: FirebaseTarget, channel: string, version: string): PlannedRelease {
  const found = view.versions.filter((one) => versionText(one, target.versionLabel, null) === version);
  const usable = found.find((one) => one.status === 'FINALIZED');
  if (usable !== undefined) return { channel, version, versionName: usable.name };
  const why = found[0] === undefined ? 'has no such version' : `holds it only as ${found[0].status.toLowerCase()}`;
  throw new AdapterError('precondition', `${target.site} cannot serve ${version}: it ${why}. Deploy it first, labelled ${target.versionLabel}=${version.replaceAll('.', '-')}.`);
}
