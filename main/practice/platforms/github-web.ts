import type { World } from '../state.ts';
import { isoTime } from '../state.ts';
import type { FleetContext } from '../writes.ts';
import { originOf } from './github-request.ts';
import { latestRelease, type GithubRepository } from './github-state.ts';

function publicRepository(world: World, c: FleetContext): GithubRepository | undefined {
  const { owner, repo } = { owner: c.req.param('owner'), repo: c.req.param('repo') };
  return world.state.repositories.find((candidate) => candidate.owner === owner && candidate.repo === repo);
}

function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}

/** The feed that update clients ask first: published releases, newest first. */
export function atomFeed(world: World, c: FleetContext): Response {
  const repository = publicRepository(world, c);
  if (repository === undefined) return c.text('Not Found', 404);
  const base = `${originOf(c)}/github-web/${repository.owner}/${repository.repo}`;
  const published = repository.releases.filter((release) => !release.draft).toSorted((a, b) => b.createdAt - a.createdAt || b.id - a.id);
  const entries = published.map(
    (release) => `<entry><id>tag:github.com,2008:Repository/1/${escapeXml(release.tag)}</id><updated>${isoTime(release.updatedAt)}</updated>
<link rel="alternate" type="text/html" href="${base}/releases/tag/${escapeXml(release.tag)}"/>
<title>${escapeXml(release.name ?? release.tag)}</title><content type="html">${escapeXml(release.body ?? 'No content.')}</content></entry>`,
  );
  const feed = `<?xml version="1.0" encoding="UTF-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en-US"><id>tag:github.com,2008:${base}/releases</id>
<link type="text/html" rel="alternate" href="${base}/releases"/><title>Release notes from ${repository.repo}</title>
${entries.join('\n')}
</feed>
`;
  return c.body(feed, 200, { 'content-type': 'application/atom+xml; charset=utf-8' });
}

/** `releases/latest`: a redirect for people, a short JSON answer for update clients. */
export function latestPage(world: World, c: FleetContext): Response {
  const repository = publicRepository(world, c);
  const latest = repository === undefined ? undefined : latestRelease(repository);
  if (repository === undefined || latest === undefined) return c.text('Not Found', 404);
  const url = `${originOf(c)}/github-web/${repository.owner}/${repository.repo}/releases/tag/${encodeURIComponent(latest.tag)}`;
  if ((c.req.header('accept') ?? '').includes('application/json')) {
    return c.json({ id: latest.id, tag_name: latest.tag, update_url: url, update_authenticity_token: '', delete_url: url, edit_url: url });
  }
  return c.redirect(url, 302);
}

/** A file of a published release, as anybody can fetch it. */
export function download(world: World, c: FleetContext): Response {
  const repository = publicRepository(world, c);
  const release = repository?.releases.find((candidate) => !candidate.draft && candidate.tag === c.req.param('tag'));
  const asset = release?.assets.find((candidate) => candidate.name === c.req.param('file'));
  if (asset === undefined) return c.text('Not Found', 404);
  asset.downloads += 1;
  return c.body(Buffer.from(asset.base64, 'base64'), 200, { 'content-type': asset.contentType });
}
