import type { CallProblem } from '../../main/contract/bridge.ts';
import type { Change, Push } from '../../main/contract/events.ts';
import type { AnswerOf, CallName, InputOf } from '../../main/contract/index.ts';
import type { Link } from '../../renderer/link.ts';
import { containmentHandlers } from './fixture/containment.ts';
import { deskHandlers } from './fixture/desk.ts';
import * as fleet from './fixture/fleet.ts';
import * as records from './fixture/records.ts';
import * as rollout from './fixture/rollout.ts';

type Handlers = { [N in CallName]: (input: InputOf<N>) => AnswerOf<N> | Promise<AnswerOf<N>> };

/** A call as the renderer made it. */
export interface SeenCall {
  readonly name: CallName;
  readonly input: unknown;
  readonly key: string | undefined;
}

/** Imitates the engine behind the border with the fixtures: answers, remembers what was asked, and pushes. */
export interface FakeBridge extends Link {
  readonly seen: SeenCall[];
  /** Calls of one name, in order. */
  seenOf(name: CallName): SeenCall[];
  /** Replaces the answer of one call. */
  answer<N extends CallName>(name: N, handler: Handlers[N]): void;
  /** Makes one call fail with a problem until it is answered again. */
  refuse(name: CallName, problem: CallProblem): void;
  /** Keeps one call unanswered. */
  hang(name: CallName): void;
  push(...changes: Change[]): void;
  /** Loses one push, then sends this one. */
  pushAfterHole(...changes: Change[]): void;
  connection(connected: boolean): void;
  navigate(path: string): void;
}

const notFound = (name: string): CallProblem => ({ code: 'notFound', message: `The fixture has no answer for ${name}.` });

function handlers(): Partial<Handlers> {
  return {
    'fleet.status': () => fleet.status,
    'fleet.home': () => fleet.home,
    'fleet.applications': () => records.applications,
    'rollouts.list': ({ state }) =>
      state === 'ended' ? fleet.recent : state === 'all' ? [...fleet.rolling, ...fleet.recent] : fleet.rolling,
    'rollouts.get': ({ rolloutId }) => detailOf(rolloutId),
    'rollouts.timeline': () => rollout.timeline,
    'rollouts.series': ({ gate }) => rollout.series(gate),
    'rollouts.decision': ({ decisionId }) => ({
      decision: fleet.decisions.find((row) => row.id === decisionId) ?? rollout.lastDecision,
      verdicts: rollout.gates,
      snapshot: {},
    }),
    'rollouts.undoCard': () => rollout.undoCard,
    'rollouts.rollback': () => ({ decisionId: 'd9', actions: rollout.rollbackActions }),
    'rollouts.hold': ({ rolloutId }) => ({ ...laneOf(rolloutId), state: 'held', heldReason: 'Held by hand' }),
    'rollouts.stop': ({ rolloutId }) => ({ ...laneOf(rolloutId), state: 'held', heldReason: 'Stopped by hand' }),
    'rollouts.resume': ({ rolloutId }) => laneOf(rolloutId),
    'rollouts.promote': ({ rolloutId }) => laneOf(rolloutId),
    'rollouts.start': () => [fleet.prydeWeb],
    'plans.list': () => records.planRows,
    'practice.scenarios': () => records.scenarios,
    'practice.play': () => ({ applicationId: 'pryde', version: '1.2.3' }),
    'practice.state': () => ({ networkUp: true }),
    'practice.network': ({ up }) => ({ up }),
    'system.settings': () => records.settings,
    'incidents.responseTimes': () => records.responseTimes,
    ...containmentHandlers(),
    ...deskHandlers(),
  };
}

function laneOf(id: string) {
  return fleet.rolling.find((row) => row.id === id) ?? fleet.prydeWeb;
}

function detailOf(id: string) {
  const row = laneOf(id);
  const lanes = fleet.rolling.filter((lane) => lane.applicationId === row.applicationId && lane.version === row.version);
  return { ...rollout.detail, rollout: row, lanes };
}

/** A bridge over the fixtures. Each call answers in a later task, as a real one does. */
export function createFakeBridge(): FakeBridge {
  const answers = handlers();
  const problems = new Map<CallName, CallProblem>();
  const hanging = new Set<CallName>();
  const seen: SeenCall[] = [];
  const pushed = new Set<(push: Push) => void>();
  const connections = new Set<(connected: boolean) => void>();
  const paths = new Set<(path: string) => void>();
  let seq = 0;
  function send(changes: Change[]): void {
    seq += 1;
    for (const listener of pushed) listener({ seq, changes });
  }
  function subscribe<T>(set: Set<T>, listener: T): () => void {
    set.add(listener);
    return () => set.delete(listener);
  }
  return {
    seen,
    seenOf: (name) => seen.filter((call) => call.name === name),
    answer: (name, handler) => {
      problems.delete(name);
      hanging.delete(name);
      Object.assign(answers, { [name]: handler });
    },
    refuse: (name, problem) => void problems.set(name, problem),
    hang: (name) => void hanging.add(name),
    push: (...changes) => send(changes),
    pushAfterHole: (...changes) => {
      seq += 1;
      send(changes);
    },
    connection: (connected) => connections.forEach((listener) => listener(connected)),
    navigate: (path) => paths.forEach((listener) => listener(path)),
    onPush: (listener) => subscribe(pushed, listener),
    onConnection: (listener) => subscribe(connections, listener),
    onNavigate: (listener) => subscribe(paths, listener),
    async call(name, input, key) {
      seen.push({ name, input, key });
      await Promise.resolve();
      if (hanging.has(name)) return new Promise(() => undefined);
      const problem = problems.get(name);
      if (problem) return { ok: false, problem };
      const handler = answers[name];
      if (!handler) return { ok: false, problem: notFound(name) };
      return { ok: true, answer: await handler(input) };
    },
  };
}
