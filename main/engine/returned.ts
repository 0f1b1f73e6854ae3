import type { PlatformState } from '../core/model/platform-state.ts';
import type { Rollout } from '../core/model/rollout.ts';
import { listAudit } from '../store/audit.ts';
import { endedTargets, newestOfVersion } from '../store/ended.ts';
import { transaction } from '../store/open.ts';
import { getTargetRead } from '../store/target-states.ts';
import { record } from './audit.ts';
import type { EngineDeps } from './deps.ts';
import { gather, type Subject, subjectOf } from './gather.ts';
import { openIncident } from './incidents.ts';
import { tell } from './notify.ts';
import { pollPlatform } from './poll-platforms.ts';

/** Targets that offer a version again which was taken back there: the rollout of that version, and what to tell a person. */
export type Returned = Map<string, { readonly rollout: Rollout; readonly text: string }>;

/** A target is looked after for so long once its newest rollout is over, ms. */
const afterMs = 7 * 24 * 60 * 60_000;
/** How often, at the most, ms; plans that read the platform seldom are read more seldom still. */
const shortestMs = 5 * 60_000;
const slower = 5;
/** The list of such targets is made afresh after this, ms. */
const listEveryMs = 60_000;

/** Looks, seldom, at targets whose rollouts are over: somebody may put a version back that was taken back (late drift). */
export interface AfterWatch {
  /** Reads what is due; never throws, and asks no platform twice at once. */
  look(): Promise<void>;
  readonly returned: Returned;
}

export function createAfterWatch(deps: EngineDeps): AfterWatch {
  const returned: Returned = new Map();
  const open = new Set<string>();
  let listedAt: number | null = null;

  async function lookAt(subject: Subject): Promise<void> {
    const { target } = subject;
    open.add(target.id);
    try {
      await pollPlatform(deps, target);
      compare(deps, subject, returned);
    } catch (error) {
      deps.log.warn({ target: target.id, error: String(error) }, 'a target whose rollout is over could not be looked at');
    } finally {
      open.delete(target.id);
    }
  }

  return {
    returned,
    async look() {
      const now = deps.clock.now();
      if (listedAt !== null && now >= listedAt && now - listedAt < listEveryMs) return;
      listedAt = now;
      try {
        const subjects = endedTargets(deps.store.reader, now - afterMs).map((rollout) => subjectOf(deps, rollout));
        const watched = new Set(subjects.map(({ rollout }) => rollout.targetId));
        // A target that rolls again is watched by its rollout, and one that is left alone for a week by nobody.
        for (const targetId of returned.keys()) if (!watched.has(targetId)) returned.delete(targetId);
        await Promise.all(subjects.filter((subject) => !open.has(subject.target.id) && isDue(deps, subject)).map(lookAt));
      } catch (error) {
        deps.log.warn({ error: String(error) }, 'targets whose rollouts are over could not be looked at');
      }
    },
  };
}

function isDue(deps: EngineDeps, { rollout, target, plan }: Subject): boolean {
  const now = deps.clock.now();
  const last = Math.max(getTargetRead(deps.store.reader, target.id)?.readAt ?? 0, rollout.endedAt ?? 0);
  return last > now || now - last >= Math.max(shortestMs, plan.platformEveryMs * slower);
}

/** Keeps what was found, and tells it once for as long as it lasts. */
function compare(deps: EngineDeps, newest: Subject, returned: Returned): void {
  const read = getTargetRead(deps.store.reader, newest.target.id);
  if (read?.state === null || read === null || read.problem !== null) return;
  const rollout = offeredAgain(deps, newest.rollout, read.state);
  if (rollout === null) {
    returned.delete(newest.target.id);
    return;
  }
  if (returned.has(newest.target.id)) return;
  const subject = subjectOf(deps, rollout);
  const share = read.state.percent === null ? '' : ` to ${read.state.percent} %`;
  const text = `${newest.target.name} offers ${rollout.version} again${share}, although it was taken back. Somebody put it back: take it off on the platform, or begin a rollout of it.`;
  returned.set(newest.target.id, { rollout, text });
  if (toldSince(deps, rollout, read.state.fence)) return;
  transaction(deps.store.writer, () => {
    const title = `${rollout.version} is offered again on ${newest.target.name}`;
    openIncident(deps, subject, gather(deps, subject), [], { severity: 'P1', title, press: null, acknowledged: false });
    record(deps, subject, { action: 'rollout.offeredAgain', trigger: 'sweep', reason: text, after: { fence: read.state?.fence ?? null } });
    tell(deps, subject, 'critical', title, text, 'offeredAgain');
  });
  deps.changed({ table: 'rollouts', id: rollout.id });
}

/** The rollout whose version came back: the platform offers it, and the last thing that was done with it there was taking it back. */
function offeredAgain(deps: EngineDeps, newest: Rollout, state: PlatformState): Rollout | null {
  const offered = (state.status === 'rolling' || state.status === 'live' || state.status === 'inReview') && state.percent !== 0;
  if (!offered || state.version === null) return null;
  const rollout = newestOfVersion(deps.store.reader, newest, state.version);
  if (rollout?.state !== 'rolledBack') return null;
  // Some platforms go on naming what was taken back; what the rollback itself read back is no news.
  const { expected } = rollout;
  return expected?.version === state.version && expected.status === state.status ? null : rollout;
}

/** A restart finds the same again: what was told of exactly this state stays told. */
function toldSince(deps: EngineDeps, rollout: Rollout, fence: string): boolean {
  const told = listAudit(deps.store.reader, { rolloutId: rollout.id, limit: 50 }).find((entry) => entry.action === 'rollout.offeredAgain');
  return told !== undefined && JSON.stringify(told.after) === JSON.stringify({ fence });
}
