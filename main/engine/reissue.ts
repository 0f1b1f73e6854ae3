import { AdapterError } from '../adapters/errors.ts';
import { githubReleases } from '../adapters/platforms/github-releases.ts';
import { lookAtReissue, type ReissueAsk } from '../adapters/repository/reissue/look.ts';
import { prepareReissue } from '../adapters/repository/reissue/prepare.ts';
import type { Operation } from '../core/model/operation.ts';
import type { PlatformState } from '../core/model/platform-state.ts';
import type { Rollout } from '../core/model/rollout.ts';
import type { Target } from '../core/model/target.ts';
import type { ReissuePlan } from '../core/reissue/index.ts';
import { listAudit } from '../store/audit.ts';
import { transaction } from '../store/open.ts';
import { listRollouts, rolloutsOfRelease } from '../store/rollouts.ts';
import { recordPlain, usersAt } from './audit.ts';
import { desktopPlaces, type DesktopPlace, githubOf, refusalOf } from './code-place.ts';
import type { EngineDeps } from './deps.ts';
import type { OpenPlatform } from './desk.ts';
import type { Release } from './emergency.ts';
import { keepRead, platformOf } from './poll-platforms.ts';
import { type Press, PressRefused } from './press.ts';
import { problemOf } from './problems.ts';

/** The bad release, the version whose code is good, and the number it gets; null for the version before and the next free number. */
export interface ReissueWish extends Release {
  readonly goodVersion: string | null;
  readonly newVersion: string | null;
  /** Null: the first desktop target on GitHub that had the release. */
  readonly targetId: string | null;
}

interface Ground {
  readonly place: DesktopPlace;
  readonly rollout: Rollout;
  readonly ask: ReissueAsk;
}

function groundOf(deps: EngineDeps, wish: ReissueWish, check: boolean): Ground {
  const { applicationId, version } = wish;
  const rollouts = rolloutsOfRelease(deps.store.reader, applicationId, version);
  const places = desktopPlaces(deps, applicationId).filter((one) => wish.targetId === null || one.target.id === wish.targetId);
  const place = places.find((one) => rollouts.some((rollout) => rollout.targetId === one.target.id));
  const rollout = rollouts.find((one) => one.targetId === place?.target.id);
  if (place === undefined || rollout === undefined)
    throw new PressRefused('notFound', `${applicationId} ${version} had no rollout on a desktop target on GitHub Releases.`);
  const goodVersion = wish.goodVersion ?? rollout.previousVersion;
  if (goodVersion === null)
    throw new PressRefused('refused', `${version} is the first release here: there is no good version to issue again. Name one.`);
  const { channel, manifests, owner, repo } = githubReleases.targetSettings.schema.parse(place.target.settings);
  const newVersion = wish.newVersion ?? usedBefore(deps, wish);
  const ask = { repository: { owner, repo }, badVersion: version, goodVersion, newVersion, channel, manifests, check };
  return { place, rollout, ask };
}

/** The number this release was re-issued under before, so that the next look is at the same one; null when it never was. */
function usedBefore(deps: EngineDeps, { applicationId, version }: Release): string | null {
  const entries = listAudit(deps.store.reader, { applicationId, action: 'release.reissuePrepared', limit: 50 });
  return entries.find((entry) => entry.version === version)?.toVersion ?? null;
}

function tooEarly({ rollout, place }: Ground): string | null {
  if (rollout.state === 'rollingBack' || rollout.state === 'rolledBack') return null;
  return `${rollout.version} is still offered on ${place.target.name}: take it back first, so that nobody new gets it meanwhile.`;
}

/** Where issuing the good version again stands, read from GitHub now; `check` downloads the files and looks inside. Writes nothing. */
export async function planReissueOf(deps: EngineDeps, wish: ReissueWish, check: boolean): Promise<ReissuePlan> {
  const ground = groundOf(deps, wish, check);
  try {
    const { plan } = await lookAtReissue(githubOf(deps, ground.place.connection), ground.ask);
    const early = tooEarly(ground);
    return early === null || plan.publishedPercent !== null ? plan : { ...plan, blocked: early };
  } catch (error) {
    throw refusalOf(error);
  }
}

/** Takes the next step that can be taken from here: the draft release, or its update files. Recorded before and after. */
export async function makeReissue(
  deps: EngineDeps,
  wish: ReissueWish,
  press: Press,
  keep: (plan: ReissuePlan) => void,
): Promise<ReissuePlan> {
  const ground = groundOf(deps, wish, true);
  const early = tooEarly(ground);
  if (early !== null) throw new PressRefused('refused', early);
  const { goodVersion } = ground.ask;
  const notes = `The code of ${goodVersion} under a higher number, because ${wish.version} was taken back.`;
  return await recorded(deps, { wish, ground, press, asked: 'release.reissueAsked' }, async () => {
    const { plan } = await prepareReissue(githubOf(deps, ground.place.connection), ground.ask, notes);
    const after = { repository: plan.repository, draft: plan.draftUrl, steps: plan.steps.map((step) => `${step.id} ${step.state}`) };
    return { answer: plan, action: 'release.reissuePrepared', toVersion: plan.newVersion, before: null, after, percent: null, keep };
  });
}

/** A share, percent 1–100, and whether somebody answers for what cannot be found out here. */
export interface PublishWish extends ReissueWish {
  readonly percent: number;
  readonly sure: boolean;
}

/** What publishing came to; `made` is false when it was so already and nothing was sent. */
export interface PublishedReissue {
  readonly plan: ReissuePlan;
  readonly made: boolean;
}

