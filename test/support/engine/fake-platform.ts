import { AdapterError } from '../../../main/adapters/errors.ts';
import type { Operation } from '../../../main/core/model/operation.ts';
import type { PlatformState } from '../../../main/core/model/platform-state.ts';
import type { OpenPlatform } from '../../../main/engine/desk.ts';

/** What the next write meets. Each entry of a script is used once; without one the write simply works. */
export type Mishap =
  | { readonly kind: 'refuse' }
  | { readonly kind: 'unavailable' }
  | { readonly kind: 'rateLimited'; readonly retryAt: number }
  /** The answer is lost and nothing was applied. */
  | { readonly kind: 'timeoutBefore' }
  /** The answer is lost, but the write was applied. */
  | { readonly kind: 'timeoutAfter' }
  /** Accepted, but the platform shows it only after `reads` more reads. */
  | { readonly kind: 'late'; readonly reads: number }
  /** Half of it was applied before the answer was lost. */
  | { readonly kind: 'partial' }
  /** Somebody else changes the target between the read and the write. */
  | { readonly kind: 'someoneElse'; readonly change: Partial<PlatformState> }
  /** The call never comes back, as when the process is killed; `applied` says whether it got there. */
  | { readonly kind: 'never'; readonly applied: boolean };

export interface FakePlatform extends OpenPlatform {
  /** What the platform serves now; tests may change it behind the engine's back. */
  state: PlatformState;
  readonly script: Mishap[];
  /** Problems of the next reads; empty when reads work. */
  readonly readScript: AdapterError[];
  /** Writes that reached the platform and changed something, as `op version percent`. */
  readonly applied: string[];
  /** Calls of `act`, whatever became of them. */
  readonly calls: { readonly operation: Operation; readonly fence: string; readonly key: string }[];
  /** Writes that arrived although the platform already was where they lead. */
  doubleActs: number;
  /** Reads so far. */
  reads: number;
  /** When set, each write waits for it. */
  gate: Promise<void> | null;
  /** Writes in flight now, and the most there ever were. */
  inFlight: number;
  mostInFlight: number;
  percentList: readonly number[] | null;
}

function fenceOf(state: Omit<PlatformState, 'fence'>): string {
  return [state.version, state.percent, state.status, state.fallbackVersion].join('|');
}

function served(state: PlatformState, change: Partial<PlatformState>): PlatformState {
  const next = { ...state, ...change };
  return { ...next, fence: fenceOf(next) };
}

/** A platform state with the fence that the fake gives it. */
export function stateOf(version: string | null, percent: number | null, more: Partial<PlatformState> = {}): PlatformState {
  const status = percent === 100 ? 'live' : percent === 0 ? 'halted' : 'rolling';
  const base: PlatformState = { version, percent, status, fallbackVersion: null, fence: '', releases: [] };
  return served(base, more);
}

function target(operation: Operation, state: PlatformState): Partial<PlatformState> {
  switch (operation.op) {
    case 'expose':
    case 'resume': {
      const fallbackVersion = state.version === operation.version ? state.fallbackVersion : state.version;
      const named = operation.op === 'expose' ? (operation.segments ?? []) : [];
      const segments = [...new Set([...(state.segments ?? []), ...named])];
      return {
        version: operation.version,
        percent: operation.percent,
        status: operation.percent === 100 ? 'live' : 'rolling',
        fallbackVersion,
        ...(segments.length === 0 ? {} : { segments }),
      };
    }
    case 'rollback':
      return {
        version: operation.toVersion,
        percent: 100,
        status: 'live',
        fallbackVersion: null,
        ...(state.segments === undefined ? {} : { segments: [] }),
      };
    case 'halt':
      return { status: 'halted', percent: 0 };
    case 'unpublish':
      return { version: null, percent: null, status: 'removed' };
  }
}

function reached(operation: Operation, state: PlatformState): 'yes' | 'partly' | 'no' {
  if (state.status === 'mixed') return 'partly';
  switch (operation.op) {
    case 'expose':
      if (operation.segments?.some((name) => state.segments?.includes(name) !== true)) return 'no';
      return state.version === operation.version && state.percent === operation.percent ? 'yes' : 'no';
    case 'resume':
      return state.version === operation.version && state.percent === operation.percent ? 'yes' : 'no';
    case 'rollback':
      return state.version === operation.version ? 'no' : 'yes';
    case 'halt':
      return state.status === 'halted' ? 'yes' : 'no';
    case 'unpublish':
      return state.status === 'removed' ? 'yes' : 'no';
  }
}

