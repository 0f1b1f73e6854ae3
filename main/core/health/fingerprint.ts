import { textHash } from '../hash.ts';
import { scrub } from './scrub.ts';

/** What an error looked like when it was reported. */
export interface ErrorText {
  readonly message: string;
  /** Class of the error, such as `TypeError`; left out, it is taken from the message. */
  readonly name?: string | undefined;
  readonly stack?: string | undefined;
}

/** Errors of one cause: nothing in it is private or differs from one occurrence to the next. */
export interface Fingerprint {
  readonly id: string;
  readonly name: string;
  readonly title: string;
  /** Where it was thrown: function and file, without line or build; empty when the stack does not say. */
  readonly frame: string;
}

/** Stands for the errors beyond those that are told apart. */
export const restFingerprint = '';

const lead = /^(?:uncaught )?(?:\(in promise\) )?(?:([A-Z]\w{0,60}(?:Error|Exception))(?:: |$))?/i;
const framesLooked = 6;
const frameLength = 300;

/** The file's own name without the hash and number a build adds: `main.3f2a91c0.js` → `main.js`. */
function fileName(place: string): string {
  const file = place.split(/[?#]/, 1)[0]?.split(/[\\/]/).at(-1) ?? '';
  return file
    .replace(/(?::\d+){1,2}$/, '')
    .replaceAll(/[.-](?=[\w]*\d)[\w]{6,}(?=[.-])/g, '')
    .replaceAll(/\d+/g, '#');
}

function frameIn(line: string): string | null {
  const v8 = /^\s*at (?:([^()]{1,120}) \()?([^()\s]{1,250}):\d+:\d+\)?\s*$/.exec(line);
  const other = v8 === null ? /^([^@\s]{0,120})@(\S{1,250}):\d+:\d+\s*$/.exec(line) : null;
  const found = v8 ?? other;
  if (found === null) return null;
  const name = (found[1] ?? '').replace(/^async /, '').replaceAll(/\d+/g, '#');
  const file = fileName(found[2] ?? '');
  return name === '' ? file : `${name} (${file})`;
}

function topFrame(stack: string): string {
  for (const line of stack.split('\n', framesLooked)) {
    const frame = frameIn(line.slice(0, frameLength));
    if (frame !== null) return frame;
  }
  return '';
}

/** Which cluster an error belongs to (R5.6): the same class, the same scrubbed message, thrown at the same place. */
export function fingerprintOf({ message, name, stack = '' }: ErrorText): Fingerprint {
  const found = lead.exec(message.trim());
  const title = scrub(message.trim().slice(found?.[0].length ?? 0));
  const known = scrub(name ?? found?.[1] ?? '');
  const frame = topFrame(stack);
  return { id: textHash(`${known}\n${title}\n${frame}`).slice(0, 16), name: known, title, frame };
}
