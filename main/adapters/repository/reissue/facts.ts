import { createHash } from 'node:crypto';
import type { RealFile } from '../../../core/reissue/index.ts';
import type { AdapterContext } from '../../context.ts';
import { AdapterError } from '../../errors.ts';
import { type GithubAccess, repositoryUrl, type Repository, sendGithub } from '../../http/github-api.ts';
import type { Asset } from '../../platforms/github/releases.ts';
import { wordsFor } from '../words.ts';
import { insideOf } from './inside.ts';

/** Installers beyond this are not looked into, bytes. */
const longest = 400 * 1024 * 1024;
/** As long as one may take on its way, ms. */
const patienceMs = 10 * 60_000;

/** What was found out about a file by reading it. */
export interface ReadFile extends RealFile {
  readonly inside: string | null;
}

/** Facts by digest: the same bytes are the same facts, so they are fetched once. */
const known = new Map<string, Omit<ReadFile, 'name'>>();
const mostKnown = 200;

/** Downloads a file of a release, works its checksum out and looks which version it says inside. */
export async function readFile(context: AdapterContext<GithubAccess>, repository: Repository, asset: Asset): Promise<ReadFile> {
  const { name, digest } = asset;
  const kept = known.get(`${digest} ${/\.\w+$/.exec(name)?.[0] ?? ''}`);
  if (digest && kept !== undefined) return { ...kept, name };
  if ((asset.size ?? 0) > longest)
    throw new AdapterError('precondition', `${name} has more than ${longest / 1024 / 1024} MB, which is more than is checked here.`);
  const url = `${repositoryUrl(context, repository)}/releases/assets/${asset.id}`;
  const headers = { accept: 'application/octet-stream' };
  const request = { method: 'GET' as const, url, headers, maxBytes: longest, timeoutMs: patienceMs };
  const { bytes } = await sendGithub(context, request, wordsFor(repository, `downloading ${name}`, 'release'));
  const facts = { size: bytes.length, sha512: createHash('sha512').update(bytes).digest('base64'), inside: insideOf(name, bytes) };
  if (known.size >= mostKnown) known.clear();
  if (digest) known.set(`${digest} ${/\.\w+$/.exec(name)?.[0] ?? ''}`, facts);
  return { ...facts, name };
}
