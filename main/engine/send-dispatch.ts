import { AdapterError } from '../adapters/errors.ts';
import type { Repository } from '../adapters/http/github-api.ts';
import { defaultBranchOf, sendRepositoryDispatch, startWorkflow } from '../adapters/repository/dispatch.ts';
import { rollbackWord } from '../core/hooks/message.ts';
import type { Dispatch, DispatchKind } from '../core/model/dispatch.ts';
import { dispatchesOf, finishDispatch, insertDispatch } from '../store/dispatches.ts';
import { transaction } from '../store/open.ts';
import { rolloutsOfRelease } from '../store/rollouts.ts';
import { recordPlain } from './audit.ts';
import { codePlaceOf, githubOf } from './code-place.ts';
import type { EngineDeps } from './deps.ts';
import type { Release } from './emergency.ts';
import { type Press, PressRefused } from './press.ts';
import { problemOf } from './problems.ts';

/** What to send; null for what is found out. */
export interface DispatchWish extends Release {
  readonly kind: DispatchKind;
  /** `owner/name`; null: the repository of the application. */
  readonly repository: string | null;
  readonly workflow: string | null;
  readonly ref: string | null;
  /** Version that a workflow is to build; left out or null, it is told the release itself. */
  readonly builds?: string | null;
  /** Sends it although the same was sent in the last day. */
  readonly again: boolean;
}

/** The same message inside this time is most likely a slip, ms. */
const sameWithinMs = 24 * 60 * 60_000;
/** After this time no answer comes any more: the process that waited for it is gone, ms. */
const answerWithinMs = 60_000;

/** A message as it stands: one whose sender ended before the answer came is unknown, not on its way for ever. */
export function standing(one: Dispatch, now: number): Dispatch {
  if (one.state !== 'intended' || now - one.at < answerWithinMs) return one;
  return { ...one, state: 'unknown', problem: `Tidegate ended before GitHub answered. ${lookThere(one)}` };
}

function lookThere({ repository }: Pick<Dispatch, 'repository'>): string {
  return `Look at the Actions page of ${repository} before sending it again.`;
}

function repositoryNamed(name: string): Repository {
  const [owner, repo, more] = name.split('/');
  if (owner && repo && more === undefined && /^[\w.-]+\/[\w.-]+$/.test(name)) return { owner, repo };
  throw new PressRefused('refused', `${name} is no repository. Write it as owner/name.`);
}

/** Refuses what is surely a mistake: a release that is nowhere, a workflow without a name, the same message a second time. */
function checked(deps: EngineDeps, wish: DispatchWish, repository: string): void {
  if (rolloutsOfRelease(deps.store.reader, wish.applicationId, wish.version).length === 0)
    throw new PressRefused('notFound', `There is no rollout of ${wish.applicationId} ${wish.version}. Nothing was sent.`);
  if (wish.kind === 'workflow' && wish.workflow === null)
    throw new PressRefused('refused', 'Name the workflow by its file, such as rollback.yml. Nothing was sent.');
  const now = deps.clock.now();
  const same = dispatchesOf(deps.store.reader, wish).find(
    (one) =>
      one.kind === wish.kind &&
      one.repository === repository &&
      one.workflow === wish.workflow &&
      one.state !== 'refused' &&
      now - one.at < sameWithinMs,
  );
  if (same === undefined || wish.again) return;
  const { state } = standing(same, now);
  const became = {
    accepted: 'GitHub accepted it',
    unknown: 'whether GitHub took it is unknown',
    intended: 'its answer is not here yet',
    refused: '',
  };
  throw new PressRefused(
    'refused',
    `The same was sent ${Math.round((now - same.at) / 60_000)} min ago by ${same.actor.name}, and ${became[state]}. ${lookThere(same)} Nothing was sent now.`,
  );
}

/**
 * Sends `auto-rollback` to a repository or starts its rollback workflow (R1.9). The wish is in the audit log before anything leaves, the
 * outcome after; an answer that was lost is kept as unknown. `keep` runs in the transaction of the outcome.
 */
