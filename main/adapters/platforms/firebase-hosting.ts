import { z } from 'zod';
import type { Ability, Operation } from '../../core/model/operation.ts';
import type { PlatformRelease, PlatformState } from '../../core/model/platform-state.ts';
import { googleToken, tokenHosts } from '../http/google-auth.ts';
import { BaseUrl, credentialProblem, field, googleFields, Optional } from '../settings-kit.ts';
import { testLines } from '../test-lines.ts';
import { actOnSite } from './firebase/act.ts';
import { firebaseScope, trySite, type FirebaseSettings } from './firebase/api.ts';
import { readSite } from './firebase/site.ts';
import { siteState } from './firebase/state.ts';
import { targetFields, targetSchema, type FirebaseTarget } from './firebase/target.ts';
import { sameVersion } from './firebase/version-text.ts';
import type { PlatformAdapter, TargetOf } from './port.ts';

const address = 'https://firebasehosting.googleapis.com/v1beta1';
const schema = z
  .object({ apiUrl: BaseUrl.default(address), serviceAccount: Optional, accessToken: Optional, tryOn: Optional })
  .superRefine((settings, context) => credentialProblem(settings, context));

function rowOf(state: PlatformState, version: string): PlatformRelease | undefined {
  return state.releases.find((release) => sameVersion(release.version, version));
}

/** Share of the widest channel that shows a version, percent 0–100. */
function shareOf(state: PlatformState, version: string): number {
  return rowOf(state, version)?.percent ?? 0;
}

function reached(operation: Operation, state: PlatformState): 'yes' | 'partly' | 'no' {
  const share = shareOf(state, operation.version);
  switch (operation.op) {
    case 'expose':
    case 'resume': {
      if (share === operation.percent && rowOf(state, operation.version)?.status !== 'mixed') return 'yes';
      return share > 0 ? 'partly' : 'no';
    }
    case 'rollback':
    case 'halt':
      if (share === 0) return 'yes';
      return share < 100 && state.fallbackVersion !== null ? 'partly' : 'no';
    case 'unpublish':
      return state.status === 'removed' ? 'yes' : 'no';
  }
}

function abilities(state: PlatformState, version: string): Ability[] {
  const row = rowOf(state, version);
  const share = row?.percent ?? 0;
  const ready = row !== undefined && (share > 0 || row.status === 'ready' || row.status === 'superseded');
  const notReady =
    row === undefined ? `The site has no version ${version}. Deploy it first.` : `${version} is ${row.status} and cannot be released.`;
  const back = state.version === version ? state.fallbackVersion : state.version;
  const noBack = share === 0 ? `${version} is not served on this site.` : back === null ? 'No earlier version is left on the site.' : null;
  const onLive = share === 100;
  const shows = `Points the channel at ${version}; its users get it with their next page load.`;
  const returns = `Everybody with ${version} is served ${back ?? 'the version before'} with the next page load, within about a minute.`;
  return [
    { op: 'expose', available: ready, reason: ready ? null : notReady, undo: 'reversible', says: shows },
    { op: 'rollback', available: noBack === null, reason: noBack, undo: 'reversible', says: returns },
    {
      op: 'halt',
      available: noBack === null,
      reason: noBack,
      undo: 'reversible',
      says: `Hosting cannot stop half-way, so this is a rollback. ${returns}`,
    },
    { op: 'resume', available: ready, reason: ready ? null : notReady, undo: 'reversible', says: shows },
    {
      op: 'unpublish',
      available: onLive,
      reason: onLive ? null : `Only what live serves can be switched off; ${version} is not on live.`,
      undo: 'permanent',
      says: 'Takes the whole site off the net: visitors get an error page until somebody releases a version again.',
    },
  ];
}

function describe(operation: Operation, state: PlatformState, target: TargetOf<FirebaseTarget>): string[] {
  const { site, steps } = target.settings;
  const post = (channel: string, version: string): string =>
    `POST sites/${site}/channels/${channel}/releases?versionName=sites/${site}/versions/${rowOf(state, version)?.ref ?? '…'} (${version})`;
  const share = shareOf(state, operation.version);
  switch (operation.op) {
    case 'unpublish':
      return [`POST sites/${site}/channels/live/releases {"type":"SITE_DISABLE"}`];
    case 'expose':
    case 'resume':
      return steps
        .filter(({ percent }) => percent <= operation.percent && percent > share)
        .map(({ channel }) => post(channel, operation.version));
    case 'rollback':
    case 'halt': {
      const wanted = operation.op === 'rollback' && share === 100 ? operation.toVersion : null;
      const to = wanted ?? state.fallbackVersion ?? 'the version before';
      const shown = steps.filter(({ percent }) => percent <= share).toReversed();
      return shown.map(({ channel }, index) => `${post(channel, to)}${index === 0 ? '' : ', if it shows the release'}`);
    }
  }
}

/** Firebase Hosting: channels stand for shares, rollback is real. */
export const firebaseHosting = {
  id: 'firebase-hosting',
  label: 'Firebase Hosting',
  surface: 'web',
  settings: {
    fields: [
      field('apiUrl', 'API address', 'Leave as it is unless you use a proxy.', { kind: 'url', required: false, default: address }),
      ...googleFields,
      field('tryOn', 'Site to test with', 'Optional: a site that "test connection" reads.', { required: false, placeholder: 'harbor-web' }),
    ],
    schema,
  },
  targetSettings: { fields: targetFields, schema: targetSchema },
  hosts: (settings) => [new URL(settings.apiUrl).host, ...tokenHosts(settings)],
  percents: (target) => target.steps.map((step) => step.percent),
  test: async (context) => {
    const { tryOn } = context.settings;
    const lines = await testLines([
      [
        'Credentials',
        async () => void (await googleToken(context.http, context.settings, firebaseScope, context.now())),
        'There is a token for Firebase.',
      ],
      ...(tryOn === undefined ? [] : [['Read the site', () => trySite(context, tryOn), `${tryOn} answers with its channels.`] as const]),
    ]);
    const unknown = 'Cannot be asked without a write. The account needs firebasehosting.sites.update, part of roles/firebasehosting.admin.';
    return [...lines, { what: 'Change releases', ok: null, detail: unknown }];
  },
  read: async (context, target) => siteState(await readSite(context, target.settings)),
  abilities,
  reached,
  describe,
  act: async (context, target, operation, fence, key) => await actOnSite(context, target.settings, operation, fence, key),
} satisfies PlatformAdapter<FirebaseSettings, FirebaseTarget>;
