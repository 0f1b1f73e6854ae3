import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Role } from '../core/model/actor.ts';

/** What a key opens: a browser session or the CLI speak as a person, a program only feeds events or calls by webhook. */
export interface Pass {
  readonly role: Role;
  readonly trigger: 'manual' | 'cli' | 'webhook';
  /** Only the event intake, nothing else. */
  readonly intakeOnly: boolean;
}

interface Known {
  readonly digest: Buffer;
  readonly pass: Pass;
  readonly once: boolean;
}

/** Keys of the HTTP door, kept as digests in memory: nobody who reads a dump can use them. */
export interface KeyRing {
  /** Makes a key. A `once` key is a link that a browser may use a single time. */
  issue(pass: Pass, once: boolean): string;
  /** Accepts a key chosen by someone else, such as an intake key from the vault. */
  admit(key: string, pass: Pass): void;
  look(key: string): Pass | null;
  /** Uses a one-time key up; null when it is unknown or was used already. */
  spend(key: string): Pass | null;
}

function digestOf(key: string): Buffer {
  return createHash('sha256').update(key).digest();
}

export function createKeyRing(): KeyRing {
  let known: Known[] = [];
  const find = (key: string, once: boolean): Known | undefined => {
    const digest = digestOf(key);
    return known.find((one) => one.once === once && timingSafeEqual(one.digest, digest));
  };
  return {
    issue(pass, once) {
      const key = randomBytes(24).toString('base64url');
      known.push({ digest: digestOf(key), pass, once });
      return key;
    },
    admit: (key, pass) => void known.push({ digest: digestOf(key), pass, once: false }),
    look: (key) => find(key, false)?.pass ?? null,
    spend(key) {
      const found = find(key, true);
      if (found === undefined) return null;
      known = known.filter((one) => one !== found);
      return found.pass;
    },
  };
}
