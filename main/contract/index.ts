import type { z } from 'zod';
import { aftermath } from './aftermath.ts';
import { backtests } from './backtests.ts';
import { bundles } from './bundles.ts';
import { channels } from './channels.ts';
import { connections } from './connections.ts';
import { containment } from './containment.ts';
import { dispatches } from './dispatches.ts';
import { drills } from './drills.ts';
import { exposure } from './exposure.ts';
import { fleet } from './fleet.ts';
import { githubActs } from './github-acts.ts';
import { health } from './health.ts';
import { history } from './history.ts';
import { hooks } from './hooks.ts';
import { incidents } from './incidents.ts';
import { playbooks } from './playbooks.ts';
import { keys } from './keys.ts';
import { plans } from './plans.ts';
import { pressCards } from './press-card.ts';
import { records } from './records.ts';
import { recovery } from './recovery.ts';
import { responseTimes } from './response-times.ts';
import { rollouts } from './rollouts.ts';
import { safety } from './safety.ts';
import { system } from './system.ts';

/** Every call of the border. Preload, both doors and the CLI loop over this one list. */
export const contract = {
  ...rollouts,
  ...channels,
  ...fleet,
  ...connections,
  ...containment,
  ...exposure,
  ...githubActs,
  ...hooks,
  ...dispatches,
  ...keys,
  ...plans,
  ...pressCards,
  ...records,
  ...incidents,
  ...responseTimes,
  ...playbooks,
  ...aftermath,
  ...bundles,
  ...recovery,
  ...history,
  ...health,
  ...backtests,
  ...drills,
  ...safety,
  ...system,
} as const;

export type Contract = typeof contract;
export type CallName = keyof Contract;
export type InputOf<N extends CallName> = z.input<Contract[N]['input']>;
export type ParsedInputOf<N extends CallName> = z.output<Contract[N]['input']>;
export type AnswerOf<N extends CallName> = z.output<Contract[N]['answer']>;

export const callNames = Object.keys(contract) as readonly CallName[];
