import type { Ability } from '../model/operation.ts';
import type { PlatformRelease, PlatformState } from '../model/platform-state.ts';
import type { Surface } from '../model/surface.ts';
import type { WayBack } from '../model/way-back.ts';
import { sentence } from '../words.ts';

/** What the answer is worked out from. */
export interface WayBackGround {
  readonly surface: Surface;
  readonly version: string;
  /** The version to return to, as known when the rollout began. */
  readonly previousVersion: string | null;
  /** Last read of the platform. */
  readonly state: PlatformState | null;
  /** What the platform allows with `version` once `exposed(state, …)` holds; empty when its adapter cannot say. */
  readonly abilities: readonly Ability[];
}

/** The platform as it will be once `version` reaches `percent`: what a way back is asked of, before the step that may need it. Pure. */
export function exposed(state: PlatformState, version: string, percent: number): PlatformState {
  const status = percent >= 100 ? 'live' : 'rolling';
  const known = state.releases.find((release) => release.version === version);
  // Where the newest published release is locked, publishing this one locks it too.
  const locks = known?.status === 'draft' && state.releases.find((release) => release.status !== 'draft')?.locked === true;
  const own: PlatformRelease = { version, publishedAt: null, ref: '', ...known, status, percent, ...(locks ? { locked: true } : {}) };
  return {
    ...state,
    version,
    percent,
    status,
    fallbackVersion: state.version === version ? state.fallbackVersion : (state.version ?? state.fallbackVersion),
    releases: known === undefined ? [own, ...state.releases] : state.releases.map((release) => (release === known ? own : release)),
  };
}

const gone: readonly string[] = ['removed', 'failed', 'draft'];

/**
 * Whether a way back exists: an earlier version that is still there, and a platform that lets it be returned to. A flag needs no
 * earlier version, it is switched off. Stopping new users alone is named, and is not called a way back.
 */
export function wayBackOf(ground: WayBackGround): WayBack {
  const { surface, version, previousVersion, state } = ground;
  if (state === null) return { exists: null, says: 'Not known: the platform has not been read yet.' };
  const blocked = state.notes?.find((note) => note.kind === 'blocked');
  if (blocked !== undefined) return { exists: false, says: `No way back now: ${sentence(blocked.text)}` };
  const rollback = ground.abilities.find((one) => one.op === 'rollback');
  if (rollback === undefined) return { exists: null, says: 'Not known: this platform does not say what it allows.' };
  if (!rollback.available)
    return { exists: false, says: `No way back: ${sentence(rollback.reason ?? 'the platform refuses it')}${haltSays(ground)}` };
  if (surface === 'flag') return { exists: true, says: rollback.says, to: null };
  const back = returnsTo(ground);
  if (back === null)
    return {
      exists: false,
      says: `No way back: ${version} is the first release here, so there is nothing to return to.${haltSays(ground)}`,
    };
  if (previousVersion !== null && back !== previousVersion)
    return {
      exists: true,
      says: `${previousVersion} is gone from the platform; the way back leads to ${back}. ${rollback.says}`,
      to: back,
    };
  return { exists: true, says: rollback.says, to: back };
}

/** The version a rollback would lead to: the one before while the platform still has it, else what it falls back to by itself. */
function returnsTo({ version, previousVersion, state }: WayBackGround): string | null {
  if (state === null) return null;
  const served = state.version === version ? state.fallbackVersion : state.version;
  if (previousVersion === null || previousVersion === version) return served;
  const row = state.releases.find((release) => release.version === previousVersion);
  return row !== undefined && gone.includes(row.status) ? served : previousVersion;
}

function haltSays({ abilities, version }: WayBackGround): string {
  const halt = abilities.find((one) => one.op === 'halt');
  return halt?.available === true ? ` Halting would keep ${version} from new users only.` : '';
}
