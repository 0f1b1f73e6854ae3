import { z } from 'zod';
import type { Ability, Operation } from '../../core/model/operation.ts';
import type { PlatformState } from '../../core/model/platform-state.ts';
import { testLines } from '../test-lines.ts';
import { BaseUrl, field, googleFields, Optional } from '../settings-kit.ts';
import { tokenHosts } from '../http/google-auth.ts';
import { googleToken } from '../http/google-auth.ts';
import { actOnSite } from './firebase/act.ts';
import type { FirebaseSettings } from './firebase/api.ts';
import { viewSite } from './firebase/state.ts';
import { type FirebaseTarget, targetFields, targetSchema } from './firebase/target.ts';
import type { PlatformAdapter } from './port.ts';

const schema = z.object({
  apiUrl: BaseUrl.default('https://firebasehosting.googleapis.com/v1beta1'),
  serviceAccount: Optional,
  accessToken: Optional,
});

/** Share of users a version has, over all channels. */
function shareOf(state: PlatformState, version: string): number {
  return Math.max(0, ...state.releases.filter((release) => release.version === version).map((release) => release.percent ?? 0));
}

function reached(operation: Operation, state: PlatformState): 'yes' | 'partly' | 'no' {
  switch (operation.op) {
    case 'expose':
    case 'resume': {
      if (state.version === operation.version && state.percent === operation.percent) return 'yes';
      return shareOf(state, operation.version) > 0 ? 'partly' : 'no';
    }
    case 'rollback':
    case 'halt': {
      if (shareOf(state, operation.version) > 0 || state.version === operation.version) return 'no';
      const to = operation.op === 'rollback' ? operation.toVersion : null;
      return to === null || shareOf(state, to) === 100 ? 'yes' : 'partly';
    }
    case 'unpublish':
      return state.status === 'removed' ? 'yes' : 'no';
  }
}

function abilities(state: PlatformState, version: string): Ability[] {
  const away = shareOf(state, version) === 0;
  const noWay = state.fallbackVersion === null;
  const back = state.version === version ? state.fallbackVersion : state.version;
  const notServed = `${version} is not served on this site.`;
  return [
    { op: 'expose', available: true, reason: null, undo: 'reversible', says: 'Points the channel at this version; visitors get it with their next page load.' },
    {
      op: 'rollback',
      available: !away && !noWay,
      reason: away ? notServed : noWay ? 'No earlier version is left on the site.' : null,
      undo: 'reversible',
      says: `Everyone is back on ${back ?? 'the version before'} with their next page load, within about a minute. Can be reversed.`,
    },
    { op: 'halt', available: !away && !noWay, reason: away ? notServed : null, undo: 'reversible', says: 'Hosting cannot stop half-way: halting is the same as rolling back.' },
    { op: 'resume', available: true, reason: null, undo: 'reversible', says: 'Points the channel at this version again.' },
    { op: 'unpublish', available: true, reason: null, undo: 'permanent', says: 'Takes the whole site off the net until a version is released again.' },
  ];
}

function describe(operation: Operation, state: PlatformState, site: string, target: FirebaseTarget): string[] {
  const post = (channel: string, version: string): string => `POST sites/${site}/channels/${channel}/releases?versionName=(version ${version})`;
  if (operation.op === 'unpublish') return [`POST sites/${site}/channels/live/releases {"type":"SITE_DISABLE"}`];
  if (operation.op === 'expose' || operation.op === 'resume') {
    return target.steps.filter((step) => step.percent <= operation.percent).map((step) => post(step.channel, operation.version));
  }
  const to = (operation.op === 'rollback' ? operation.toVersion : null) ?? state.fallbackVersion ?? 'the version before';
  const share = shareOf(state, operation.version);
  return target.steps.filter((step) => step.percent <= share).map((step) => post(step.channel, to));
}

/** Firebase Hosting: channels stand for shares, rollback is real. */
export const firebaseHosting = {
  id: 'firebase-hosting',
  label: 'Firebase Hosting',
  surface: 'web',
  settings: {
    fields: [field('apiUrl', 'API address', 'Leave as it is unless you use a proxy.', { kind: 'url', required: false, default: 'https://firebasehosting.googleapis.com/v1beta1' }), ...googleFields],
    schema,
  },
  targetSettings: { fields: targetFields, schema: targetSchema },
  hosts: (settings) => [new URL(settings.apiUrl).host, ...tokenHosts(settings)],
  percents: (target) => target.steps.map((step) => step.percent),
  test: async (context) =>
    await testLines([
      ['Credentials', async () => void (await googleToken(context.http, context.settings, 'https://www.googleapis.com/auth/firebase', context.now())), 'Google gives a token for Firebase.'],
    ]),
  read: async (context, target) => (await viewSite(context, target.settings)).state,
  abilities,
  reached,
  describe: (operation, state, target) => describe(operation, state, target.settings.site, target.settings),
  act: async (context, target, operation, fence) => await actOnSite(context, target.settings, operation, fence),
} satisfies PlatformAdapter<FirebaseSettings, FirebaseTarget>;
