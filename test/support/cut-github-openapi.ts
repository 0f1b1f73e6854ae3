import { readFileSync, writeFileSync } from 'node:fs';

/**
 * Cuts GitHub's OpenAPI description down to the calls that Tidegate makes.
 * `npm pack @octokit/openapi@23.0.2`, unpack it outside this repository, then
 * `npx node test/support/cut-github-openapi.ts PATH/package/generated/api.github.com.json`.
 */
const used: Readonly<Record<string, readonly string[]>> = {
  '/repos/{owner}/{repo}': ['get'],
  '/rate_limit': ['get'],
  '/repos/{owner}/{repo}/releases': ['get', 'post'],
  '/repos/{owner}/{repo}/releases/latest': ['get'],
  '/repos/{owner}/{repo}/releases/{release_id}': ['get', 'patch', 'delete'],
  '/repos/{owner}/{repo}/releases/{release_id}/assets': ['post'],
  '/repos/{owner}/{repo}/releases/assets/{asset_id}': ['get', 'patch', 'delete'],
  '/repos/{owner}/{repo}/commits/{ref}': ['get'],
  '/repos/{owner}/{repo}/commits/{ref}/check-runs': ['get'],
  '/repos/{owner}/{repo}/commits/{ref}/status': ['get'],
  '/repos/{owner}/{repo}/commits/{commit_sha}/pulls': ['get'],
  '/repos/{owner}/{repo}/compare/{basehead}': ['get'],
  '/repos/{owner}/{repo}/git/commits': ['post'],
  '/repos/{owner}/{repo}/git/commits/{commit_sha}': ['get'],
  '/repos/{owner}/{repo}/git/ref/{ref}': ['get'],
  '/repos/{owner}/{repo}/git/refs': ['post'],
  '/repos/{owner}/{repo}/pulls': ['get', 'post'],
  '/repos/{owner}/{repo}/pulls/{pull_number}': ['get'],
  '/repos/{owner}/{repo}/pulls/{pull_number}/files': ['get'],
  '/repos/{owner}/{repo}/issues': ['get'],
  '/repos/{owner}/{repo}/labels/{name}': ['get'],
  '/repos/{owner}/{repo}/code-scanning/alerts': ['get'],
  '/repos/{owner}/{repo}/dependabot/alerts': ['get'],
};

/** Prose and samples: none of it is checked. */
const dropped = new Set(['description', 'summary', 'externalDocs', 'example', 'examples', 'tags', 'x-github', 'operationId']);

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
type JsonObject = { [key: string]: Json };

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Without prose. Names inside `properties` are the API's own, so they stay whatever they are called. */
function bare(value: Json, names = false): Json {
  if (Array.isArray(value)) return value.map((one) => bare(one));
  if (!isObject(value)) return value;
  const kept = Object.entries(value).filter(([key]) => names || !dropped.has(key));
  return Object.fromEntries(kept.map(([key, inner]) => [key, bare(inner, !names && key === 'properties')]));
}

function at(root: JsonObject, reference: string): { readonly path: readonly string[]; readonly value: Json } {
  const path = reference.replace('#/', '').split('/');
  let value: Json | undefined = root;
  for (const key of path) value = isObject(value) ? value[key] : undefined;
  if (value === undefined) throw new Error(`${reference} leads nowhere.`);
  return { path, value };
}

function referencesIn(value: Json): string[] {
  if (Array.isArray(value)) return value.flatMap(referencesIn);
  if (!isObject(value)) return [];
  const own = typeof value['$ref'] === 'string' ? [value['$ref']] : [];
  return [...own, ...Object.values(value).flatMap(referencesIn)];
}

function put(root: JsonObject, path: readonly string[], value: Json): void {
  let place = root;
  for (const key of path.slice(0, -1)) {
    const next = place[key];
    const inner = isObject(next) ? next : {};
    place[key] = inner;
    place = inner;
  }
  const last = path.at(-1);
  if (last !== undefined) place[last] = value;
}

/** Paths in use, and everything they lead to. */
function cut(whole: JsonObject): JsonObject {
  const paths: JsonObject = {};
  for (const [path, methods] of Object.entries(used)) {
    const { value } = at(whole, '#/paths');
    const item = isObject(value) ? value[path] : undefined;
    if (!isObject(item)) throw new Error(`The description has no ${path}.`);
    paths[path] = bare(Object.fromEntries(methods.map((method) => [method, item[method] ?? null])));
  }
  const small: JsonObject = { openapi: whole['openapi'] ?? null, info: bare(whole['info'] ?? null), paths };
  const open = referencesIn(paths);
  const seen = new Set<string>();
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (seen.has(next)) continue;
    seen.add(next);
    const { path, value } = at(whole, next);
    const kept = bare(value);
    put(small, path, kept);
    open.push(...referencesIn(kept));
  }
  return small;
}

const [source] = process.argv.slice(2);
if (source === undefined) throw new Error('Say where api.github.com.json lies.');
const parsed: Json = JSON.parse(readFileSync(source, 'utf8'));
if (!isObject(parsed)) throw new Error(`${source} holds no description.`);
const target = new URL('../recorded/github/openapi-cut.json', import.meta.url);
writeFileSync(target, `${JSON.stringify(cut(parsed), null, 1)}\n`);
