import type { Ability, OperationKind, UndoKind } from '../../../core/model/operation.ts';
import type { PlatformState } from '../../../core/model/platform-state.ts';
import type { TargetOf } from '../port.ts';
import { isPrerelease } from './state.ts';
import type { GithubTarget } from './target.ts';

const higher = 'until you publish a higher version';
const lockedReason = 'This release is immutable on GitHub, so its share cannot be changed.';

/** What may be done with a version now. Pure. */
export function abilities(state: PlatformState, version: string, target: TargetOf<GithubTarget>): Ability[] {
  const { channel, rollback } = target.settings;
  const own = state.releases.find((release) => release.version === version);
  const current = state.version === version;
  const missing = own === undefined ? `There is no release tagged v${version}. Publish it as a draft first.` : null;
  const notCurrent = current ? null : `${version} is not what installed apps are offered now.`;
  const noWay =
    current && channel === 'latest' && state.fallbackVersion === null ? 'No earlier published release is left to return to.' : null;
  const share = notCurrent ?? (own?.locked === true ? lockedReason : null);
  const early =
    channel === 'latest' && isPrerelease(version) ? `${version} is a prerelease by its number; this target offers it to everybody.` : null;
  return [
    one(
      'expose',
      missing ?? early,
      `Offers ${version} to the share of installed apps; each installs it by itself and keeps it.${lockNote(state, version)}`,
    ),
    one(
      'rollback',
      missing ?? noWay ?? prereleaseLock(own?.locked === true, channel),
      rollbackSays(state, version, channel, rollback, own?.locked === true),
    ),
    one(
      'halt',
      share,
      `Offers ${version} to nobody new. Apps that have it keep it; one that has downloaded it already may still install it when it quits.`,
    ),
    one('resume', share, `Offers ${version} again to the share of installed apps; those that were in it before are in it again.`),
    one('unpublish', missing ?? noWay, unpublishSays(state, version), 'permanent'),
  ];
}

function one(op: OperationKind, reason: string | null, says: string, undo: UndoKind = 'newUsersOnly'): Ability {
  return { op, available: reason === null, reason, undo, says };
}

/** Whether releases of this repository become immutable shows in the newest published one. */
function lockNote(state: PlatformState, version: string): string {
  const own = state.releases.find((release) => release.version === version);
  if (own?.locked === true) return ' It is immutable, so only the share its manifests have is possible.';
  const newest = state.releases.find((release) => release.status !== 'draft');
  return own?.status === 'draft' && newest?.locked === true
    ? ' Releases here become immutable when published, so only 100 % is possible.'
    : '';
}

function prereleaseLock(locked: boolean, channel: string): string | null {
  return locked && channel !== 'latest'
    ? 'This release is immutable on GitHub: it can neither be hidden nor halted. Publish a higher version.'
    : null;
}

function rollbackSays(state: PlatformState, version: string, channel: string, mode: 'draft' | 'repoint', locked: boolean): string {
  const back = (state.version === version ? state.fallbackVersion : state.version) ?? 'the release before';
  const kept = `Apps that already have ${version} keep it ${higher}.`;
  if (channel !== 'latest') {
    const how = mode === 'draft' ? `${version} becomes a draft` : `${version} is offered to nobody`;
    return `${how}, and apps on ${channel} are offered ${back}. ${kept} Until its tag is gone, some of them may meet an error and try again.`;
  }
  const hidden =
    mode === 'draft' && !locked ? ` ${version} becomes a draft.` : locked ? ` ${version} is immutable, so it stays visible.` : '';
  return `${back} becomes the latest again.${hidden} ${kept}`;
}

function unpublishSays(state: PlatformState, version: string): string {
  const back = state.version === version ? `${state.fallbackVersion ?? 'The release before'} becomes the latest. ` : '';
  return `${back}Release ${version} is deleted with its files; the git tag stays. Apps that have it keep it ${higher}, and one that is downloading it meets an error.`;
}
