import type { AdapterContext } from '../adapters/context.ts';
import { AdapterError } from '../adapters/errors.ts';
import type { GithubAccess, Repository } from '../adapters/http/github-api.ts';
import type { Connection } from '../core/model/connection.ts';
import type { JsonObject } from '../core/model/json.ts';
import type { Target } from '../core/model/target.ts';
import { getConnection, listConnections } from '../store/connections.ts';
import { listTargets } from '../store/targets.ts';
import type { EngineDeps } from './deps.ts';
import { PressRefused } from './press.ts';

/** Where an application's code is, and the connection that reaches it. */
export interface CodePlace {
  readonly connection: Connection;
  readonly repository: Repository;
}

/** A desktop target whose releases are on GitHub. */
export interface DesktopPlace extends CodePlace {
  readonly target: Target;
}

function text(settings: JsonObject, key: string): string {
  const value = settings[key];
  return typeof value === 'string' ? value : '';
}

/** The desktop targets of an application that update from GitHub Releases. */
export function desktopPlaces(deps: EngineDeps, applicationId: string): DesktopPlace[] {
  return listTargets(deps.store.reader, applicationId).flatMap((target) => {
    const connection = getConnection(deps.store.reader, target.connectionId);
    if (connection?.adapter !== 'github-releases') return [];
    return [{ target, connection, repository: { owner: text(target.settings, 'owner'), repo: text(target.settings, 'repo') } }];
  });
}

/**
 * The repository of an application: that of its desktop releases, else the one a GitHub check is pointed at. Desktop connections come
 * first because they may write. Refuses with what to do when there is none.
 */
export function codePlaceOf(deps: EngineDeps, applicationId: string): CodePlace {
  const [desktop] = desktopPlaces(deps, applicationId);
  if (desktop !== undefined) return desktop;
  for (const connection of listConnections(deps.store.reader)) {
    if (connection.kind !== 'check' || !connection.adapter.startsWith('github-')) continue;
    const named = text(connection.settings, 'repository').replaceAll(/\{\{\s*application\s*\}\}/g, applicationId);
    const [owner, repo, more] = named.split('/');
    if (owner && repo && more === undefined && !named.includes('{{')) return { connection, repository: { owner, repo } };
  }
  throw new PressRefused(
    'refused',
    `No repository of ${applicationId} is known. Add a target on GitHub Releases, or a GitHub check that names the repository, in Connections.`,
  );
}

/** The way to GitHub of a connection; a problem with it is refused in words. */
export function githubOf(deps: EngineDeps, connection: Connection): AdapterContext<GithubAccess> {
  try {
    return deps.desk.github(connection);
  } catch (error) {
    throw refusalOf(error);
  }
}

/**
 * A problem of GitHub as a press that was refused. What may have been applied, or was never asked, is no refusal: it stays an error
 * that says so.
 */
export function refusalOf(error: unknown): unknown {
  if (!(error instanceof AdapterError)) return error;
  if (error.kind === 'unknownOutcome')
    return new Error(`${error.message} Whether it was applied is not known; press again, and what is there is found.`);
  if (error.kind === 'unavailable' && !/goes on from there/.test(error.message))
    return new Error(`GitHub does not answer. ${error.message}`);
  return new PressRefused('refused', error.message);
}
