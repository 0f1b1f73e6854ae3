import type { Caller, DrillHost, DrillWish, World } from './commands/world.ts';
import { Refused } from './commands/problems.ts';
import { planTextOf } from './commands/plan-files.ts';
import type { CallResult } from './contract/bridge.ts';
import { contract } from './contract/index.ts';
import type { PlainPush } from './contract/events.ts';
import { pressWords } from './core/drill/index.ts';
import type { Actor } from './core/model/actor.ts';
import type { DrillPress, DrillRecord } from './core/model/drill.ts';
import { beginPlaying } from './drill/begin-playing.ts';
import { ended, observe } from './drill/observe.ts';
import { type Outside, openPlaying, type Playing, sweepDrillFolder } from './drill/playing.ts';
import { drillScenario, drillScenarios, prepareDrill } from './drill/prepare.ts';
import { interruptDrills, saveDrill } from './store/drills.ts';
import { transaction } from './store/open.ts';

/** How often the fleet is looked at, ms: no moment of a drill is known more exactly. */
const lookEveryMs = 250;

/** A console that lets people play fire drills. */
export interface DrillRoom {
  readonly host: DrillHost;
  /** Clears away what a console that was killed left behind. */
  recover(): void;
  close(): Promise<void>;
}

interface Session {
  readonly playing: Playing;
  readonly release: { readonly applicationId: string; readonly version: string };
  readonly looks: NodeJS.Timeout;
  record: DrillRecord;
}

interface Held {
  session: Session | null;
  /** A begin or end is under way. */
  busy: boolean;
}

/** Plays fire drills beside a console, one at a time (R1.12, R4.3). */
export function openDrillRoom(world: () => World, outside: Outside, tell: (push: PlainPush) => void): DrillRoom {
  const held: Held = { session: null, busy: false };
  const host: DrillHost = {
    scenarios: () => drillScenarios().map(({ id, title, summary }) => ({ id, title, summary })),
    prepare: async (wish) => (await prepareDrill(world(), wish)).preparation,
    begin: async (wish, actor, kept) =>
      await alone(held, async () => await begin(held, { world: world(), outside, tell }, wish, actor, kept)),
    now: () => held.session?.record ?? null,
    call: async (name, input, caller, key) => await call(held, world(), name, input, caller, key),
    end: async () => await alone(held, async () => await end(held, world(), 'cancelled')),
  };
  return {
    host,
    recover() {
      clearAway(world());
      interruptDrills(world().deps.store.writer, world().deps.clock.now());
    },
    async close() {
      if (held.session !== null) await end(held, world(), 'interrupted');
    },
  };
}

/** Left-overs of a drill that cannot be removed now must not keep the real console shut. */
function clearAway({ folder, deps }: World): void {
  try {
    sweepDrillFolder(folder);
  } catch (error) {
    deps.log.warn({ error: String(error) }, 'what a fire drill left behind could not be removed yet');
  }
}

/** Two presses at once must not open two worlds in one folder. */
async function alone<T>(held: Held, work: () => Promise<T>): Promise<T> {
  if (held.busy) throw new Refused('A fire drill is being opened or put away just now. Try again in a moment.');
  held.busy = true;
  try {
    return await work();
  } finally {
    held.busy = false;
  }
}

interface Around {
  readonly world: World;
  readonly outside: Outside;
  readonly tell: (push: PlainPush) => void;
}

async function begin(
  held: Held,
  { world, outside, tell }: Around,
  wish: DrillWish,
  actor: Actor,
  kept: (record: DrillRecord) => void,
): Promise<DrillRecord> {
  if (held.session !== null) {
    const { person, title } = held.session.record;
    throw new Refused(`${person} plays "${title}" already. Put that drill away first.`);
  }
  const prepared = await prepareDrill(world, wish);
  if (prepared.preparation.problem !== null) throw new Refused(prepared.preparation.problem);
  const plan = await planTextOf(world, wish.plan);
  const playing = await openPlaying(world, drillScenario(wish.scenario, outside.random), outside, tell);
  try {
    const begun = await beginPlaying(world, playing, { wish, plan, person: actor.name, preparation: prepared.preparation });
    transaction(world.deps.store.writer, () => {
      saveDrill(world.deps.store.writer, begun.record);
      kept(begun.record);
    });
    playing.running.engine.start();
    const session: Session = { playing, ...begun, looks: setInterval(() => look(held, world), lookEveryMs).unref() };
    held.session = session;
    world.deps.changed({ table: 'reload', what: 'drills' });
    return session.record;
  } catch (error) {
    await playing.close();
    throw error;
  }
}

/** A look that fails is no reason to end: the next one comes in a moment. */
function look(held: Held, world: World): void {
  const { session } = held;
  if (session === null || session.record.state !== 'running') return;
  try {
    const reader = session.playing.running.store().reader;
    const truth = session.playing.fleet.truth(session.release.applicationId);
    keep(session, world, observe(session.record, reader, session.release, truth, world.deps.clock.now()));
  } catch (error) {
    world.deps.log.warn({ error: String(error) }, 'the fire drill could not be looked at');
  }
}

function keep(session: Session, world: World, next: DrillRecord): void {
  const over = next.state !== 'running' && session.record.state === 'running';
  session.record = next;
  if (!over) return;
  saveDrill(world.deps.store.writer, next);
  world.deps.changed({ table: 'reload', what: 'drills' });
}

async function call(
  held: Held,
  world: World,
  name: string,
  input: unknown,
  caller: Caller,
  key: string | null,
): Promise<CallResult<unknown>> {
  const { session } = held;
  if (session === null) throw new Refused('No fire drill plays here any more. What you see was put away.');
  const at = world.deps.clock.now();
  const { role, name: who } = caller.actor;
  const result = await session.playing.running.door.call(name, input, { role, trigger: caller.trigger, name: who }, key);
  if (isPress(name) && session.record.state === 'running') note(session, world, pressOf(name, who, at, result));
  return result;
}

function isPress(name: string): boolean {
  return Object.entries(contract).some(([known, spec]) => known === name && spec.mutates);
}

function pressOf(name: string, who: string, at: number, result: CallResult<unknown>): DrillPress {
  const { says, contains } = pressWords(name);
  return { at, who, says: result.ok ? says : `${says} (refused)`, contains: contains && result.ok };
}

function note(session: Session, world: World, press: DrillPress): void {
  session.record = { ...session.record, pressed: [...session.record.pressed, press] };
  saveDrill(world.deps.store.writer, session.record);
}

async function end(held: Held, world: World, otherwise: 'cancelled' | 'interrupted'): Promise<DrillRecord> {
  const { session } = held;
  if (session === null) throw new Refused('No fire drill plays here.');
  look(held, world);
  clearInterval(session.looks);
  if (session.record.state === 'running') keep(session, world, ended(session.record, otherwise, world.deps.clock.now()));
  held.session = null;
  await session.playing.close();
  world.deps.changed({ table: 'reload', what: 'drills' });
  return session.record;
}
