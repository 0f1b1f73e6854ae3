import { z } from 'zod';
import type { AdapterContext } from '../context.ts';
import { type GithubAccess, type GithubWords, type Repository, repositoryUrl, sendGithub } from '../http/github-api.ts';
import { parseAnswer } from '../http/parse-answer.ts';
import { nameOf } from './words.ts';

const Started = z.looseObject({ html_url: z.string().exactOptional() });
const About = z.looseObject({ default_branch: z.string() });

function words(repository: Repository, doing: string, need: string): GithubWords {
  return {
    doing: `${doing} in ${nameOf(repository)}`,
    permission: need,
    notFound: `It is not there, or the token may not see ${nameOf(repository)}. ${need}`,
  };
}

/** Tells the workflows of a repository that an event happened. GitHub answers that it took it, not what runs. */
export async function sendRepositoryDispatch(
  context: AdapterContext<GithubAccess>,
  repository: Repository,
  event: { readonly type: string; readonly payload: Readonly<Record<string, string>> },
): Promise<void> {
  await sendGithub(
    context,
    {
      method: 'POST',
      url: `${repositoryUrl(context, repository)}/dispatches`,
      body: { event_type: event.type, client_payload: event.payload },
    },
    words(repository, `sending ${event.type}`, 'Sending an event needs Contents: write on the repository.'),
  );
}

/** Starts one workflow. Answers the page of its run, null when this GitHub does not name it. */
export async function startWorkflow(
  context: AdapterContext<GithubAccess>,
  repository: Repository,
  start: { readonly workflow: string; readonly ref: string; readonly inputs: Readonly<Record<string, string>> },
): Promise<string | null> {
  const { workflow, ref, inputs } = start;
  const answer = await sendGithub(
    context,
    {
      method: 'POST',
      url: `${repositoryUrl(context, repository)}/actions/workflows/${encodeURIComponent(workflow)}/dispatches`,
      body: { ref, inputs, return_run_details: true },
    },
    words(
      repository,
      `starting ${workflow} on ${ref}`,
      `Starting a workflow needs Actions: write, and ${workflow} with workflow_dispatch on ${ref}.`,
    ),
  );
  return runUrlIn(answer.text);
}

/** Null where the answer names no run. It was taken by then, so nothing in it may make a failure of the start. */
function runUrlIn(text: string): string | null {
  try {
    return Started.safeParse(JSON.parse(text)).data?.html_url ?? null;
  } catch {
    return null;
  }
}

/** The branch that a repository works on. */
export async function defaultBranchOf(context: AdapterContext<GithubAccess>, repository: Repository): Promise<string> {
  const answer = await sendGithub(
    context,
    { method: 'GET', url: repositoryUrl(context, repository) },
    words(repository, 'reading the default branch', 'Reading it needs Metadata: read.'),
  );
  return parseAnswer(About, answer, 'GitHub').default_branch;
}
