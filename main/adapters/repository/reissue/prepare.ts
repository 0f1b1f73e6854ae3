import { z } from 'zod';
import { byUse, manifestFor, manifestOf } from '../../../core/reissue/index.ts';
import type { AdapterContext } from '../../context.ts';
import { AdapterError } from '../../errors.ts';
import { type GithubAccess, repositoryUrl, sendGithub } from '../../http/github-api.ts';
import { parseAnswer } from '../../http/parse-answer.ts';
import { deleteAsset, uploadAsset } from '../../platforms/github/releases.ts';
import { wordsFor } from '../words.ts';
import { lookAtReissue, type ReissueAsk, type ReissueView } from './look.ts';

const Created = z.object({ id: z.number() });

/**
 * Takes the next step of a re-issue that can be taken here: makes the draft release at the good version's commit, or writes the update
 * files that are missing or do not fit. Never touches the installers, and nothing of a release that is published.
 *
 * The files of the good release are not copied under the new number: an installed app compares the version inside itself with the one
 * offered (electron-updater, `isUpdateAvailable`), so such a copy would be installed again and again. They have to be built again from
 * the same code with the higher version.
 *
 * Safe to repeat: looks first and does only what is missing; an answer that was lost is looked up.
 */
export async function prepareReissue(context: AdapterContext<GithubAccess>, ask: ReissueAsk, notes: string): Promise<ReissueView> {
  const before = await lookAtReissue(context, ask);
  const newVersion = before.plan.newVersion;
  const named = { ...ask, newVersion };
  refuseVersion(before);
  if (before.release === null) {
    if (before.plan.commit === null)
      throw new AdapterError('precondition', `The repository has no tag v${ask.goodVersion} to build from. Push it and try again.`);
    await settled(
      async () => await createDraft(context, named, before.plan.commit ?? '', notes),
      async () => (await lookAtReissue(context, { ...named, check: false })).release !== null,
    );
    return await lookAtReissue(context, named);
  }
  if (!before.release.draft) return before;
  const view = ask.check ? before : await lookAtReissue(context, { ...named, check: true });
  if (!(await writeManifests(context, named, view))) return view;
  return await lookAtReissue(context, { ...named, check: true });
}

function refuseVersion({ plan }: ReissueView): void {
  const [first] = plan.steps;
  if (first?.state === 'refused') throw new AdapterError('precondition', first.says);
}

async function createDraft(context: AdapterContext<GithubAccess>, ask: ReissueAsk & { newVersion: string }, commit: string, notes: string) {
  const body = {
    tag_name: `v${ask.newVersion}`,
    target_commitish: commit,
    name: ask.newVersion,
    body: notes,
    draft: true,
    prerelease: ask.channel !== 'latest',
    make_latest: 'false',
  };
  const url = `${repositoryUrl(context, ask.repository)}/releases`;
  const answer = await sendGithub(
    context,
    { method: 'POST', url, body },
    wordsFor(ask.repository, 'making the draft of the release', 'release'),
  );
  parseAnswer(Created, answer, 'GitHub');
}

/** Writes what does not fit; answers whether anything had to be. */
async function writeManifests(
  context: AdapterContext<GithubAccess>,
  ask: ReissueAsk & { newVersion: string },
  view: ReissueView,
): Promise<boolean> {
  const { plan, release, read } = view;
  if (release === null || plan.files.some((file) => file.verdict !== 'carries' && file.verdict !== 'unread')) return false;
  let wrote = false;
  for (const { name, verdict } of plan.manifests) {
    if (verdict !== 'missing' && verdict !== 'wrong') continue;
    const own = byUse(read.filter((file) => manifestFor(file.name, ask.manifests) === name));
    if (own.length === 0) continue;
    const text = manifestOf(ask.newVersion, own, context.now());
    const old = release.assets?.find((asset) => asset.name === name);
    // Nobody reads a draft, so there is no moment in which an app could miss the file.
    if (old !== undefined) await deleteAsset(context, ask.repository, old);
    await settled(
      async () => await uploadAsset(context, release, name, text),
      async () => {
        const fresh = await lookAtReissue(context, { ...ask, check: true });
        return fresh.plan.manifests.some((one) => one.name === name && one.verdict === 'right');
      },
    );
    wrote = true;
  }
  return wrote;
}

/** Sends; when the answer was lost, or somebody was faster, looks whether it is there. Rethrows when it is not. */
async function settled(send: () => Promise<unknown>, isThere: () => Promise<boolean>): Promise<void> {
  try {
    await send();
  } catch (error) {
    if (!(error instanceof AdapterError) || (error.kind !== 'unknownOutcome' && error.kind !== 'conflict')) throw error;
    if (!(await isThere())) throw error;
  }
}
