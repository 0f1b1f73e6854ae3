import type { Hono } from 'hono';
import { z } from 'zod';
import { targetKey } from '../catalogue.ts';
import type { World } from '../state.ts';
import { nextNumber } from '../state.ts';
import { beginWrite, type FleetContext, type FleetEnv } from '../writes.ts';
import { bodyOf, GithubRefusal, notFound, originOf, repositoryOf } from './github-request.ts';

/** The workflows a practice repository has, with the inputs they declare. */
const workflows: Readonly<Record<string, readonly string[]>> = {
  'rollback.yml': ['version', 'reason'],
  'release.yml': ['version', 'reason'],
};

const Start = z.looseObject({
  ref: z.string().min(1),
  inputs: z.record(z.string(), z.unknown()).default({}),
  return_run_details: z.boolean().default(false),
});

async function start(world: World, c: FleetContext): Promise<Response> {
  const repository = repositoryOf(world, c);
  const name = c.req.param('workflow') ?? '';
  const declared = workflows[name] ?? notFound();
  const note = beginWrite(c, targetKey(repository.application, 'desktop'), 'workflow', name);
  const body = await bodyOf(c, Start);
  // The tag of a draft is none until it is published.
  const tagged = repository.releases.some((release) => !release.draft && release.tag === body.ref);
  if (body.ref !== 'main' && !tagged) throw new GithubRefusal(422, `No ref found for: ${body.ref}`);
  const unexpected = Object.keys(body.inputs).filter((key) => !declared.includes(key));
  if (unexpected.length > 0) throw new GithubRefusal(422, `Unexpected inputs provided: ${JSON.stringify(unexpected)}`);
  note.changed = true;
  const id = nextNumber(world);
  repository.dispatches.push({ at: world.now(), type: `workflow:${name}`, payload: body.inputs });
  if (!body.return_run_details) return c.body(null, 204);
  const { owner, repo } = repository;
  const run_url = `${originOf(c)}/github/repos/${owner}/${repo}/actions/runs/${id}`;
  return c.json({ workflow_run_id: id, run_url, html_url: `${originOf(c)}/github-web/${owner}/${repo}/actions/runs/${id}` });
}

/** Starts workflows by hand, as Actions does. */
export function addWorkflowRoutes(world: World, repository: Hono<FleetEnv>): void {
  repository.post('/actions/workflows/:workflow/dispatches', (c) => start(world, c));
}
