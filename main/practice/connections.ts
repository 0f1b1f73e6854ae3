import type { ConnectionKind } from '../core/model/connection.ts';
import type { JsonObject } from '../core/model/json.ts';
import type { Surface } from '../core/model/surface.ts';
import { applications, channelShares, shareSegment } from './catalogue.ts';
import { guardianToken } from './guardian.ts';
import { pagerdutyKey } from './pagerduty.ts';
import { flagsmithKey } from './platforms/flagsmith-request.ts';
import { githubToken } from './platforms/github-request.ts';
import { serviceAccountFile } from './platforms/google-auth.ts';
import { receiverSecret } from './receiver.ts';
import { reportToken } from './reports.ts';
import type { World } from './state.ts';

/** A connection ready to be saved, practice secrets included. */
export interface FleetConnection {
  readonly adapter: string;
  readonly kind: ConnectionKind;
  readonly name: string;
  readonly settings: JsonObject;
}

export interface FleetTarget {
  readonly name: string;
  readonly surface: Surface;
  /** Adapter id; its connection is the one of `connections()` with the same adapter. */
  readonly adapter: string;
  /** Name of that connection. */
  readonly connection: string;
  readonly channel: string;
  readonly settings: JsonObject;
  /** Users reached at 100 %. */
  readonly population: number;
  /** The name truth and writes use. */
  readonly key: string;
}

export interface FleetApplication {
  readonly id: string;
  readonly name: string;
  readonly targets: readonly FleetTarget[];
}

/** How to reach every service of a fleet that answers at `baseUrl` (no slash at its end). */
export function connectionsFor(world: World, baseUrl: string): readonly FleetConnection[] {
  const serviceAccount = serviceAccountFile(world, baseUrl);
  return [
    {
      adapter: 'firebase-hosting',
      kind: 'platform',
      name: 'practice-firebase',
      settings: { apiUrl: `${baseUrl}/firebase/v1beta1`, serviceAccount },
    },
    {
      adapter: 'github-releases',
      kind: 'platform',
      name: 'practice-github',
      settings: { apiUrl: `${baseUrl}/github`, token: githubToken },
    },
    {
      adapter: 'google-play',
      kind: 'platform',
      name: 'practice-play',
      settings: { apiUrl: `${baseUrl}/play/androidpublisher/v3`, serviceAccount },
    },
    {
      adapter: 'flagsmith',
      kind: 'flag',
      name: 'practice-flagsmith',
      settings: { apiUrl: `${baseUrl}/flagsmith`, edgeUrl: `${baseUrl}/flagsmith-edge`, apiKey: flagsmithKey },
    },
    { adapter: 'prometheus', kind: 'metric', name: 'practice-metrics', settings: { url: `${baseUrl}/prometheus` } },
    {
      adapter: 'guardian',
      kind: 'check',
      name: 'practice-guardian',
      settings: { url: `${baseUrl}/guardian/check`, token: guardianToken },
    },
    ...checkConnections(baseUrl),
    ...noticeConnections(baseUrl),
  ];
}

/** Where people are told and paged. */
function noticeConnections(baseUrl: string): readonly FleetConnection[] {
  return [
    { adapter: 'slack-webhook', kind: 'notice', name: 'practice-slack', settings: { url: `${baseUrl}/slack/services/T0/B0/practice` } },
    {
      adapter: 'pagerduty',
      kind: 'notice',
      name: 'practice-pagerduty',
      settings: { apiUrl: `${baseUrl}/pagerduty`, routingKey: pagerdutyKey },
    },
    {
      adapter: 'signed-webhook',
      kind: 'notice',
      name: 'practice-receiver',
      settings: { url: `${baseUrl}/receiver/hooks`, secret: receiverSecret },
    },
  ];
}

/** Checks of the code behind a release: one connection serves both applications. */
function checkConnections(baseUrl: string): readonly FleetConnection[] {
  const github = {
    apiUrl: `${baseUrl}/github`,
    token: githubToken,
    repository: 'practice/{{application}}-desktop',
    tryOn: 'practice/harbor-desktop',
  };
  return [
    { adapter: 'github-checks', kind: 'check', name: 'practice-checks', settings: github },
    { adapter: 'github-issues', kind: 'check', name: 'practice-issues', settings: github },
    { adapter: 'github-alerts', kind: 'check', name: 'practice-alerts', settings: github },
    { adapter: 'github-change', kind: 'check', name: 'practice-change', settings: github },
    { adapter: 'json-report', kind: 'check', name: 'practice-report', settings: { url: `${baseUrl}/reports`, token: reportToken } },
  ];
}

/** Both applications with their targets, as they would be set up by hand. */
export function fleetApplications(): readonly FleetApplication[] {
  const channels = channelShares.map(({ channel, percent }) => `${channel}=${percent}`).join(',');
  return applications.map((facts) => {
    const target = (
      surface: Surface,
      adapter: string,
      connection: string,
      channel: string,
      settings: JsonObject,
      population: number,
    ): FleetTarget => ({
      name: surface,
      surface,
      adapter,
      connection,
      channel,
      settings,
      population,
      key: `${facts.id}/${surface}`,
    });
    const { web, desktop, mobile } = facts.population;
    const flag = {
      projectId: facts.project.id,
      environmentKey: facts.environment.key,
      feature: facts.feature.name,
      segment: shareSegment(facts),
    };
    return {
      id: facts.id,
      name: facts.name,
      targets: [
        target('web', 'firebase-hosting', 'practice-firebase', 'stable', { site: facts.site, channels }, web),
        target('desktop', 'github-releases', 'practice-github', 'stable', { owner: facts.owner, repo: facts.repo }, desktop),
        target('mobile', 'google-play', 'practice-play', 'stable', { packageName: facts.packageName, track: 'production' }, mobile),
        target('flag', 'flagsmith', 'practice-flagsmith', 'stable', flag, web + desktop + mobile),
      ],
    };
  });
}
