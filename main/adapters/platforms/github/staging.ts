import { parse } from 'yaml';
import { z } from 'zod';
import { AdapterError } from '../../errors.ts';

const Manifest = z.looseObject({ version: z.string(), stagingPercentage: z.unknown().optional() });
const line = /^stagingPercentage:.*(?:\r?\n|$)/m;

/**
 * Share of a manifest as electron-updater reads it, percent 0–100: whole numbers only, a missing or unreadable line
 * means everyone.
 */
export function shareIn(text: string): number {
  const manifest = read(text);
  if (manifest.stagingPercentage === undefined || manifest.stagingPercentage === null) return 100;
  const percent = Number.parseInt(String(manifest.stagingPercentage), 10);
  return Number.isNaN(percent) ? 100 : Math.min(100, Math.max(0, percent));
}

/** The manifest with another share; only that line changes. At 100 the line goes away: with it, a few clients would be left out. */
export function withShare(text: string, percent: number): string {
  if (!Number.isInteger(percent) || percent < 0 || percent > 100)
    throw new AdapterError('invalid', `Update manifests take whole percents from 0 to 100, not ${percent}.`);
  const bare = text.replace(line, '');
  const ended = bare.endsWith('\n') ? bare : `${bare}\n`;
  const next = percent === 100 ? ended : insertBeforeDate(ended, `stagingPercentage: ${percent}\n`);
  checkOnlyShareChanged(text, next, percent);
  return next;
}

function insertBeforeDate(text: string, added: string): string {
  const at = text.search(/^releaseDate:/m);
  return at < 0 ? text + added : text.slice(0, at) + added + text.slice(at);
}

function read(text: string): z.infer<typeof Manifest> {
  const parsed = Manifest.safeParse(tryYaml(text));
  if (parsed.success) return parsed.data;
  throw new AdapterError('invalid', 'The update manifest is not one that electron-updater reads: it has no version.', {
    detail: text.slice(0, 200),
  });
}

function tryYaml(text: string): unknown {
  try {
    return parse(text);
  } catch {
    return null;
  }
}

function checkOnlyShareChanged(before: string, after: string, percent: number): void {
  const { stagingPercentage: _old, ...kept } = read(before);
  const { stagingPercentage: now, ...rest } = read(after);
  const share = percent === 100 ? now === undefined : now === percent;
  if (!share || JSON.stringify(kept) !== JSON.stringify(rest))
    throw new AdapterError('invalid', 'The update manifest could not be changed without touching other lines, so nothing was sent.');
}
