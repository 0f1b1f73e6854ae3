import { z } from 'zod';
import { refuse } from './google-errors.ts';
import { playStatuses, type PlayApplication, type PlayRelease } from './play-state.ts';

const Release = z.looseObject({
  name: z.string().optional(),
  versionCodes: z.array(z.string()).optional(),
  status: z.enum(playStatuses),
  userFraction: z.number().optional(),
  inAppUpdatePriority: z.int().min(0).max(5).optional(),
  releaseNotes: z.array(z.looseObject({ language: z.string(), text: z.string().max(500) })).optional(),
  countryTargeting: z.looseObject({ countries: z.array(z.string()), includeRestOfWorld: z.boolean() }).optional(),
});
export const TrackBody = z.looseObject({ track: z.string().optional(), releases: z.array(Release).default([]) });

/** Checks the wanted releases of a track against every documented rule and returns them as they will be stored. */
export function checkTrack(app: PlayApplication, track: string, wanted: z.infer<typeof TrackBody>): readonly PlayRelease[] {
  const current = app.tracks[track] ?? [];
  const releases = wanted.releases.map((release) => checkRelease(app, release));
  if (releases.filter((release) => release.status === 'completed').length > 1) {
    refuse('INVALID_ARGUMENT', 'Only one completed release is allowed.');
  }
  if (releases.filter((release) => release.status === 'inProgress' || release.status === 'halted').length > 1) {
    refuse('INVALID_ARGUMENT', 'Too many staged releases: only one release may be in progress or halted.');
  }
  for (const release of releases) checkChange(app, track, current, release);
  return releases;
}

function checkRelease(app: PlayApplication, release: z.infer<typeof Release>): PlayRelease {
  const codes = release.versionCodes ?? [];
  if (codes.length === 0 && release.status !== 'draft') refuse('INVALID_ARGUMENT', 'A release must have at least one version code.');
  const unknown = codes.find((code) => app.bundles[code] === undefined);
  if (unknown !== undefined) refuse('INVALID_ARGUMENT', `Version code ${unknown} was not found.`);
  const staged = release.status === 'inProgress' || release.status === 'halted';
  const { userFraction } = release;
  if (userFraction !== undefined && !staged) refuse('INVALID_ARGUMENT', `userFraction is not allowed for a ${release.status} release.`);
  if (release.status === 'inProgress' && userFraction === undefined) refuse('INVALID_ARGUMENT', 'A staged release needs a userFraction.');
  if (userFraction !== undefined && !(userFraction > 0 && userFraction < 1)) {
    refuse('INVALID_ARGUMENT', 'userFraction must be greater than 0 and less than 1.');
  }
  return {
    name: release.name ?? app.bundles[codes[0] ?? ''] ?? '',
    versionCodes: codes,
    status: release.status,
    ...(userFraction === undefined ? {} : { userFraction }),
    ...(release.inAppUpdatePriority === undefined ? {} : { inAppUpdatePriority: release.inAppUpdatePriority }),
    ...(release.releaseNotes === undefined ? {} : { releaseNotes: release.releaseNotes }),
    ...(release.countryTargeting === undefined ? {} : { countryTargeting: release.countryTargeting }),
  };
}

function sameCodes(a: PlayRelease, b: PlayRelease): boolean {
  return a.versionCodes.toSorted().join() === b.versionCodes.toSorted().join();
}

function checkChange(app: PlayApplication, track: string, current: readonly PlayRelease[], wanted: PlayRelease): void {
  const before = current.find((release) => sameCodes(release, wanted));
  const served = app.served[track] ?? [];
  const first = served.every((code) => wanted.versionCodes.includes(code));
  if (wanted.status === 'inProgress') {
    if (before?.status === 'completed') refuse('INVALID_ARGUMENT', 'Fully released can not be staged.');
    if (before === undefined && wanted.versionCodes.some((code) => served.includes(code))) {
      refuse('INVALID_ARGUMENT', 'Fully released can not be staged.');
    }
    if (first) refuse('INVALID_ARGUMENT', 'The first release on a track can not be staged.');
  }
  if (wanted.status === 'halted') {
    if (before === undefined || before.status === 'draft')
      refuse('FAILED_PRECONDITION', 'Only a release that is rolled out can be halted.');
    if (before.status === 'completed' && track === 'internal')
      refuse('FAILED_PRECONDITION', 'A full release on the internal track can not be halted.');
    if (before.status === 'completed' && first) refuse('FAILED_PRECONDITION', 'The first release of a track can not be halted.');
    if (before.status === 'inProgress' && wanted.userFraction === undefined)
      refuse('INVALID_ARGUMENT', 'A halted release keeps its userFraction.');
  }
}
