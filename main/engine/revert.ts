import { lookAtRevert, prepareRevert, type RevertAsk } from '../adapters/repository/revert.ts';
import type { Rollout } from '../core/model/rollout.ts';
import { revertBody, type RevertPlan, type RevertPull, revertTitle } from '../core/revert/index.ts';
import { listApplications } from '../store/applications.ts';
import { incidentsOfRelease } from '../store/incidents.ts';
import { transaction } from '../store/open.ts';
import { rolloutsOfRelease } from '../store/rollouts.ts';
import { recordPlain } from './audit.ts';
import { codePlaceOf, githubOf, refusalOf } from './code-place.ts';
import { containmentInWords, containmentOf } from './containment.ts';
import type { EngineDeps } from './deps.ts';
import type { Release } from './emergency.ts';
import { type Press, PressRefused } from './press.ts';
import { problemOf } from './problems.ts';

/** Which release, back to which version, onto which branch; null for the version before and the default branch. */
export interface RevertWish extends Release {
  readonly toVersion: string | null;
  readonly base: string | null;
}

const takenBack: readonly Rollout['state'][] = ['rollingBack', 'rolledBack'];

function rolloutsOf(deps: EngineDeps, { applicationId, version }: Release): Rollout[] {
  const found = rolloutsOfRelease(deps.store.reader, applicationId, version);
  if (found.length === 0) throw new PressRefused('notFound', `There is no rollout of ${applicationId} ${version}.`);
  return found;
}

function askOf(deps: EngineDeps, wish: RevertWish): RevertAsk {
  const previous = rolloutsOf(deps, wish).find((rollout) => rollout.previousVersion !== null)?.previousVersion ?? null;
  const { repository } = codePlaceOf(deps, wish.applicationId);
  return { repository, version: wish.version, previousVersion: wish.toVersion ?? previous, base: wish.base };
}

/** Why the release itself does not want a revert yet; null when it does. */
function tooEarly(deps: EngineDeps, release: Release): string | null {
  if (rolloutsOf(deps, release).some((rollout) => takenBack.includes(rollout.state))) return null;
  return `${release.version} was not taken back: roll it back first. A revert changes the code and nothing that users have.`;
}

/** What reverting a release in its repository would do, read from GitHub now; writes nothing. */
export async function planRevert(deps: EngineDeps, wish: RevertWish): Promise<RevertPlan> {
  const early = tooEarly(deps, wish);
  const { connection } = codePlaceOf(deps, wish.applicationId);
  try {
    const { plan } = await lookAtRevert(githubOf(deps, connection), askOf(deps, wish));
    return plan.pull === null && early !== null ? { ...plan, blocked: early, calls: [] } : plan;
  } catch (error) {
    throw refusalOf(error);
  }
}

/** The pull request of a revert, and whether this press made it. */
export interface PreparedRevert {
  readonly plan: RevertPlan;
  readonly pull: RevertPull;
  readonly made: boolean;
}

/**
 * Prepares the revert of a release that was taken back as a draft pull request (R2.6), or finds the one that is there. The wish is in
 * the audit log before anything is sent, the outcome after; `keep` runs in the transaction of the outcome.
 */
export async function makeRevert(
  deps: EngineDeps,
  wish: RevertWish,
  press: Press,
  keep: (done: PreparedRevert) => void,
): Promise<PreparedRevert> {
  const early = tooEarly(deps, wish);
  if (early !== null) throw new PressRefused('refused', early);
  const ask = askOf(deps, wish);
  const github = githubOf(deps, codePlaceOf(deps, wish.applicationId).connection);
  const startedAt = deps.clock.now();
  note(deps, wish, press, { action: 'release.revertAsked', after: { repository: `${ask.repository.owner}/${ask.repository.repo}` } });
  try {
    const done = await prepareRevert(github, ask, (plan) => textOf(deps, wish, press, plan));
    transaction(deps.store.writer, () => {
      const { number, url, state } = done.pull;
      const after = { repository: done.plan.repository, branch: done.plan.branch, pull: number, url, state, made: done.made };
      const durationMs = deps.clock.now() - startedAt;
      note(deps, wish, press, { action: done.made ? 'release.revertPrepared' : 'release.revertFound', after, durationMs });
      keep(done);
    });
    return done;
  } catch (error) {
    const { kind, message } = problemOf(error);
    note(deps, wish, press, { action: 'release.revertFailed', after: { kind, message }, durationMs: deps.clock.now() - startedAt });
    throw refusalOf(error);
  }
}

function note(
  deps: EngineDeps,
  { applicationId, version, toVersion }: RevertWish,
  { actor, trigger, reason }: Press,
  more: { readonly action: string; readonly after: { readonly [key: string]: string | number | boolean }; readonly durationMs?: number },
): void {
  recordPlain(deps, { actor, trigger, reason, applicationId, version, toVersion, ...more });
}

function textOf(deps: EngineDeps, wish: RevertWish, press: Press, plan: RevertPlan) {
  const { applicationId, version } = wish;
  const application = listApplications(deps.store.reader).find((one) => one.id === applicationId)?.name ?? applicationId;
  const incidents = incidentsOfRelease(deps.store.reader, applicationId, version).map((incident) => incident.title);
  const containment = containmentInWords(containmentOf(deps, applicationId, version));
  const title = revertTitle(application, version, plan.previousVersion ?? 'the version before');
  const body = revertBody(plan, { application, reason: press.reason, by: press.actor.name, incidents, containment });
  return { title, body, message: `${title}\n\nReason: ${press.reason}` };
}
