import type { RecoveryMoment, RecoveryStep } from '../recovery/index.ts';
import { durationInWords, listInWords } from '../words.ts';
import type { FillValues } from './fill.ts';

/** What the record says about an incident when a playbook or a message is filled in. Times in ms UTC; null is not known. */
export interface FillFacts {
  readonly id: string;
  readonly application: string;
  readonly version: string | null;
  readonly previousVersion: string | null;
  readonly severity: string;
  readonly title: string;
  readonly openedAt: number;
  readonly closedAt: number | null;
  readonly now: number;
  readonly targets: readonly string[];
  /** Share of users when it opened, percent. */
  readonly sharePercent: number | null;
  /** Users who had the release when it opened. */
  readonly users: number | null;
  /** In words, which say whether it is a bound; null when not known. */
  readonly usersNow: string | null;
  /** Gates that were red, with what they said. */
  readonly red: readonly { readonly title: string; readonly reason: string }[];
  readonly recovery: readonly RecoveryStep[];
}

/** Every name a playbook or message may ask for. */
export const fillNames = [
  'application',
  'version',
  'previousVersion',
  'severity',
  'title',
  'incident',
  'targets',
  'share',
  'users',
  'usersNow',
  'gate',
  'reason',
  'openedAt',
  'closedAt',
  'now',
  'duration',
  'introducedAt',
  'detectedAt',
  'containedAt',
  'recoveredAt',
  'recoveryTime',
] as const;
export type FillName = (typeof fillNames)[number];

/** `2026-11-21 16:03 UTC`. */
function minute(at: number | null): string | null {
  return at === null ? null : `${new Date(at).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}

function whole(users: number | null): string | null {
  return users === null ? null : Math.round(users).toLocaleString('en-GB');
}

/** The values of an incident by name, in words and with units. */
export function fillValues(facts: FillFacts): FillValues & Readonly<Record<FillName, string | null>> {
  const at = (moment: RecoveryMoment): number | null => facts.recovery.find((step) => step.moment === moment)?.at ?? null;
  const end = at('recovered') ?? at('contained');
  const from = at('introduced');
  return {
    application: facts.application,
    version: facts.version,
    previousVersion: facts.previousVersion,
    severity: facts.severity,
    title: facts.title,
    incident: facts.id,
    targets: listInWords(facts.targets),
    share: facts.sharePercent === null ? null : `${facts.sharePercent} %`,
    users: whole(facts.users),
    usersNow: facts.usersNow,
    gate: listInWords(facts.red.map(({ title }) => title)),
    reason: listInWords(facts.red.map(({ reason }) => reason.replace(/\.$/, ''))),
    openedAt: minute(facts.openedAt),
    closedAt: minute(facts.closedAt),
    now: minute(facts.now),
    duration: durationInWords((facts.closedAt ?? facts.now) - facts.openedAt),
    introducedAt: minute(from),
    detectedAt: minute(at('detected')),
    containedAt: minute(at('contained')),
    recoveredAt: minute(at('recovered')),
    recoveryTime: from === null || end === null ? null : durationInWords(Math.max(0, end - from)),
  };
}
