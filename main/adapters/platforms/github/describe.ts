import type { Operation } from '../../../core/model/operation.ts';
import type { PlatformState } from '../../../core/model/platform-state.ts';
import type { TargetOf } from '../port.ts';
import type { GithubTarget } from './target.ts';

/** Calls an operation would make, for a person to read. Pure. */
export function describe(operation: Operation, state: PlatformState, target: TargetOf<GithubTarget>): string[] {
  const { owner, repo, manifests, rollback, channel } = target.settings;
  const own = state.releases.find((release) => release.version === operation.version);
  const current = state.version === operation.version;
  const path = (version: string): string =>
    `repos/${owner}/${repo}/releases/${state.releases.find((release) => release.version === version)?.ref ?? '…'} (${version})`;
  const share = (percent: number): string => {
    const text = percent === 100 ? 'no stagingPercentage' : `stagingPercentage: ${percent}`;
    return `replace ${manifests.join(', ')} of ${operation.version}, as far as it has them, with ${text} (each: upload, two renames, delete)`;
  };
  const draft = `PATCH ${path(operation.version)} {"draft":true,"make_latest":"false"}`;
  const latest = (version: string): string => `PATCH ${path(version)} {"make_latest":"true"}`;
  switch (operation.op) {
    case 'expose':
    case 'resume':
      return current ? [share(operation.percent)] : [share(operation.percent), publishing(path(operation.version), channel)];
    case 'halt':
      return [share(0)];
    case 'rollback': {
      const hides = rollback === 'draft' && own?.locked !== true;
      if (channel !== 'latest') return [hides ? draft : share(0)];
      const to = operation.toVersion ?? state.fallbackVersion ?? 'the release before';
      return [...(current ? [latest(to)] : []), ...(hides ? [draft] : [])];
    }
    case 'unpublish':
      return [
        ...(current && channel === 'latest' ? [latest(state.fallbackVersion ?? 'the release before')] : []),
        `DELETE ${path(operation.version)}`,
      ];
  }
}

function publishing(path: string, channel: string): string {
  const flags =
    channel === 'latest'
      ? '{"draft":false,"prerelease":false,"make_latest":"true"}'
      : '{"draft":false,"prerelease":true,"make_latest":"false"}';
  return `PATCH ${path} ${flags}`;
}