function inWords(operation: Operation): string {
  return operation.op === 'expose' ? `expose ${operation.version} ${operation.percent}` : `${operation.op} ${operation.version}`;
}

/** A platform in memory without latency, whose failures a test writes down beforehand. */
export function createFakePlatform(start: PlatformState): FakePlatform {
  let hiddenReads = 0;
  let shown: PlatformState | null = null;

  function apply(operation: Operation): void {
    if (reached(operation, fake.state) === 'yes') {
      fake.doubleActs += 1;
      return;
    }
    fake.applied.push(inWords(operation));
    fake.state = served(fake.state, target(operation, fake.state));
  }

  async function meet(mishap: Mishap, operation: Operation, fence: string): Promise<void> {
    switch (mishap.kind) {
      case 'refuse':
        throw new AdapterError('permission', 'This key may not release. Give it the release right.');
      case 'unavailable':
        throw new AdapterError('unavailable', 'The platform answered 503.');
      case 'rateLimited':
        throw new AdapterError('rateLimited', 'Too many calls.', { retryAt: mishap.retryAt });
      case 'timeoutBefore':
        throw new AdapterError('unknownOutcome', 'No answer within 30 s.');
      case 'timeoutAfter':
        refuseMoved(fence);
        apply(operation);
        throw new AdapterError('unknownOutcome', 'No answer within 30 s.');
      case 'late':
        refuseMoved(fence);
        shown = fake.state;
        hiddenReads = mishap.reads;
        apply(operation);
        return;
      case 'partial':
        fake.state = served(fake.state, { status: 'mixed' });
        throw new AdapterError('unknownOutcome', 'The connection broke after the first of two calls.');
      case 'someoneElse':
        fake.state = served(fake.state, mishap.change);
        refuseMoved(fence);
        apply(operation);
        return;
      case 'never':
        if (mishap.applied) apply(operation);
        await new Promise<never>(() => undefined);
    }
  }

  function refuseMoved(fence: string): void {
    if (fence === fake.state.fence) return;
    const saw = fence.split('|').slice(0, 2).join(' at ');
    throw new AdapterError('conflict', `Tidegate saw ${saw} %, the platform now has ${fake.state.version} at ${fake.state.percent} %.`);
  }

  const fake: FakePlatform = {
    label: 'Fake platform',
    state: start,
    script: [],
    readScript: [],
    applied: [],
    calls: [],
    doubleActs: 0,
    reads: 0,
    gate: null,
    inFlight: 0,
    mostInFlight: 0,
    percentList: null,
    async read() {
      fake.reads += 1;
      const problem = fake.readScript.shift();
      if (problem !== undefined) throw problem;
      if (hiddenReads > 0 && shown !== null) {
        hiddenReads -= 1;
        return shown;
      }
      return fake.state;
    },
    async act(operation, fence, key) {
      fake.calls.push({ operation, fence, key });
      fake.inFlight += 1;
      fake.mostInFlight = Math.max(fake.mostInFlight, fake.inFlight);
      try {
        await fake.gate;
        const mishap = fake.script.shift();
        if (mishap !== undefined) {
          await meet(mishap, operation, fence);
          return;
        }
        refuseMoved(fence);
        apply(operation);
      } finally {
        fake.inFlight -= 1;
      }
    },
    abilities: (state, version) => [
      {
        op: 'rollback',
        available: state.version === version,
        reason: state.version === version ? null : `${version} is not offered here.`,
        undo: 'newUsersOnly',
        says: `New users get ${state.fallbackVersion ?? 'nothing'}; installed copies stay.`,
      },
      { op: 'halt', available: state.version === version, reason: null, undo: 'newUsersOnly', says: 'Nobody new gets it.' },
      { op: 'unpublish', available: state.version === version, reason: null, undo: 'permanent', says: 'Gone for everybody.' },
    ],
    reached,
    describe: (operation) => [`PUT /releases/${operation.version}`],
    percents: () => fake.percentList,
  };
  return fake;
}