/**
 * Publishes the re-issue at a share, once every step is done: compared with its files again, written with the fence of a read just
 * before, and read back. Never happens by itself.
 */
export async function publishReissue(
  deps: EngineDeps,
  wish: PublishWish,
  press: Press,
  keep: (done: PublishedReissue) => void,
): Promise<PublishedReissue> {
  const ground = groundOf(deps, wish, true);
  const early = tooEarly(ground) ?? underWay(deps, ground.place.target);
  if (early !== null) throw new PressRefused('refused', early);
  return await recorded(deps, { wish, ground, press, asked: 'release.reissuePublishAsked' }, async () => {
    const github = githubOf(deps, ground.place.connection);
    const { plan } = await lookAtReissue(github, ground.ask);
    refuseUnready(plan, wish);
    const { target } = ground.place;
    const platform = platformOf(deps, target);
    const operation: Operation = { op: 'expose', version: plan.newVersion, percent: wish.percent };
    const { before, after, made } = await written(
      deps,
      target,
      platform,
      operation,
      `reissue/${wish.version}/${plan.newVersion}/${wish.percent}`,
    );
    const fresh = await lookAtReissue(github, { ...ground.ask, newVersion: plan.newVersion });
    const { version, percent, status } = after;
    return {
      answer: { plan: fresh.plan, made },
      action: made ? 'release.reissuePublished' : 'release.reissueFound',
      toVersion: plan.newVersion,
      before: { version: before.version, percent: before.percent },
      after: { version, percent, status, sure: wish.sure, doubts: [...plan.doubts] },
      percent: wish.percent,
      keep,
    };
  });
}

function refuseUnready(plan: ReissuePlan, { sure }: PublishWish): void {
  if (plan.blocked !== null) throw new PressRefused('refused', `Not published. ${plan.blocked}`);
  if (plan.doubts.length > 0 && !sure)
    throw new PressRefused('refused', `Not published: ${plan.doubts.join(' ')} Say that you made sure of it to publish all the same.`);
}

function underWay(deps: EngineDeps, target: Target): string | null {
  const found = listRollouts(deps.store.reader, { states: ['preparing', 'running', 'held'] }).find((one) => one.targetId === target.id);
  return found === undefined ? null : `${found.version} is rolling out on ${target.name}: end that first, or let it bring the good code.`;
}

/** Tries of a write whose answer was lost: each looks first and makes only what is missing. */
const mostTries = 3;

async function written(deps: EngineDeps, target: Target, platform: OpenPlatform, operation: Operation, key: string) {
  const before = await platform.read();
  let state = before;
  let lost: AdapterError | null = null;
  for (let tries = 0; platform.reached(operation, state) !== 'yes'; tries += 1) {
    if (tries === mostTries) throw lost ?? new AdapterError('unknownOutcome', `${target.name} does not show the change yet.`);
    lost = await sent(platform, operation, state, key);
    state = await platform.read();
  }
  keepState(deps, target, state);
  return { before, after: state, made: state !== before };
}

/** Sends once; an answer that was lost is given back, any other problem thrown. */
async function sent(platform: OpenPlatform, operation: Operation, state: PlatformState, key: string): Promise<AdapterError | null> {
  try {
    await platform.act(operation, state.fence, key);
    return null;
  } catch (error) {
    if (error instanceof AdapterError && error.kind === 'unknownOutcome') return error;
    throw error;
  }
}

function keepState(deps: EngineDeps, target: Target, state: PlatformState): void {
  keepRead(deps, target, { targetId: target.id, state, readAt: deps.clock.now(), failingSince: null, problem: null });
}

interface Told {
  readonly wish: ReissueWish;
  readonly ground: Ground;
  readonly press: Press;
  /** Name of the entry that is written before anything is sent. */
  readonly asked: string;
}

type Value = string | number | boolean | null | string[];

interface Outcome<A> {
  readonly answer: A;
  readonly action: string;
  readonly toVersion: string;
  readonly before: { readonly [key: string]: Value } | null;
  readonly after: { readonly [key: string]: Value };
  /** Share it is offered to; null when nothing was published. */
  readonly percent: number | null;
  readonly keep: (answer: A) => void;
}

/** Keeps in the audit log what was asked before it is done and what came of it after, the answer in the same transaction. */
async function recorded<A>(deps: EngineDeps, told: Told, work: () => Promise<Outcome<A>>): Promise<A> {
  const { wish, press, ground } = told;
  const { target } = ground.place;
  const startedAt = deps.clock.now();
  const base = { ...press, applicationId: wish.applicationId, targetId: target.id, channel: target.channel, version: wish.version };
  recordPlain(deps, { ...base, action: told.asked, toVersion: ground.ask.newVersion });
  try {
    const { answer, action, toVersion, before, after, percent, keep } = await work();
    transaction(deps.store.writer, () => {
      const usersAffected = usersAt(target.population, percent);
      recordPlain(deps, { ...base, action, toVersion, before, after, usersAffected, durationMs: deps.clock.now() - startedAt });
      keep(answer);
    });
    return answer;
  } catch (error) {
    const { kind, message } = error instanceof PressRefused ? { kind: 'refused', message: error.message } : problemOf(error);
    const durationMs = deps.clock.now() - startedAt;
    recordPlain(deps, { ...base, action: 'release.reissueFailed', toVersion: ground.ask.newVersion, after: { kind, message }, durationMs });
    throw refusalOf(error);
  }
}
