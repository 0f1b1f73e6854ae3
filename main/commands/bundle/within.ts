import { contract, type CallName } from '../../contract/index.ts';
import { bundleContent, getBundle } from '../../store/bundles.ts';
import { heavyCalls } from '../../store/heavy-calls.ts';
import type { Store } from '../../store/open.ts';
import { NotFound, Refused } from '../problems.ts';
import type { Handlers, Presser, World } from '../world.ts';
import { readBundle } from './read.ts';
import { bundleRow } from './row.ts';

/** Ids of incidents that are read from a bundle begin with this. */
export const bundlePrefix = 'bun_';

/** This console's world with the contents of a bundle in place of the workspace: for reading only. */
export function worldWithin(world: World, store: Store): World {
  const calls = heavyCalls(store.reader);
  const heavy: World['heavy'] = {
    async call(name, input) {
      // The function of this name takes this input and gives this answer.
      const ask = calls[name] as (given: unknown, told: unknown) => unknown;
      return (await ask(input, { progress: () => undefined, stopped: () => false })) as never;
    },
    close: async () => undefined,
  };
  return { ...world, heavy, practice: null, deps: { ...world.deps, store, keys: new Map(), changed: () => undefined } };
}

interface Within {
  readonly world: World;
  readonly incidentId: string;
}

/** Bundles that were looked at last, by workspace. */
const opened = new WeakMap<World['deps']['store'], Map<string, Within>>();
const mostOpened = 2;

async function within(world: World, bundleId: string): Promise<Within> {
  const { store } = world.deps;
  const bundle = getBundle(store.reader, bundleId);
  const content = bundle === null ? null : bundleContent(store.reader, bundleId);
  if (bundle === null || content === null) throw new NotFound(`There is no bundle ${bundleId}. It may have been removed.`);
  const before = opened.get(store)?.get(bundleId);
  if (before !== undefined) return before;
  return remember(world, bundleId, { world: worldWithin(world, (await readBundle(content)).store), incidentId: bundle.head.incidentId });
}

/** Keeps a bundle open for those who look at it next; one that nobody looked at lately is read again. */
export function remember(world: World, bundleId: string, one: Within): Within {
  const { store } = world.deps;
  const known = opened.get(store) ?? new Map<string, Within>();
  opened.set(store, known);
  known.set(bundleId, one);
  for (const id of [...known.keys()].slice(0, -mostOpened)) known.delete(id);
  return one;
}

function incidentIn(input: unknown): string | null {
  if (typeof input !== 'object' || input === null || !('incidentId' in input)) return null;
  const { incidentId } = input;
  return typeof incidentId === 'string' && incidentId.startsWith(bundlePrefix) ? incidentId : null;
}

/** What is read from a bundle keeps the bundle's id, so that the next question comes here too. */
function renamed(world: World, name: CallName, answer: unknown, bundleId: string): unknown {
  const bundle = getBundle(world.deps.store.reader, bundleId);
  if (name !== 'incidents.get' || typeof answer !== 'object' || answer === null || !('incident' in answer)) return answer;
  const { incident } = answer;
  const named = typeof incident === 'object' ? { ...incident, id: bundleId } : incident;
  return { ...answer, incident: named, ...(bundle === null ? {} : { bundle: bundleRow(bundle) }) };
}

type AnyHandler = (world: World, input: unknown, caller: Presser) => unknown;

function throughBundle(name: CallName, handler: AnyHandler): AnyHandler {
  const through: AnyHandler = (world, input, caller) => {
    const bundleId = incidentIn(input);
    if (bundleId === null) return handler(world, input, caller);
    if (name === 'bundles.export')
      throw new Refused('This incident came from another console, which signed it: pass on the file that was opened, not one signed here.');
    if (contract[name].mutates)
      throw new Refused('This incident is read from a bundle of another console: nothing of it can be changed here.');
    return within(world, bundleId).then(async ({ world: inside, incidentId }) => {
      const answer = await handler(inside, { ...(input as object), incidentId }, caller);
      return renamed(world, name, answer, bundleId);
    });
  };
  // A call that waits goes on being one that can be seen to wait.
  return handler.constructor.name === 'AsyncFunction' ? async (world, input, caller) => await through(world, input, caller) : through;
}

/** Lets every call about an incident read one from a bundle too, and none change it. */
export function throughBundles(handlers: Handlers): Handlers {
  const entries = Object.entries(handlers).map(([name, handler]) => [name, throughBundle(name as CallName, handler as AnyHandler)]);
  return Object.fromEntries(entries) as Handlers;
}