export async function sendDispatch(deps: EngineDeps, wish: DispatchWish, press: Press, keep: (done: Dispatch) => void): Promise<Dispatch> {
  const place = codePlaceOf(deps, wish.applicationId);
  const repository = wish.repository === null ? place.repository : repositoryNamed(wish.repository);
  const name = `${repository.owner}/${repository.repo}`;
  checked(deps, wish, name);
  const github = githubOf(deps, place.connection);
  const ref = wish.kind === 'repository' ? null : (wish.ref ?? (await defaultBranchOf(github, repository).catch(asRefusal)));
  const builds = wish.kind === 'workflow' ? (wish.builds ?? null) : null;
  const sent = intended(deps, wish, press, { connectionId: place.connection.id, repository: name, ref });
  transaction(deps.store.writer, () => {
    checked(deps, wish, name);
    insertDispatch(deps.store.writer, sent);
    note(deps, sent, press, { action: 'dispatch.intended', durationMs: null, builds });
  });
  const done = { ...sent, ...(await outcomeOf(() => leave(github, repository, sent, builds), sent)), finishedAt: deps.clock.now() };
  return transaction(deps.store.writer, () => {
    finishDispatch(deps.store.writer, done);
    note(deps, done, press, { action: `dispatch.${done.state}`, durationMs: done.finishedAt - sent.at, builds });
    keep(done);
    return done;
  });
}

function intended(
  deps: EngineDeps,
  { applicationId, version, kind, workflow }: DispatchWish,
  { reason, actor }: Press,
  where: Pick<Dispatch, 'connectionId' | 'repository' | 'ref'>,
): Dispatch {
  return {
    id: deps.newId('dsp'),
    applicationId,
    version,
    kind,
    ...where,
    workflow: kind === 'workflow' ? workflow : null,
    reason,
    actor,
    state: 'intended',
    at: deps.clock.now(),
    finishedAt: null,
    problem: null,
    runUrl: null,
  };
}

function asRefusal(error: unknown): never {
  throw new PressRefused('refused', `${wordsOf(error)} Nothing was sent.`);
}

/** Here nothing is tried again or looked up by itself, which the general words of a problem promise. */
function wordsOf(error: unknown): string {
  return problemOf(error)
    .message.replace(/ ?Tidegate (waits and )?tries again\./, '')
    .replace(/ ?[^.]*\b(is|are) looked up\b[^.]*\./, '')
    .trim();
}

async function leave(
  github: ReturnType<typeof githubOf>,
  repository: Repository,
  sent: Dispatch,
  builds: string | null,
): Promise<string | null> {
  const { version, reason, applicationId } = sent;
  if (sent.kind === 'workflow') {
    const inputs = { version: builds ?? version, reason };
    return await startWorkflow(github, repository, { workflow: sent.workflow ?? '', ref: sent.ref ?? '', inputs });
  }
  const payload = { version, reason, timestamp: new Date(sent.at).toISOString(), application: applicationId, dispatch: sent.id };
  await sendRepositoryDispatch(github, repository, { type: rollbackWord, payload });
  return null;
}

type Outcome = Pick<Dispatch, 'state' | 'problem' | 'runUrl'>;

async function outcomeOf(send: () => Promise<string | null>, sent: Dispatch): Promise<Outcome> {
  try {
    return { state: 'accepted', problem: null, runUrl: await send() };
  } catch (error) {
    const says = wordsOf(error);
    if (error instanceof AdapterError && error.notApplied)
      return { state: 'refused', problem: `${says} Nothing was started.`, runUrl: null };
    return { state: 'unknown', problem: `${says} ${lookThere(sent)}`, runUrl: null };
  }
}

interface Noted {
  readonly action: string;
  readonly durationMs: number | null;
  readonly builds: string | null;
}

function note(deps: EngineDeps, one: Dispatch, press: Press, { action, durationMs, builds }: Noted): void {
  const { applicationId, version, kind, repository, workflow, ref, state, problem, runUrl } = one;
  recordPlain(deps, {
    actor: press.actor,
    action,
    trigger: press.trigger,
    applicationId,
    version,
    durationMs,
    reason: press.reason,
    after: { dispatch: one.id, kind, repository, workflow, ref, state, problem, runUrl, ...(builds === null ? {} : { builds }) },
  });
}
