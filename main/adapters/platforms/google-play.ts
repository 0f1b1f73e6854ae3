import { z } from 'zod';
import type { Ability, Operation } from '../../core/model/operation.ts';
import type { PlatformState } from '../../core/model/platform-state.ts';
import { googleToken, tokenHosts } from '../http/google-auth.ts';
import { BaseUrl, field, googleFields, Optional, Required } from '../settings-kit.ts';
import { testLines } from '../test-lines.ts';
import { actOnTrack, readTrack } from './play/act.ts';
import { type PlaySettings, playScope, type PlayTarget } from './play/api.ts';
import { trackState } from './play/tracks.ts';
import type { PlatformAdapter, TargetOf } from './port.ts';

const address = 'https://androidpublisher.googleapis.com/androidpublisher/v3';
const schema = z.object({ apiUrl: BaseUrl.default(address), serviceAccount: Optional, accessToken: Optional });
const targetSchema = z.object({ packageName: Required, track: Required.default('production') });

function reached(operation: Operation, state: PlatformState): 'yes' | 'partly' | 'no' {
  const own = state.releases.find((release) => release.version === operation.version);
  switch (operation.op) {
    case 'expose':
    case 'resume':
      return own?.percent === operation.percent && (own.status === 'rolling' || own.status === 'live') ? 'yes' : 'no';
    case 'rollback':
    case 'halt':
      return own === undefined || own.status === 'halted' || own.status === 'draft' ? 'yes' : 'no';
    case 'unpublish':
      return own === undefined ? 'yes' : 'no';
  }
}

const committing = 'Committing also submits every other change that waits in Play Console.';

function abilities(state: PlatformState, version: string, target: TargetOf<PlayTarget>): Ability[] {
  const own = state.releases.find((release) => release.version === version);
  const offered = own?.status === 'rolling' || own?.status === 'live';
  const fixed = own?.status === 'live' && target.settings.track === 'internal';
  const reason = fixed ? 'A full release on the internal track cannot be halted.' : offered ? null : `${version} is not offered on this track.`;
  const halt = `Halts at ${own?.percent ?? 0} %. Phones that have ${version} keep it until a higher version is out. ${committing}`;
  return [
    { op: 'expose', available: own?.status !== 'live', reason: own?.status === 'live' ? 'It is fully rolled out.' : null, undo: 'newUsersOnly', says: `Offers this version to the share of users, within hours. ${committing}` },
    { op: 'rollback', available: offered && !fixed, reason, undo: 'newUsersOnly', says: halt },
    { op: 'halt', available: offered && !fixed, reason, undo: 'newUsersOnly', says: halt },
    { op: 'resume', available: own?.status === 'halted', reason: own?.status === 'halted' ? null : 'It is not halted.', undo: 'newUsersOnly', says: `Offers this version again to the share. ${committing}` },
    { op: 'unpublish', available: false, reason: 'Google Play has no call for it; use the Console.', undo: 'permanent', says: 'Not possible through the API.' },
  ];
}

function describe(operation: Operation, _state: PlatformState, target: TargetOf<PlayTarget>): string[] {
  const { packageName, track } = target.settings;
  const change =
    operation.op === 'expose' || operation.op === 'resume'
      ? operation.percent === 100
        ? 'status completed'
        : `status inProgress, userFraction ${operation.percent / 100}`
      : 'status halted';
  return [
    `POST applications/${packageName}/edits`,
    `PUT …/tracks/${track} (${operation.version}: ${change})`,
    'POST …:validate',
    'POST …:commit?changesInReviewBehavior=ERROR_IF_IN_REVIEW',
  ];
}

/** Google Play: tracks with staged fractions, changed through edits. */
export const googlePlay = {
  id: 'google-play',
  label: 'Google Play',
  surface: 'mobile',
  settings: { fields: [field('apiUrl', 'API address', 'Leave as it is unless you use a proxy.', { kind: 'url', required: false, default: address }), ...googleFields], schema },
  targetSettings: {
    fields: [
      field('packageName', 'Package name', 'As in Play Console.', { placeholder: 'com.acme.harbor' }),
      field('track', 'Track', 'production, beta (open), alpha (closed), internal, or a closed track of your own.', { default: 'production' }),
    ],
    schema: targetSchema,
  },
  hosts: (settings) => [new URL(settings.apiUrl).host, ...tokenHosts(settings)],
  percents: () => null,
  test: async (context) =>
    await testLines([['Credentials', async () => void (await googleToken(context.http, context.settings, playScope, context.now())), 'Google gives a token for Google Play.']]),
  read: async (context, target) => trackState(await readTrack(context, target.settings)),
  abilities,
  reached,
  describe,
  act: async (context, target, operation, fence) => await actOnTrack(context, target.settings, operation, fence),
} satisfies PlatformAdapter<PlaySettings, PlayTarget>;
