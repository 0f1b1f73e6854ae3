import { githubReleases } from '../../main/adapters/platforms/github-releases.ts';
import type { Rollout } from '../../main/core/model/rollout.ts';
import { saveConnection } from '../../main/store/connections.ts';
import { saveTarget } from '../../main/store/targets.ts';
import { access } from '../adapters/repository/open-repository.ts';
import type { OpenPlatform } from '../../main/engine/desk.ts';
import { type Bench as FleetBench, contextOf, driveOf, openBench as openFleetBench } from './bench.ts';
import { stateOf } from './engine/fake-platform.ts';
import { plainPlan } from './engine/bench.ts';
import { openWorld, type TestWorld } from './engine/world.ts';

/** A console whose desktop target is a repository of a practice fleet; rollouts act on a fake platform beside it. */
export interface GithubWorld {
  readonly world: TestWorld;
  readonly fleet: FleetBench;
  /** The rollout of 2.4.0 over 2.3.0 on desktop, running. */
  readonly rollout: Rollout;
}

/** The release under test. */
export const badRelease = { applicationId: 'pryde', version: '2.4.0' };

/** Opens both, with 2.4.0 rolling out. */
export async function openGithubWorld(): Promise<GithubWorld> {
  const [world, fleet] = [await openWorld(), await openFleetBench()];
  const target = world.addTarget('desktop', 'desktop', stateOf('2.3.0', 100));
  const id = 'con-github';
  saveConnection(world.store.writer, {
    id,
    kind: 'platform',
    adapter: githubReleases.id,
    name: 'github',
    settings: fleet.settings(githubReleases.id),
  });
  saveTarget(world.store.writer, { ...target, connectionId: id, settings: { owner: 'practice', repo: 'pryde-desktop' } });
  Object.assign(world.world.deps.desk, { github: () => access(fleet) });
  const [rollout] = await world.begin('2.4.0', plainPlan, ['desktop']);
  if (rollout === undefined) throw new Error('Nothing was started');
  await world.engine.step();
  return { world, fleet, rollout };
}

/** The desktop target as its own adapter reads and writes it, in the repository of the fleet. */
function realDesktop(fleet: FleetBench): OpenPlatform {
  const context = contextOf(fleet, githubReleases);
  const { target } = driveOf(fleet, githubReleases);
  return {
    label: githubReleases.label,
    read: () => githubReleases.read(context, target),
    act: (operation, fence, key) => githubReleases.act(context, target, operation, fence, key),
    abilities: (state, version) => githubReleases.abilities(state, version, target),
    reached: (operation, state) => githubReleases.reached(operation, state, target),
    describe: (operation, state) => githubReleases.describe(operation, state, target),
    percents: () => null,
  };
}

/** The same with the release taken back; from then on the desktop target is the repository itself. */
export async function openTakenBack(): Promise<GithubWorld> {
  const open = await openGithubWorld();
  await open.world.ask('rollouts.rollback', { ...badRelease, reason: 'Crashes' });
  await open.world.engine.actions.idle();
  const real = realDesktop(open.fleet);
  Object.assign(open.world.world.deps.desk, { platform: () => real });
  return open;
}
