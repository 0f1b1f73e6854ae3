import { Hono } from 'hono';
import { z } from 'zod';
import { targetKey } from '../catalogue.ts';
import type { World } from '../state.ts';
import { beginWrite, type FleetContext, type FleetEnv } from '../writes.ts';
import { bodyOf } from './firebase-request.ts';
import { accountOf, scopes } from './google-auth.ts';
import { GoogleRefusal, refuse } from './google-errors.ts';
import { invalidateEdits, openEdit, usableEdit } from './play-edits.ts';
import { checkTrack, TrackBody } from './play-rules.ts';
import type { PlayApplication, PlayEdit, PlayRelease, PlayStatus } from './play-state.ts';

interface Place {
  readonly app: PlayApplication;
  readonly account: string;
  readonly target: string;
}

function placeOf(world: World, c: FleetContext): Place {
  const account = accountOf(world, c.req.header('authorization'), scopes.play);
  const name = c.req.param('package') ?? '';
  const app = world.state.packages.find((candidate) => candidate.packageName === name);
  if (app === undefined) refuse('NOT_FOUND', `Package not found: ${name}.`);
  return { app, account, target: targetKey(app.application, 'mobile') };
}

function editJson(edit: PlayEdit): { readonly id: string; readonly expiryTimeSeconds: string } {
  return { id: edit.id, expiryTimeSeconds: String(Math.floor(edit.expiresAt / 1000)) };
}

function trackJson(track: string, releases: readonly PlayRelease[]): unknown {
  return { track, releases };
}

const lifecycles: Record<PlayStatus, string> = { draft: 'DRAFT', inProgress: 'PUBLISHED', halted: 'PUBLISHED', completed: 'PUBLISHED' };

/** Releases with their review state, without an edit and without percentages. */
function summarise(app: PlayApplication, track: string): unknown {
  const releases = app.tracks[track] ?? refuse('NOT_FOUND', `Track not found: ${track}.`);
  return {
    releases: releases.slice(0, 20).map((release) => ({
      releaseName: release.name,
      track,
      releaseLifecycleState: `RELEASE_LIFECYCLE_STATE_${app.inReview && release.status === 'inProgress' ? 'IN_REVIEW' : lifecycles[release.status]}`,
      activeArtifacts: release.versionCodes.map((code) => ({ versionCode: Number(code) })),
    })),
  };
}

function trackOf(edit: PlayEdit, track: string): readonly PlayRelease[] {
  return edit.tracks[track] ?? refuse('NOT_FOUND', `Track not found: ${track}.`);
}

/** PUT and PATCH: what is sent is the wanted state of the track; a running release left out of it stops. */
async function putTrack(world: World, c: FleetContext): Promise<Response> {
  const { app, account, target } = placeOf(world, c);
  const track = c.req.param('track') ?? '';
  const note = beginWrite(c, target, 'edit.track', `track ${track} in an edit`);
  const edit = usableEdit(world, app, c.req.param('edit') ?? '', account);
  trackOf(edit, track);
  const body = await bodyOf(c, TrackBody);
  if (body.track !== undefined && body.track !== track)
    refuse('INVALID_ARGUMENT', 'The track in the body differs from the one in the path.');
  edit.tracks[track] = checkTrack(app, track, body);
  note.changed = true;
  return c.json(trackJson(track, edit.tracks[track]));
}

function checkReview(app: PlayApplication, c: FleetContext): void {
  const behaviour = c.req.query('changesInReviewBehavior') ?? 'CANCEL_IN_REVIEW_AND_SUBMIT';
  if (!['CANCEL_IN_REVIEW_AND_SUBMIT', 'ERROR_IF_IN_REVIEW'].includes(behaviour)) {
    refuse('INVALID_ARGUMENT', `Invalid value at 'changes_in_review_behavior': "${behaviour}".`);
  }
  if (app.inReview && behaviour === 'ERROR_IF_IN_REVIEW') {
    refuse('FAILED_PRECONDITION', 'Changes are already in review. Cancel the review or wait until it is over.');
  }
  const notSent = c.req.query('changesNotSentForReview') === 'true';
  if (app.rejected && !notSent) {
    refuse(
      'INVALID_ARGUMENT',
      'Changes cannot be sent for review automatically. Please set the query parameter changesNotSentForReview to true.',
    );
  }
  if (!app.rejected && notSent) {
    refuse('INVALID_ARGUMENT', 'Changes are sent for review automatically. The query parameter changesNotSentForReview must not be set.');
  }
}

