import { z } from 'zod';
import { type GithubWords, nextPage, sendGithub } from '../../http/github-api.ts';
import { parseAnswer } from '../../http/parse-answer.ts';
import type { GithubCheckContext } from './settings.ts';

const pageBytes = 16 * 1024 * 1024;
/** Pages of a hundred that are looked through at most. */
const mostPages = 10;

/** What a list holds, as far as it was followed. */
export interface Listed<T> {
  readonly items: readonly T[];
  /** False when there are more pages than are looked through: a count is then a lower bound. */
  readonly complete: boolean;
}

/**
 * Follows a list by its `Link` header. `key` names the list where a page is an object around it.
 */
export async function listAll<T>(
  context: GithubCheckContext,
  url: string,
  words: GithubWords,
  item: z.ZodType<T>,
  key: string | null = null,
): Promise<Listed<T>> {
  const list = z.array(item);
  const page =
    key === null
      ? list
      : z
          .record(z.string(), z.unknown())
          .transform((body) => body[key])
          .pipe(list);
  const items: T[] = [];
  let next: string | null = url;
  for (let count = 0; next !== null && count < mostPages; count += 1) {
    const answer = await sendGithub(context, { method: 'GET', url: next, maxBytes: pageBytes }, words);
    items.push(...parseAnswer(page, answer, 'GitHub'));
    next = nextPage(answer);
  }
  return { items, complete: next === null };
}
