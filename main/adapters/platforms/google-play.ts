import { z } from 'zod';
import type { Ability, Operation } from '../../core/model/operation.ts';
import type { PlatformRelease, PlatformState } from '../../core/model/platform-state.ts';
import { googleToken, tokenHosts } from '../http/google-auth.ts';
import { BaseUrl, credentialProblem, field, googleFields, Optional, Required } from '../settings-kit.ts';
import { testLines } from '../test-lines.ts';
import { actOnTrack, readTrack } from './play/act.ts';
import { playScope, readSummaries, type PlaySettings, type PlayTarget } from './play/api.ts';
import { fractionOf } from './play/wanted.ts';
import type { PlatformAdapter, TargetOf } from './port.ts';

const address = 'https://androidpublisher.googleapis.com/androidpublisher/v3';
const schema = z
  .object({
    apiUrl: BaseUrl.default(address),
    serviceAccount: Optional,
    accessToken: Optional,
    readServiceAccount: Optional,
    tryOn: Optional,
  })
  .superRefine((settings, context) => credentialProblem(settings, context));
const targetSchema = z.object({
  packageName: z
    .string()
    .trim()
    .regex(/^[A-Za-z]\w*(?:\.[A-Za-z]\w*)+$/, 'a package name such as com.acme.harbor'),
  track: Required.default('production'),
  sendForReview: z.enum(['yes', 'no']).default('yes'),
});

/** Fractions come back in their own last digits. Percent points. */
const rounding = 0.005;

function offered(row: PlatformRelease | undefined): boolean {
  return row !== undefined && ['rolling', 'live', 'inReview'].includes(row.status);
}

function rowOf(state: PlatformState, version: string): PlatformRelease | undefined {
  return state.releases.find((release) => release.version === version);
}

function reached(operation: Operation, state: PlatformState): 'yes' | 'partly' | 'no' {
  const own = rowOf(state, operation.version);
  switch (operation.op) {
    case 'expose':
    case 'resume':
      return offered(own) && Math.abs((own?.percent ?? 0) - operation.percent) <= rounding ? 'yes' : 'no';
    case 'rollback':
    case 'halt':
      return offered(own) ? 'no' : 'yes';
    case 'unpublish':
      return own === undefined ? 'yes' : 'no';
  }
}

const committing = 'Committing also submits every other change that waits in Play Console, and Google may review it first.';
const noRemoval = 'Google Play has no call for it. Halt the release; the rest is done in Play Console.';

function haltReason(own: PlatformRelease | undefined, version: string, track: string): string | null {
  if (!offered(own)) return `${version} is not offered on ${track}.`;
  return own?.percent === 100 && track === 'internal' ? 'A full release on the internal track cannot be halted.' : null;
}

function abilities(state: PlatformState, version: string, target: TargetOf<PlayTarget>): Ability[] {
  const { track } = target.settings;
  const own = rowOf(state, version);
  const missing = own === undefined ? `No track has a release named ${version}. Upload it first.` : null;
  const full = own?.status === 'live' ? `${version} is fully rolled out.` : missing;
  const noHalt = haltReason(own, version, track);
  const back = state.fallbackVersion === null ? 'the release that was full before' : state.fallbackVersion;
  const halts = `Nobody new gets ${version}; they are offered ${back}. Phones that have ${version} keep it until a higher version code is out.`;
  const notHalted = own?.status === 'halted' ? null : `${version} is not halted.`;
  const offers = `Offers ${version} to the share of users; it reaches phones within hours and cannot be taken off them.`;
  const one = (op: Ability['op'], reason: string | null, says: string): Ability => ({
    op,
    available: reason === null,
    reason,
    undo: 'newUsersOnly',
    says: `${says} ${committing}`,
  });
  return [
    one('expose', full, offers),
    one('rollback', noHalt, `Halts. ${halts}`),
    one('halt', noHalt, halts),
    one('resume', notHalted, `${offers} Users who were in the share before are in it again.`),
    { op: 'unpublish', available: false, reason: noRemoval, undo: 'permanent', says: 'Not possible through the API.' },
  ];
}

function changeOf(operation: Operation, state: PlatformState): string {
  if (operation.op !== 'expose' && operation.op !== 'resume') return 'status halted, fraction kept';
  if (operation.percent === 100) return `status completed${state.fallbackVersion === null ? '' : `, ${state.fallbackVersion} dropped`}`;
  return `status inProgress, userFraction ${fractionOf(operation.percent)}`;
}

function describe(operation: Operation, state: PlatformState, target: TargetOf<PlayTarget>): string[] {
  if (operation.op === 'unpublish') return [noRemoval];
  const { packageName, track, sendForReview } = target.settings;
  const review = sendForReview === 'no' ? '&changesNotSentForReview=true' : '';
  return [
    `POST applications/${packageName}/edits`,
    `PUT …/tracks/${track} (${operation.version}: ${changeOf(operation, state)})`,
    'POST …:validate',
    `POST …:commit?changesInReviewBehavior=ERROR_IF_IN_REVIEW${review}`,
  ];
}

/** Google Play: tracks with staged fractions, changed through edits. */
export const googlePlay = {
  id: 'google-play',
  label: 'Google Play',
  surface: 'mobile',
  settings: {
    fields: [
      field('apiUrl', 'API address', 'Leave as it is unless you use a proxy.', { kind: 'url', required: false, default: address }),
      ...googleFields,
      field(
        'readServiceAccount',
        'Service account key for reading',
        'Recommended: a second account, so that looking never ends an edit of the first.',
        {
          kind: 'secret',
          required: false,
        },
      ),
      field('tryOn', 'Package to test with', 'Optional: an app that "test connection" reads.', {
        required: false,
        placeholder: 'com.acme.harbor',
      }),
    ],
    schema,
  },
  targetSettings: {
    fields: [
      field('packageName', 'Package name', 'As in Play Console. Releases must be named like the version, such as 4.8.0.', {
        placeholder: 'com.acme.harbor',
      }),
      field('track', 'Track', 'production, beta (open), alpha (closed), internal, or a closed track of your own.', {
        default: 'production',
      }),
      field('sendForReview', 'Send for review', 'no only while Play Console says that changes must be sent for review by hand.', {
        kind: 'select',
        options: ['yes', 'no'],
        required: false,
        default: 'yes',
      }),
    ],
    schema: targetSchema,
  },
  hosts: (settings) => [
    ...new Set([new URL(settings.apiUrl).host, ...tokenHosts(settings), ...tokenHosts({ serviceAccount: settings.readServiceAccount })]),
  ],
  // The internal track has no staged rollouts.
  percents: (target) => (target.track === 'internal' ? [100] : null),
  test: async (context) => {
    const { tryOn } = context.settings;
    const lines = await testLines([
      [
        'Credentials',
        async () => void (await googleToken(context.http, context.settings, playScope, context.now())),
        'There is a token for Google Play.',
      ],
      ...(tryOn === undefined
        ? []
        : [
            [
              'View app information',
              async () => void (await readSummaries(context, tryOn, 'production')),
              `${tryOn} answers with its releases.`,
            ] as const,
          ]),
    ]);
    const unknown =
      'Cannot be asked without a write. In Play Console the account needs "Release to production" or "Release apps to testing tracks".';
    return [...lines, { what: 'Release', ok: null, detail: unknown }];
  },
  read: async (context, target) => await readTrack(context, target.settings),
  abilities,
  reached,
  describe,
  act: async (context, target, operation, fence) => await actOnTrack(context, target.settings, operation, fence),
} satisfies PlatformAdapter<PlaySettings, PlayTarget>;