function commit(world: World, c: FleetContext, id: string): Response {
  const { app, account, target } = placeOf(world, c);
  const note = beginWrite(c, target, 'edit.commit', '');
  const edit = usableEdit(world, app, id, account);
  checkReview(app, c);
  const before = JSON.stringify(app.tracks);
  for (const [track, releases] of Object.entries(edit.tracks)) {
    app.tracks[track] = releases;
    const served = (app.served[track] ??= []);
    for (const release of releases) {
      if (release.status === 'completed') served.push(...release.versionCodes.filter((code) => !served.includes(code)));
    }
  }
  app.inReview = false;
  edit.state = 'committed';
  invalidateEdits(app);
  note.summary = (edit.tracks.production ?? [])
    .map((release) => `${release.name} ${release.status} ${release.userFraction ?? ''}`.trim())
    .join(', ');
  note.changed = JSON.stringify(app.tracks) !== before;
  return c.json(editJson(edit));
}

/** POST `/edits/ID:commit` and `/edits/ID:validate`. */
function actOnEdit(world: World, c: FleetContext): Response {
  const [id = '', action = ''] = (c.req.param('edit') ?? '').split(':');
  if (action === 'commit') return commit(world, c, id);
  if (action !== 'validate') return refuse('NOT_FOUND', 'Method not found.');
  const { app, account } = placeOf(world, c);
  const edit = usableEdit(world, app, id, account);
  for (const [track, releases] of Object.entries(edit.tracks)) checkTrack(app, track, TrackBody.parse({ releases }));
  return c.json(editJson(edit));
}

/** `/play/androidpublisher/v3/applications`: tracks and edits of Google Play, with its rules. */
export function playRoutes(world: World): Hono<FleetEnv> {
  const app = new Hono<FleetEnv>();
  app.get('/:package/tracks/:track/releases', (c) => c.json(summarise(placeOf(world, c).app, c.req.param('track'))));
  app.post('/:package/edits', async (c) => {
    const { app: play, account } = placeOf(world, c);
    await bodyOf(c, z.looseObject({}));
    return c.json(editJson(openEdit(world, play, account)));
  });
  app.get('/:package/edits/:edit', (c) => {
    const { app: play, account } = placeOf(world, c);
    return c.json(editJson(usableEdit(world, play, c.req.param('edit'), account)));
  });
  app.delete('/:package/edits/:edit', (c) => {
    const { app: play, account } = placeOf(world, c);
    usableEdit(world, play, c.req.param('edit'), account).state = 'deleted';
    return c.body(null, 204);
  });
  app.post('/:package/edits/:edit', (c) => actOnEdit(world, c));
  app.get('/:package/edits/:edit/tracks', (c) => {
    const { app: play, account } = placeOf(world, c);
    const edit = usableEdit(world, play, c.req.param('edit'), account);
    return c.json({ tracks: Object.entries(edit.tracks).map(([track, releases]) => trackJson(track, releases)) });
  });
  app.get('/:package/edits/:edit/tracks/:track', (c) => {
    const { app: play, account } = placeOf(world, c);
    const track = c.req.param('track');
    return c.json(trackJson(track, trackOf(usableEdit(world, play, c.req.param('edit'), account), track)));
  });
  app.put('/:package/edits/:edit/tracks/:track', (c) => putTrack(world, c));
  app.patch('/:package/edits/:edit/tracks/:track', (c) => putTrack(world, c));
  app.onError((error) => {
    if (error instanceof GoogleRefusal) return error.response();
    throw error;
  });
  app.notFound(() => new GoogleRefusal('NOT_FOUND', 'Method not found.').response());
  return app;
}
