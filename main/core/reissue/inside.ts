import type { ReissueFile } from './model.ts';

/** What is known of a file before it is judged. */
export interface FileFacts {
  readonly name: string;
  readonly size: number;
  /** Version read inside it; null when it cannot be read there, undefined when nobody looked yet. */
  readonly inside: string | null | undefined;
  /** `file of version` when another release has the very same bytes. */
  readonly sameAs: { readonly name: string; readonly version: string } | null;
}

/** What a file says of its own version (see `InsideVerdict`). Pure. */
export function judgeFile(facts: FileFacts, newVersion: string): ReissueFile {
  const { name, size, inside, sameAs } = facts;
  const file = { name, size };
  if (sameAs !== null)
    return {
      ...file,
      verdict: 'copied',
      says: `The same bytes as ${sameAs.name} of ${sameAs.version}: it says ${sameAs.version} inside, so apps would install it again and again.`,
    };
  if (inside === undefined) return { ...file, verdict: 'unchecked', says: 'Not looked at yet.' };
  if (inside === null) return unread(file, newVersion);
  if (same(inside, newVersion)) return { ...file, verdict: 'carries', says: `Says ${newVersion} inside.` };
  return {
    ...file,
    verdict: 'differs',
    says: `Says ${inside} inside, not ${newVersion}: apps that install it would be offered ${newVersion} again and again.`,
  };
}

function unread(file: { name: string; size: number }, newVersion: string): ReissueFile {
  const named = /\d+\.\d+\.\d+(?:-[0-9A-Za-z]+(?:\.[0-9A-Za-z]+)*?(?=[-_.](?:x64|arm64|mac|win|linux|setup)|\.\w+$))?/i.exec(
    file.name,
  )?.[0];
  if (named !== undefined && named !== newVersion)
    return { ...file, verdict: 'named', says: `Its name says ${named}, and its inside cannot be read here.` };
  return { ...file, verdict: 'unread', says: 'Its kind cannot be read inside here: install it once and look which version it says.' };
}

/** Windows writes four numbers where the app has three. */
function same(inside: string, version: string): boolean {
  return inside === version || inside === `${version}.0` || inside === `${version.replace(/-.*$/, '')}.0`;
}
