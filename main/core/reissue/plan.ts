import { counted, listInWords } from '../words.ts';
import type { ReissueFile, ReissueManifest, ReissuePlan, ReissueStep } from './model.ts';
import { compareVersions, isVersion } from './version-order.ts';

/** What a re-issue is worked out from. */
export interface ReissueGround {
  readonly repository: string;
  readonly badVersion: string;
  readonly goodVersion: string;
  readonly newVersion: string;
  /** `latest`, `beta` or `alpha`. */
  readonly channel: string;
  /** Versions of published releases. */
  readonly published: readonly string[];
  readonly commit: string | null;
  readonly draftUrl: string | null;
  /** Where the release points: a commit or a branch; null while there is none. */
  readonly pointsAt: string | null;
  /** True once the release is no draft any more. */
  readonly isPublished: boolean;
  readonly publishedPercent: number | null;
  readonly files: readonly ReissueFile[];
  readonly manifests: readonly ReissueManifest[];
  readonly calls: readonly string[];
}

/** Why a number cannot be given to the re-issue; null when it can. Pure. */
export function versionFault(
  ground: Pick<ReissueGround, 'badVersion' | 'newVersion' | 'channel' | 'published' | 'isPublished'>,
): string | null {
  const { badVersion, newVersion, channel, published, isPublished } = ground;
  if (!isVersion(newVersion)) return `${newVersion} is no version that update clients read. Take one such as 2.4.1.`;
  if (channel === 'latest' && newVersion.includes('-'))
    return `${newVersion} is a prerelease, and this target offers to everybody. Take a full version.`;
  const order = compareVersions(newVersion, badVersion);
  if (order === null) return `${badVersion} is no version that update clients read, so no higher one can be told.`;
  if (order <= 0) return `${newVersion} is not higher than ${badVersion}: apps that have it would stay where they are.`;
  const above = published.filter((one) => one !== newVersion && (compareVersions(one, newVersion) ?? 0) >= 0);
  if (above.length > 0 && !isPublished) return `${above[0]} is published already and is not lower than ${newVersion}. Take a higher one.`;
  return null;
}

const refusedVerdicts: readonly ReissueFile['verdict'][] = ['differs', 'copied', 'named'];

/** Where a re-issue stands, step by step. Pure. */
export function planReissue(ground: ReissueGround): ReissuePlan {
  const { badVersion, newVersion, files, manifests } = ground;
  const fault = versionFault(ground);
  const steps = [versionStep(ground, fault), draftStep(ground, fault), filesStep(ground), metadataStep(ground)];
  const ready = steps.every((step) => step.state === 'done');
  const open = steps.find((step) => step.state !== 'done');
  const publish: ReissueStep = {
    id: 'publish',
    title: 'Publish at a share',
    state: ground.isPublished ? 'done' : ready ? 'next' : 'waiting',
    says: ground.isPublished
      ? `Offered to ${ground.publishedPercent ?? 'an unknown share'} %. Publish again with a higher share to reach more.`
      : ready
        ? `Ready: apps with ${badVersion} would take ${newVersion}.`
        : 'Waits for the steps above.',
  };
  const { repository, goodVersion, commit, draftUrl, publishedPercent, calls } = ground;
  return {
    repository,
    badVersion,
    goodVersion,
    newVersion,
    commit,
    steps: [...steps, publish],
    files,
    manifests,
    doubts: doubtsOf(ground),
    blocked: open === undefined ? null : `${open.title}: ${open.says}`,
    users: usersSee(ground),
    draftUrl,
    publishedPercent,
    calls,
  };
}

/** What somebody has to know who publishes. */
function doubtsOf({ files, newVersion, goodVersion, draftUrl, pointsAt, commit }: ReissueGround): string[] {
  const unread = files.filter((file) => file.verdict === 'unread').map((file) => file.name);
  const found: string[] = [];
  if (unread.length > 0) found.push(`${listInWords(unread)} cannot be read inside here: an installed copy has to say ${newVersion}.`);
  if (draftUrl !== null && pointsAt !== commit)
    found.push(
      `v${newVersion} points at ${pointsAt ?? 'an unknown commit'}: its code has to be that of ${goodVersion} with the higher number.`,
    );
  return found;
}

