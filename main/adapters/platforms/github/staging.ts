import { parse } from 'yaml';
import { z } from 'zod';
import { contentHash } from '../../../core/hash.ts';
import { AdapterError } from '../../errors.ts';

const Manifest = z.looseObject({ version: z.string(), stagingPercentage: z.json().optional() });
const line = /^stagingPercentage[ \t]*:.*(?:\r?\n|$)/gm;

/** Version and share of an update manifest. */
export interface Staging {
  readonly version: string;
  /** Percent 0–100; a missing line means everybody. */
  readonly percent: number;
  /** True when the line is there: even at 100 it leaves out the few clients whose bucket is the very last. */
  readonly limited: boolean;
}

/** Reads a manifest as electron-updater 6 does: whole numbers only, and a share it cannot read means everybody. */
export function stagingOf(text: string): Staging {
  const { version, stagingPercentage } = read(text);
  const known = typeof stagingPercentage === 'number' || typeof stagingPercentage === 'string';
  const percent = known ? Number.parseInt(`${stagingPercentage}`, 10) : Number.NaN;
  const limited = stagingPercentage !== undefined && stagingPercentage !== null;
  return { version, percent: Number.isNaN(percent) ? 100 : Math.min(100, Math.max(0, percent)), limited };
}

/** The manifest with another share (whole percent 0–100); only that line changes. At 100 the line goes away. */
export function withShare(text: string, percent: number): string {
  if (!Number.isInteger(percent) || percent < 0 || percent > 100) {
    throw new AdapterError(
      'precondition',
      `Update manifests take whole percents from 0 to 100, not ${percent}. Change the stage of the plan.`,
    );
  }
  const ending = text.includes('\r\n') ? '\r\n' : '\n';
  const bare = text.replaceAll(line, '');
  const ended = bare === '' || bare.endsWith('\n') ? bare : `${bare}${ending}`;
  const next = percent === 100 ? ended : insertBeforeDate(ended, `stagingPercentage: ${percent}${ending}`);
  checkOnlyShareChanged(text, next, percent);
  return next;
}

function insertBeforeDate(text: string, added: string): string {
  const at = text.search(/^releaseDate[ \t]*:/m);
  return at < 0 ? text + added : text.slice(0, at) + added + text.slice(at);
}

function read(text: string): z.infer<typeof Manifest> {
  const parsed = Manifest.safeParse(tryYaml(text));
  if (parsed.success) return parsed.data;
  throw new AdapterError('invalid', 'An update manifest is not one that electron-updater reads: it is not YAML with a version.', {
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

/** A line edit on a file of an unexpected shape could break the feed for everybody, so both texts are parsed and compared. */
function checkOnlyShareChanged(before: string, after: string, percent: number): void {
  const { stagingPercentage: _old, ...kept } = read(before);
  const next = Manifest.safeParse(tryYaml(after));
  if (next.success) {
    const { stagingPercentage: now, ...rest } = next.data;
    const share = percent === 100 ? now === undefined : now === percent;
    if (share && contentHash(z.json().parse(kept)) === contentHash(z.json().parse(rest))) return;
  }
  throw new AdapterError(
    'precondition',
    'An update manifest is written in a way in which its share cannot be changed without touching other lines. Nothing was sent.',
  );
}
