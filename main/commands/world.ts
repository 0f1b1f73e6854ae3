import type { Actor, Role } from '../core/model/actor.ts';
import type { AdapterRow } from '../contract/connections.ts';
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

/** What the commands work on. */
export interface World {
  readonly deps: EngineDeps;
  readonly engine: Engine;
  readonly nextSteps: NextSteps;
  readonly heavy: ReadClient;
  readonly vault: Vault;
  readonly practice: PracticeHost | null;
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
