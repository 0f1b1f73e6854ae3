import { counted, sentence } from '../words.ts';
import type { RevertFile, RevertPlan } from './model.ts';

/** Name of the branch that takes a release back: the same each time, so that a second press finds the first. */
export function revertBranch(version: string): string {
  return `tidegate/revert-v${version.replaceAll(/[^\w.-]+/g, '-')}`;
}

/** Title of the commit and of the pull request. */
export function revertTitle(application: string, version: string, previousVersion: string): string {
  return `Revert ${application} ${version} to ${previousVersion}`;
}

/** What the pull request says besides its plan. */
export interface RevertStory {
  readonly application: string;
  /** Why a person asked for it. */
  readonly reason: string;
  readonly by: string;
  /** Titles of incidents of this release, newest first. */
  readonly incidents: readonly string[];
  /** Where the release stands on its targets, in words. */
  readonly containment: string;
}

const mostListed = 40;

function listed(title: string, lines: readonly string[], more: number): string[] {
  if (lines.length === 0) return [];
  const rest = more > 0 ? [`- and ${more} more`] : [];
  return ['', `## ${title}`, '', ...lines.slice(0, mostListed).map((line) => `- ${line}`), ...rest];
}

function paths(files: readonly RevertFile[], state: RevertFile['state']): string[] {
  return files.filter((file) => file.state === state).map((file) => `\`${file.path.replaceAll('`', '')}\``);
}

function section(title: string, files: readonly RevertFile[], state: RevertFile['state']): string[] {
  const own = paths(files, state);
  return listed(title, own, own.length - mostListed);
}

/** Text of the pull request in Markdown: what, why, what is in it and what is not. */
export function revertBody(plan: RevertPlan, story: RevertStory): string {
  const { version, previousVersion, commits, totalCommits, files } = plan;
  const shown = commits.slice(0, mostListed).map(escapeMentions);
  return [
    `Takes back everything that ${story.application} ${version} brought over ${previousVersion ?? 'the version before'}.`,
    '',
    `- Reason: ${escapeMentions(sentence(story.reason))}`,
    `- Asked for by: ${escapeMentions(story.by)}`,
    ...story.incidents.map((title) => `- Incident: ${escapeMentions(title)}`),
    `- Users now: ${escapeMentions(story.containment)}`,
    ...listed(`Commits it takes back (${totalCommits})`, shown, totalCommits - shown.length),
    ...section('Files put back as they were', files, 'reverts'),
    ...section('Files that newer changes touched too: look at these', files, 'newer'),
    ...section('Files that are back already', files, 'already'),
    '',
    '## What is not in it',
    '',
    '- Data and settings outside the repository, and database changes that ran already.',
    '- Installed copies: they keep what they have until a higher version is published.',
    ...plan.warnings.map((warning) => `- ${warning}`),
    '',
    'Prepared by Tidegate as a draft. Nothing is merged until somebody does it.',
  ].join('\n');
}

/** Names from elsewhere must not notify anybody, and their numbers must not link to issues. */
function escapeMentions(text: string): string {
  return text.replaceAll(/([@#])(?=\w)/g, '$1\u200b').replaceAll(/[\r\n]+/g, ' ');
}

/** One sentence over a plan. */
export function revertInWords(plan: RevertPlan): string {
  const { pull, blocked, files } = plan;
  if (pull !== null) return `Pull request #${pull.number} ${pullState(pull)}.`;
  if (blocked !== null) return blocked;
  const newer = files.filter((file) => file.state === 'newer').length;
  const look =
    newer === 0 ? 'nothing newer touched them' : `${counted(newer, 'file')} changed since and ${newer === 1 ? 'needs' : 'need'} a look`;
  return `Would take back ${counted(plan.totalCommits, 'commit')} in ${counted(files.length, 'file')}; ${look}.`;
}

function pullState(pull: NonNullable<RevertPlan['pull']>): string {
  if (pull.state === 'merged') return 'is merged';
  if (pull.state === 'closed') return 'was closed without merging; reopen it on GitHub';
  const kind = pull.draft ? 'is open as a draft' : 'is open';
  if (pull.mergeable === null) return `${kind}; GitHub has not said yet whether it merges`;
  return pull.mergeable ? `${kind} and merges cleanly` : `${kind} and has conflicts to resolve on GitHub`;
}