function versionStep({ badVersion, newVersion }: ReissueGround, fault: string | null): ReissueStep {
  const says = fault ?? `Apps with ${badVersion} inside take ${newVersion}, because it is higher.`;
  return { id: 'version', title: 'A higher version', state: fault === null ? 'done' : 'refused', says };
}

function draftStep({ commit, draftUrl, pointsAt, goodVersion, newVersion }: ReissueGround, fault: string | null): ReissueStep {
  const title = 'Draft of the release';
  if (draftUrl !== null && pointsAt !== commit) {
    const says = `There is a release v${newVersion} at ${pointsAt ?? 'an unknown commit'}, not at the commit of ${goodVersion}. That is right only when the number was raised there in a commit of its own.`;
    return { id: 'draft', title, state: 'done', says };
  }
  if (draftUrl !== null)
    return { id: 'draft', title, state: 'done', says: `There is a release v${newVersion} at the commit of ${goodVersion}.` };
  if (commit === null) return { id: 'draft', title, state: 'refused', says: `The repository has no tag v${goodVersion} to build from.` };
  const says = `Not made yet. It will point at v${goodVersion} (${commit.slice(0, 7)}), and nobody sees it.`;
  return { id: 'draft', title, state: fault === null ? 'next' : 'waiting', says };
}

function filesStep({ files, draftUrl, goodVersion, newVersion }: ReissueGround): ReissueStep {
  const step = { id: 'files' as const, title: 'Files that carry the version' };
  if (draftUrl === null) return { ...step, state: 'waiting', says: 'Waits for the draft.' };
  if (files.length === 0) {
    const says = `Build the code of v${goodVersion} with the version ${newVersion} and let the build put its files into the draft. Files of ${goodVersion} under a new number will not do: they say ${goodVersion} inside.`;
    return { ...step, state: 'next', says };
  }
  const bad = files.filter((file) => refusedVerdicts.includes(file.verdict));
  const [first] = bad;
  if (first !== undefined) {
    const more = bad.length > 1 ? ` (and ${counted(bad.length - 1, 'more file')})` : '';
    return { ...step, state: 'refused', says: `${first.name}${more}: ${first.says} Build it again with the version ${newVersion}.` };
  }
  const open = files.filter((file) => file.verdict === 'unchecked');
  if (open.length > 0) return { ...step, state: 'next', says: `${counted(open.length, 'file')} to look into.` };
  const unread = files.filter((file) => file.verdict === 'unread').map((file) => file.name);
  const rest = unread.length === 0 ? '' : ` Not read inside: ${listInWords(unread)}.`;
  const read = files.length - unread.length;
  return { ...step, state: 'done', says: `${counted(read, 'file')} ${read === 1 ? 'says' : 'say'} ${newVersion} inside.${rest}` };
}

function metadataStep({ manifests, files, draftUrl }: ReissueGround): ReissueStep {
  const step = { id: 'metadata' as const, title: 'Update files with right checksums' };
  if (draftUrl === null || files.length === 0) return { ...step, state: 'waiting', says: 'Waits for the files.' };
  const bad = manifests.filter((one) => one.verdict === 'wrong' || one.verdict === 'missing');
  const [first] = bad;
  if (first !== undefined) return { ...step, state: 'next', says: `${first.name}: ${first.says}` };
  if (manifests.length === 0) return { ...step, state: 'refused', says: 'None of the files is one that apps update from by themselves.' };
  if (manifests.some((one) => one.verdict === 'unchecked')) return { ...step, state: 'next', says: 'Not compared with the files yet.' };
  return { ...step, state: 'done', says: `${listInWords(manifests.map((one) => one.name))} fit the files.` };
}

function usersSee({ badVersion, goodVersion, newVersion }: ReissueGround): string[] {
  return [
    `Apps with ${badVersion} inside the share are offered ${newVersion} at their next check and install it as any update.`,
    `Apps with ${badVersion} outside the share keep it until the share grows.`,
    `Apps with ${goodVersion} inside the share get ${newVersion} too: the same code under a new number.`,
    `Data that ${badVersion} has changed on a device stays changed; ${newVersion} has to cope with it as ${goodVersion} did.`,
    `New downloads get ${newVersion}.`,
  ];
}
