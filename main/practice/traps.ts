import { driftDesktop, driftMobile } from './drift.ts';
import { mulberry32, seedOf } from './random.ts';
import type { ScenarioEvent } from './scenario.ts';
import type { Run, World } from './state.ts';

type TrapKind = 'refuse' | 'driftOnWrite' | 'networkLost';
/** Something that waits for the next write. */
export type Trap = Extract<ScenarioEvent, { readonly kind: TrapKind }>;

/** What a trap does to a call: refuses it for good, or loses its answer with the network. */
export type Sprung = 'refused' | 'lostBefore' | 'lostAfter' | null;

const platformOfTarget: Readonly<Record<string, string>> = { mobile: 'play', desktop: 'github' };

/** Lets the traps that wait for this write spring: a refusal stays, a colleague and a lost network come once. */
export function springTraps(world: World, platform: string, path: string): Sprung {
  const waiting = world.state.traps ?? [];
  for (const set of waiting) {
    const { trap } = set;
    if (trap.kind === 'refuse') {
      if (trap.platform === platform) return 'refused';
      continue;
    }
    if (trap.kind === 'driftOnWrite' && platformOfTarget[trap.target] === platform && decides(platform, path)) {
      disarm(world, set);
      interfere(world, set);
      continue;
    }
    if (trap.kind === 'networkLost' && decides(platform, path)) {
      disarm(world, set);
      return cutNetwork(world, trap.forMs[world.state.pace]);
    }
  }
  return null;
}

/** An edit of Play changes nothing before its commit. */
function decides(platform: string, path: string): boolean {
  return platform !== 'play' || path.includes(':commit');
}

type SetTrap = NonNullable<World['state']['traps']>[number];

function disarm(world: World, set: SetTrap): void {
  world.state.traps = (world.state.traps ?? []).filter((one) => one !== set);
}

function interfere(world: World, { trap, application, version }: SetTrap): void {
  const run = world.state.runs.find((one) => one.application === application && one.version === version);
  if (run === undefined || trap.kind !== 'driftOnWrite') return;
  const drift = trap.target === 'mobile' ? driftMobile : driftDesktop;
  world.state.happenings.push({ at: world.now(), kind: trap.kind, summary: drift(world, run, trap.toPercent) });
}

/** The network goes in the middle of a call; whether the call got through is a matter of luck. */
function cutNetwork(world: World, forMs: number): Sprung {
  world.state.networkUp = false;
  world.state.networkBackAt = world.now() + forMs;
  world.state.happenings.push({ at: world.now(), kind: 'networkLost', summary: 'The network went in the middle of a write.' });
  return mulberry32(seedOf(world.state.seed, 'network'))() < 0.5 ? 'lostBefore' : 'lostAfter';
}

/** Sets a trap for a run's release. */
export function setTrap(world: World, run: Run, trap: Trap): void {
  world.state.traps = [...(world.state.traps ?? []), { trap, application: run.application, version: run.version }];
}

/** Brings a network back whose time has come. */
export function mendNetwork(world: World, at: number): void {
  const { networkBackAt } = world.state;
  if (networkBackAt === undefined || at < networkBackAt) return;
  delete world.state.networkBackAt;
  world.state.networkUp = true;
}

/** Whether the network is there now; one that was lost comes back by itself. */
export function networkAnswers(world: World): boolean {
  mendNetwork(world, world.now());
  return world.state.networkUp;
}
