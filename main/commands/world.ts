import type { Actor, Role } from '../core/model/actor.ts';
import type { DrillRecord } from '../core/model/drill.ts';
import type { AdapterRow } from '../contract/connections.ts';
import type { CallResult } from '../contract/bridge.ts';
import type { DrillPreparation, DrillScenario } from '../contract/drills.ts';
import type { AnswerOf, CallName, ParsedInputOf } from '../contract/index.ts';
import type { PracticeFile, ScenarioRow, Settings } from '../contract/system.ts';
import type { EngineDeps } from '../engine/deps.ts';
import type { Engine } from '../engine/index.ts';
import type { ReadClient } from '../store/read-client.ts';
import type { NextSteps } from './next-steps.ts';

/** Who calls, through which door. */
export interface Caller {
  readonly actor: Actor;
  readonly trigger: 'manual' | 'cli' | 'webhook';
}

/** A caller as a handler sees one. */
export interface Presser extends Caller {
  /**
   * Stores the answer under the key of the press. A handler that waits for something says its answer here, inside the transaction
   * in which it records the press; for the others the dispatcher does it.
   */
  readonly keep: (answer: unknown) => void;
}

/** Where secrets are kept. */
export interface Vault {
  get(id: string): string | null;
  set(id: string, value: string): void;
  remove(id: string): void;
  ids(): readonly string[];
  /** What protects it, in words. */
  readonly kind: string;
}

/** The embedded practice fleet, when this console runs one. The entry provides it; commands only ask. */
export interface PracticeHost {
  /** Starts the fleet if needed and saves its connections, applications and targets into the workspace. */
  setUp(): Promise<void>;
  scenarios(): readonly ScenarioRow[];
  /** Publishes the scenario's release on the running fleet and says which one it is. */
  play(scenario: string): { readonly applicationId: string; readonly version: string; readonly plan: string; readonly flagPlan: string };
  /** Releases of the weeks before `now` (ms) with their readings, as files to import. */
  history(now: number): readonly PracticeFile[];
  setNetwork(up: boolean): void;
  readonly networkUp: boolean;
}

/** What is to be rehearsed. */
export interface DrillWish {
  readonly scenario: string;
  readonly plan: string;
  /** Automatic rollback is off, so that a person must press. */
  readonly byHand: boolean;
}

/** Plays fire drills for a person: each in a workspace of its own, beside a practice fleet of its own. The entry provides it. */
export interface DrillHost {
  scenarios(): readonly DrillScenario[];
  /** How a plan would be played. Throws when the scenario or the plan is not there. */
  prepare(wish: DrillWish): Promise<DrillPreparation>;
  /** `kept` is called inside the transaction that stores the drill. */
  begin(wish: DrillWish, actor: Actor, kept: (record: DrillRecord) => void): Promise<DrillRecord>;
  /** The drill that plays, or the last one until it is put away. */
  now(): DrillRecord | null;
  /** Asks the console of the drill. */
  call(name: string, input: unknown, caller: Caller, key: string | null): Promise<CallResult<unknown>>;
  /** Puts the drill away and answers what became of it. */
  end(): Promise<DrillRecord>;
}

/** What the commands work on. */
export interface World {
  readonly deps: EngineDeps;
  readonly engine: Engine;
  readonly nextSteps: NextSteps;
  readonly heavy: ReadClient;
  readonly vault: Vault;
  readonly practice: PracticeHost | null;
  /** Null where no console runs that could play a drill. */
  readonly drills: DrillHost | null;
  readonly version: string;
  readonly folder: string;
  /** Folder of the presets that ship with Tidegate. */
  readonly presetFolder: string;
  /** Right the console was opened with: settings may lower it, never raise it. */
  readonly openedAs: Role;
  /** Name used until a person types one in Settings. */
  readonly defaultActor: string;
  readonly adapters: () => readonly AdapterRow[];
  /** Closes everything, puts the backup in place and opens it again; resolves with the replaced file. */
  readonly restore: (file: string) => Promise<string>;
  readonly settingsChanged: (settings: Settings) => void;
}

/** One function per call of the contract. */
export type Handlers = {
  readonly [N in CallName]: (world: World, input: ParsedInputOf<N>, caller: Presser) => AnswerOf<N> | Promise<AnswerOf<N>>;
};
export type HandlersFor<A> = Pick<Handlers, Extract<keyof A, CallName>>;
